import { expect, test } from "vitest";
import { nativeAbsence } from "../../bench/peers/native/install.ts";
import { modelLines } from "../../bench/peers/native/model-text.ts";
import { withNative } from "../../bench/peers/registry.ts";
import { runPeer } from "../../bench/peers/run-peer.ts";
import { evenly } from "../../bench/trace.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";

test("a model of CP-SAT in the text format of protocol buffers, by hand", () => {
  const lines = modelLines({
    variables: [{ domain: [0, 1] }, { domain: [-3, 9] }],
    constraints: [
      { exactlyOne: { literals: [0] } },
      {
        enforcementLiteral: [0],
        interval: { start: { vars: [1], coeffs: [1] }, size: { offset: 4 } },
      },
      { linear: { vars: [], coeffs: [], domain: [1, 1] } },
    ],
    objective: { vars: [1], coeffs: [2], scalingFactor: 0.5 },
  });
  expect([...lines].join(" ")).toBe(
    "variables { domain: [0, 1] } variables { domain: [-3, 9] } " +
      "constraints { exactly_one { literals: [0] } } " +
      "constraints { enforcement_literal: [0] interval { start { vars: [1] coeffs: [1] } size { offset: 4 } } } " +
      "constraints { linear { domain: [1, 1] } } " +
      "objective { vars: [1] coeffs: [2] scaling_factor: 0.5 }",
  );
});

test("native builds stand before those in WebAssembly, and rules have none", () => {
  expect(withNative(["cp-sat-intervals", "fifo"])).toEqual([
    "cp-sat-intervals-native",
    "cp-sat-intervals",
    "fifo",
  ]);
  expect(withNative(["highs-native"])).toEqual(["highs-native"]);
});

test("of a long trace even steps and the last entry are kept", () => {
  const kept = evenly(Array.from({ length: 250 }, (_, i) => i));
  expect(kept.slice(0, 3)).toEqual([0, 3, 6]);
  expect(kept.at(-1)).toBe(249);
  expect(kept.length).toBeLessThanOrEqual(101);
  expect(evenly([7, 8])).toEqual([7, 8]);
});

/** Three tasks on two hosts: a on the dear one, since the cheap one holds two only; cost 1 + 2 + 5. */
const TINY = parseInstance({
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "cheap", capacity: { cpu: 4 } },
    { id: "dear", capacity: { cpu: 4 } },
  ],
  tasks: [
    { id: "a", demand: { cpu: 3 }, cost: { cheap: 4, dear: 5 } },
    { id: "b", demand: { cpu: 2 }, cost: { cheap: 1, dear: 9 } },
    { id: "c", demand: { cpu: 2 }, cost: { cheap: 2, dear: 9 } },
  ],
});

test("native solvers prove what is best, and tell it as they find it", async (context) => {
  const absence = nativeAbsence();
  if (absence !== undefined) return context.skip(absence);
  const [target] = targetsOf(TINY);
  for (const name of ["highs-native", "cp-sat-native"] as const) {
    const heard: object[] = [];
    const onProgress = (held: object) => heard.push(held);
    const answer = await runPeer(name, TINY, target, { limit: 20, seed: 1, onProgress });
    expect([name, answer]).toMatchObject([name, { value: 8_000_000, bound: 8_000_000, gap: 0 }]);
    expect(answer).not.toHaveProperty("note");
    expect(heard.length).toBeGreaterThan(0);
  }
});
