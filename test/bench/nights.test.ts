import { expect, test } from "vitest";
import { runPeer } from "../../bench/peers/run-peer.ts";
import type { Answer } from "../../bench/rows.ts";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { findSolver } from "../../src/solvers/registry.ts";

const OPTIONS = { limit: 20, seed: 1, onProgress: () => {} };

function makespanOf(instance: Instance) {
  return targetsOf(instance)[0];
}

/** No plan that ends after the greedy one is looked at. */
async function optimum(instance: Instance): Promise<number> {
  const target = makespanOf(instance);
  const { value } = (await runPeer("greedy", instance, target, OPTIONS)) as Answer;
  const encoding = formulate(instance, target, [{ target, atMost: value! }]) as Encoding;
  const highs = await findSolver("highs");
  const { point, termination } = await highs.solve(encoding.program, { gap: 0 }, {});
  expect(termination).toBe("optimal");
  return encoding.liftBound(point!.value);
}

const MINUTE = 60_000;

/** With a gang, a release, waiting and two kinds. */
const TINY = parseInstance({
  mode: "batch",
  objectives: ["makespan"],
  resources: [
    { id: "a", count: 2, devices: { gpu: 2 } },
    { id: "b", devices: { gpu: 2 } },
  ],
  tasks: [
    { id: "first", demand: { gpu: 1 }, runtime: { a: "2m", b: "5m" }, count: 3 },
    { id: "wide", demand: { gpu: 2 }, runtime: { a: "3m", b: "4m" }, workers: 2 },
    { id: "late", demand: { gpu: 1 }, runtime: "1m", release: "2m" },
    { id: "last", demand: { gpu: 2 }, runtime: "2m", after: { task: "wide", lag: "1m" } },
  ],
});

/** Machines that run one at a time, of which operations choose. */
const SHOP = parseInstance({
  mode: "batch",
  exclusive: true,
  objectives: ["makespan"],
  resources: [{ id: "m1" }, { id: "m2" }],
  tasks: [
    { id: "a1", runtime: { m1: "5m", m2: "3m" } },
    { id: "a2", runtime: { m1: "4m" }, after: ["a1"] },
    { id: "b1", runtime: { m2: "6m" } },
    { id: "b2", runtime: { m1: "2m", m2: "4m" }, after: ["b1"] },
    { id: "c", runtime: { m1: "7m", m2: "9m" } },
  ],
});

const WEIGHTED = parseInstance({
  mode: "batch",
  objectives: ["weighted-completion"],
  resources: [
    { id: "a", devices: { gpu: 2 } },
    { id: "b", devices: { gpu: 1 } },
  ],
  tasks: [
    { id: "wide", demand: { gpu: 2 }, runtime: "3m", weight: 0.5 },
    { id: "small", count: 3, demand: { gpu: 1 }, runtime: { a: "2m", b: "3m" }, weight: 2 },
    { id: "last", demand: { gpu: 1 }, runtime: "1m", weight: 0, after: "small" },
  ],
});

test("first in, first out, by hand", async () => {
  // first#1 and first#2 on a#1, first#3 on a#2, all until 2; the gang needs both of a: from 2 to 5. late is behind it
  // in line and starts at 2 on b; last waits for the gang and a minute, from 6 to 8.
  const answer = await runPeer("fifo", TINY, makespanOf(TINY), OPTIONS);
  expect(answer).toMatchObject({ value: 8 * MINUTE, termination: "completed" });
  expect(answer).not.toHaveProperty("note");
});

test("CP-SAT's intervals have the optimum of our program", async (context) => {
  try {
    import.meta.resolve("or-tools-wasm");
  } catch {
    return context.skip("or-tools-wasm is not installed");
  }
  const night = (seed: number) => generate("night", { tasks: 3, resources: 2, seed });
  const nights = [1, 2].map((seed) => parseInstance(night(seed)));
  for (const instance of [TINY, ...nights]) {
    const answer = await runPeer("cp-sat-intervals", instance, makespanOf(instance), OPTIONS);
    const value = await optimum(instance);
    expect(answer).toMatchObject({ value, bound: value, termination: "OPTIMAL" });
  }
});

test("CP-SAT's intervals know machines and weighted ends, by hand", async (context) => {
  try {
    import.meta.resolve("or-tools-wasm");
  } catch {
    return context.skip("or-tools-wasm is not installed");
  }
  // c on m2 alone makes 15 there, a1 and c on m1 16; so m1 has a2, c and maybe b2, and one of the two runs for 13.
  // Two small ones on a end at 2, one on b at 3, and wide runs on a from 2 to 5: 2 x 7 + 0.5 x 5.
  for (const [instance, minutes] of [[SHOP, 13] as const, [WEIGHTED, 16.5] as const]) {
    const target = makespanOf(instance);
    const answer = await runPeer("cp-sat-intervals", instance, target, OPTIONS);
    const value = minutes * MINUTE * target.perUnit;
    expect(answer).toMatchObject({ value, bound: value, termination: "OPTIMAL" });
  }
});

test("rules without a solver give verified plans of nights, and no bounds", async () => {
  for (const peer of ["fifo", "greedy"] as const) {
    for (const seed of [1, 2, 3]) {
      const instance = parseInstance(generate("night", { tasks: 60, resources: 6, seed }));
      const answer = await runPeer(peer, instance, makespanOf(instance), OPTIONS);
      expect(answer).toHaveProperty("value");
      expect(answer).not.toHaveProperty("bound");
    }
  }
});

test.each([
  [{ limits: [{ name: "licence", capacity: 1 }] }, /shared limits/],
  [{ objectives: ["cost"] }, /for the makespan and weighted completion/],
  [
    { tasks: [{ id: "t", demand: { gpu: 1 }, runtime: "1m", exclusive: true }] },
    /tasks that use a resource alone/,
  ],
  [{ tasks: [{ id: "t", demand: { gpu: 0.5 }, runtime: "1m" }] }, /shares of devices/],
])("more than rigid jobs is refused in words: %j", async (fields, message) => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "a", devices: { gpu: 2 } }],
    tasks: [{ id: "t", demand: { gpu: 1 }, runtime: "1m" }],
    ...fields,
  });
  const answer = await runPeer("cp-sat-intervals", instance, makespanOf(instance), OPTIONS);
  expect(answer).toEqual({ absent: expect.stringMatching(message) });
});
