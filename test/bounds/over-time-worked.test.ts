import { expect, test } from "vitest";
import { bestBound } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";

const bounded = (document: object) => {
  const instance = parseInstance({ mode: "batch", ...document });
  expect(instance.mode).toBe("schedule");
  const [target] = targetsOf(instance);
  return (bestBound(instance, target)?.value ?? Number.NaN) / target.perUnit;
};
const host = (more: object = {}) => ({
  ...{ id: "host", capacity: { cpu: 4 }, available: { until: "10h" } },
  ...more,
});
const many = (count: number, more: object = {}) => [
  { id: "a", count, demand: { cpu: 2 }, runtime: "4h", optional: true, ...more },
];

test("what fits into demand x time bounds what is placed", () => {
  // 8 cpu hours each, of 40.
  const objectives = ["throughput"];
  expect(bounded({ objectives, resources: [host()], tasks: many(3) })).toBe(-3);
  expect(bounded({ objectives, resources: [host()], tasks: many(9) })).toBe(-5);
  const shut = host({ maintenance: [{ from: "1h", until: "5h" }] });
  expect(bounded({ objectives, resources: [shut], tasks: many(9) })).toBe(-3);
  const open = host({ available: { from: "1h" } });
  expect(bounded({ objectives, resources: [open], tasks: many(9) })).toBe(-9);
  // The last deadline closes what nothing else does: 20 cpu hours hold 2 whole ones.
  expect(bounded({ objectives, resources: [open], tasks: many(9, { deadline: "6h" }) })).toBe(-2);
  // Gangs of two ask for twice as much.
  const gangs = many(9, { workers: 2 });
  expect(bounded({ objectives, resources: [host({ count: 2 })], tasks: gangs })).toBe(-5);
});

test("utilization counts every worker, and no more than fits", () => {
  const objectives = ["utilization:cpu"];
  // 2 x 2 cpu of 8 for each of 3.
  const gangs = many(3, { workers: 2 });
  expect(bounded({ objectives, resources: [host({ count: 2 })], tasks: gangs })).toBe(-12 / 8);
  expect(bounded({ objectives, resources: [host()], tasks: many(9) })).toBe(-10 / 4);
});

test("completion time is no less than the shortest runtimes", () => {
  const objectives = ["completion-time"];
  const tasks = [
    { id: "a", count: 3, demand: { cpu: 1 }, runtime: { host: "3h", quick: "1h" }, release: "2h" },
    { id: "b", demand: { cpu: 1 }, runtime: "2h", workers: 2 },
  ];
  const resources = [host(), host({ id: "quick" })];
  expect(bounded({ objectives, resources, tasks })).toBe(5 * 3_600_000);
});
