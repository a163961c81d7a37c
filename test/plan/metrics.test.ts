import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { buildPlan, emptyPlan } from "../../src/plan/build.ts";
import { planMetrics } from "../../src/plan/metrics.ts";

test("placement: joint loads, rounded up once", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [
      { id: "r", count: 3, capacity: { cpu: 3 }, devices: { gpu: 2 }, fixed_price: 2 },
      { id: "q" },
    ],
    tasks: [
      { id: "a", runtime: "2s", demand: { cpu: 1, gpu: 0.5 }, cost: 1 },
      {
        id: "b",
        runtime: "1s",
        demand: { cpu: "0.001" },
        count: 2,
        divisible: true,
        optional: true,
      },
      { id: "c", runtime: "1s", optional: true },
    ],
  });
  const plan = buildPlan(instance, [
    { task: 0, resource: 1, devices: [0] },
    { task: 1, resource: 1, share: 250_000 },
    { task: 2, resource: 1, share: 500_000 },
  ]);
  expect(planMetrics(instance, plan)).toEqual({
    resources: [
      {
        resource: 1,
        pieces: 3,
        // 1000 + 0.25 + 0.5 thousandths of 3000.
        load: [1001, 500],
        utilization: [333_584, 250_000],
        busy: 2000 + 250 + 500,
      },
    ],
    late: [],
    unassigned: [3],
    placedTasks: 3,
    totalCost: 3_000_000,
  });
  const onBare = planMetrics(instance, buildPlan(instance, [{ task: 3, resource: 3 }]));
  expect(onBare.resources[0].utilization).toEqual([undefined, undefined]);
});

test("batch: largest single demand, last end, lateness against due dates", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", capacity: { cpu: 4 } }, { id: "q" }],
    tasks: [
      { id: "a", runtime: "2s", demand: { cpu: 1 }, due: "2s" },
      { id: "b", runtime: "1s", demand: { cpu: 3 }, due: "2s" },
      { id: "c", runtime: "9s", replicas: 2, due: "8500ms", optional: true },
      { id: "d", runtime: "1s", due: "0s", optional: true },
    ],
  });
  const plan = buildPlan(instance, [
    { task: 0, resource: 0 },
    { task: 1, resource: 0, start: 2000 },
    { task: 2, resource: 0, start: 3000 },
    { task: 2, resource: 1 },
  ]);
  expect(planMetrics(instance, plan)).toEqual({
    resources: [
      { resource: 0, pieces: 3, load: [3000], utilization: [750_000], busy: 12_000, end: 12_000 },
      { resource: 1, pieces: 1, load: [0], utilization: [undefined], busy: 9000, end: 9000 },
    ],
    late: [
      { task: 1, end: 3000, due: 2000, lateness: 1000 },
      { task: 2, end: 12_000, due: 8500, lateness: 3500 },
    ],
    unassigned: [3],
    placedTasks: 3,
    totalCost: 0,
  });
});

test("batch: the largest of demands that differ by less than a unit", () => {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", capacity: { cpu: "0.002" } }, { id: "q" }],
    tasks: [
      {
        id: "a",
        count: 3,
        runtime: "1s",
        divisible: true,
        optional: true,
        demand: { cpu: "0.001" },
      },
    ],
  });
  const plan = buildPlan(instance, [
    { task: 0, resource: 0, share: 250_000 },
    { task: 1, resource: 0, share: 500_000, start: 1000 },
    { task: 2, resource: 0, share: 100_000, start: 2000 },
  ]);
  expect(planMetrics(instance, plan).resources).toMatchObject([
    { load: [1], utilization: [250_000] },
  ]);
});

test("nothing placed", () => {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "r" }],
    tasks: [{ id: "a", count: 2, optional: true }],
  });
  expect(planMetrics(instance, emptyPlan())).toEqual({
    resources: [],
    late: [],
    unassigned: [0, 1],
    placedTasks: 0,
    totalCost: 0,
  });
});
