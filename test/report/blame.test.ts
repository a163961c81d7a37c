import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Certificate } from "../../src/plan/certificate/types.ts";
import { blameOf, blameText } from "../../src/report/blame.ts";

const HOUR = 3_600_000;
const instance = parseInstance({
  mode: "batch",
  objectives: ["makespan"],
  limits: [{ name: "licence", capacity: 1 }],
  resources: [
    { id: "a", capacity: { cpu: 4, gpu: 2 } },
    { id: "b", capacity: { cpu: 4 } },
  ],
  tasks: [
    { id: "t", demand: { gpu: 1 }, runtime: "1h" },
    { id: "u", demand: { cpu: 1 }, runtime: "1h", limits: { licence: 1 } },
  ],
});
const [target] = targetsOf(instance);
const gpu = instance.dimensions.findIndex(({ name }) => name === "gpu");

function told(certificate: Certificate): string | undefined {
  const blame = blameOf(instance, target, certificate);
  return blame && blameText(instance, "makespan", blame, 4 * HOUR);
}

test("what has a price is blamed: where, of what and when", () => {
  const measure = { of: gpu, price: [3, 0] };
  expect(told({ kind: "rent-prices", denominator: 1, measures: [measure] })).toBe(
    "The bound on makespan rests on gpu of a.",
  );
  const energy = { kind: "energy-prices", refuted: 1, from: HOUR, until: 3 * HOUR } as const;
  expect(told({ ...energy, measures: [measure] })).toBe(
    "The bound on makespan rests on gpu of a, 1h - 3h.",
  );
  expect(told({ ...energy, from: 0, until: 9 * HOUR, measures: [measure] })).toBe(
    "The bound on makespan rests on gpu of a.",
  );
});

test("a limit is blamed for the tasks that use it, on all resources", () => {
  const limit = { of: "limit licence", price: [2] } as const;
  const blame = blameOf(instance, target, { kind: "late-prices", at: HOUR, measures: [limit] });
  expect(blame).toEqual({
    resources: new Set([0, 1]),
    tasks: new Set([1]),
    what: new Set(["licence"]),
    until: HOUR,
  });
});

test("parts of a sum are blamed together, and time where levels are of runtimes", () => {
  const prices = (row: readonly number[]) => ({
    kind: "capacity-prices" as const,
    denominator: 1,
    price: [row, row.map(() => 0)],
  });
  const [cpu] = [instance.dimensions.findIndex(({ name }) => name === "cpu")];
  const only = (d: number) => instance.dimensions.map((_, i) => (i === d ? 1 : 0));
  const parts = [cpu, gpu].map((d) => ({ terms: [0], certificate: prices(only(d)) }));
  expect(told({ kind: "sum", parts })).toBe("The bound on makespan rests on cpu and gpu of a.");
  expect(told({ kind: "level-prices", refuted: 1, price: [[1], [2]] })).toBe(
    "The bound on makespan rests on time of all resources.",
  );
});

test("a search, prices of nothing and prices of other resources blame nothing", () => {
  expect(told({ kind: "critical-path" })).toBeUndefined();
  expect(told({ kind: "reachable-sums", refuted: 1 })).toBeUndefined();
  expect(told({ kind: "level-prices", refuted: 1, price: [[0], [0]] })).toBeUndefined();
  expect(told({ kind: "level-prices", refuted: 1, price: [[1]] })).toBeUndefined();
});
