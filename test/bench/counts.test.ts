import fc from "fast-check";
import { expect, test } from "vitest";
import { countsForm } from "../../bench/peers/counts.ts";
import { runPeer } from "../../bench/peers/run-peer.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { randomDocument } from "../support/random-document.ts";

const features = [
  "counts",
  "capacity",
  "memory",
  "fixed-price",
  "price",
  "optional",
  "forbidden",
] as const;

test.each([
  ["placement", ["cost"]],
  ["placement", ["throughput"]],
  ["batch", ["makespan"]],
  ["batch", ["cost"]],
] as const)("counts in %s bound %s and deal out plans that count", async (mode, objectives) => {
  let [bounds, values] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async (seed) => {
      const extra = mode === "batch" ? (["window"] as const) : (["devices"] as const);
      const document = randomDocument(makeRandom(seed), {
        mode,
        objectives,
        features: [...features, ...extra],
      });
      const instance = parseInstance(document);
      const [target] = targetsOf(instance);
      const best = bestByEnumeration(instance, [target])?.values[0];
      const options = { limit: 20, seed: 1, onProgress: () => undefined };
      const answer = await runPeer("highs-counts", instance, target, options);
      if ("absent" in answer) return;
      expect(answer.note ?? "").not.toContain("above a plan");
      if (answer.bound !== undefined && best !== undefined) {
        bounds++;
        expect(answer.bound).toBeLessThanOrEqual(best);
      }
      if (answer.value !== undefined) {
        values++;
        expect(best).toBeDefined();
        expect(answer.value).toBeGreaterThanOrEqual(best as number);
      }
      if (answer.termination === "infeasible") expect(best).toBeUndefined();
    }),
    { numRuns: drawn(40, 12) },
  );
  expect(bounds).toBeGreaterThan(5);
  expect(values).toBeGreaterThan(5);
});

test("rules that counts do not know are refused with a reason", () => {
  const base = {
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "r", count: 2, capacity: { cpu: 2 }, price: "1/h" }],
  };
  const refused = (task: object, more: object = {}) => {
    const instance = parseInstance({ ...base, ...more, tasks: [{ id: "t", ...task }] });
    return countsForm(instance, targetsOf(instance)[0]);
  };
  expect(refused({ replicas: 2 })).toMatch(/replicas/);
  expect(refused({}, { budget: 5 })).toMatch(/budget/);
  expect(refused({}, { objectives: ["balance"] })).toMatch(/no sum/);
  expect(typeof refused({ count: 3, demand: { cpu: 1 } })).toBe("object");
});

test.each([
  [{ mode: "placement", objectives: ["cost"] }, { capacity: { cpu: 2 }, fixed_price: 3 }, 6],
  [{ mode: "placement", objectives: ["cost"] }, { capacity: { cpu: 2 } }, 0],
  [{ mode: "batch", exclusive: true, objectives: ["makespan"] }, {}, 20],
  [{ mode: "batch", exclusive: true, objectives: ["cost"] }, { available: { until: "20ms" } }, 0],
])("two copies hold four halves: %j %j", async (head, resource, printed) => {
  const instance = parseInstance({
    ...head,
    resources: [{ id: "r", count: 2, ...resource }],
    tasks: [
      {
        id: "t",
        count: 4,
        ...(head.mode === "batch" ? { runtime: "10ms" } : { demand: { cpu: 1 } }),
      },
    ],
  });
  const [target] = targetsOf(instance);
  const options = { limit: 20, seed: 1, onProgress: () => undefined };
  const answer = await runPeer("highs-counts", instance, target, options);
  const value = printed * target.perUnit;
  expect(answer).toMatchObject({ value, bound: value, termination: "optimal" });
});
