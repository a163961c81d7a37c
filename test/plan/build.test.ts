import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import {
  buildPlan,
  emptyPlan,
  type Piece,
  piecesOf,
  planFromAssignment,
  plansEqual,
} from "../../src/plan/build.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { InvariantError } from "../../src/util/errors.ts";

const TASKS = 5;
const RESOURCES = 3;
const instance = parseInstance({
  mode: "placement",
  resources: [{ id: "r", count: RESOURCES }],
  tasks: [{ id: "a", count: TASKS, optional: true }],
});
const onGpus = parseInstance({
  mode: "batch",
  exclusive: true,
  resources: [{ id: "r", devices: { gpu: 4, tpu: 2 } }],
  tasks: [{ id: "a", demand: { gpu: 3, tpu: 0.5 }, runtime: "1s" }],
});

const pieces = fc.array(
  fc.record({
    task: fc.nat(TASKS - 1),
    resource: fc.nat(RESOURCES - 1),
    share: fc.integer({ min: 1, max: 1_000_000 }),
    start: fc.nat(100),
    devices: fc.uniqueArray(fc.nat(12), { maxLength: 3 }),
  }),
);

test("pieces come back sorted, with their devices ascending, and in the order given where tied", () => {
  fc.assert(
    fc.property(pieces, (given) => {
      const sorted = given
        .map((piece) => ({ ...piece, devices: piece.devices.toSorted((a, b) => a - b) }))
        .sort((a, b) => a.task - b.task || a.resource - b.resource);
      const plan = buildPlan(instance, given);
      expect([...piecesOf(plan)]).toEqual(sorted);
      expect(plansEqual(buildPlan(instance, piecesOf(plan)), plan)).toBe(true);
    }),
  );
});

test("defaults: the whole task, at once, without devices in placement", () => {
  expect([...piecesOf(buildPlan(instance, [{ task: 1, resource: 2 }]))]).toEqual([
    { task: 1, resource: 2, share: 1_000_000, start: 0, devices: [] },
  ]);
});

test("a batch piece takes the first devices of each dimension unless it says otherwise", () => {
  const devicesOf = (piece: Piece) => [...buildPlan(onGpus, [piece]).device];
  expect(devicesOf({ task: 0, resource: 0 })).toEqual([0, 1, 2, 4]);
  expect(devicesOf({ task: 0, resource: 0, devices: [5, 3] })).toEqual([3, 5]);
  expect(devicesOf({ task: 0, resource: 0, devices: [] })).toEqual([]);
});

test.each<Piece>([
  { task: TASKS, resource: 0 },
  { task: -1, resource: 0 },
  { task: 0.5, resource: 0 },
  { task: Number.NaN, resource: 0 },
  { task: 0, resource: RESOURCES },
  { task: 0, resource: 1.5 },
  { task: 0, resource: 0, share: 0.5 },
  { task: 0, resource: 0, share: 2 ** 32 + 1 },
  { task: 0, resource: 0, devices: [0.5] },
  { task: 0, resource: 0, devices: [2 ** 31] },
])("what no column can hold is refused: %o", (piece) => {
  expect(() => buildPlan(instance, [piece])).toThrow(InvariantError);
});

test("in placement the choice of devices is left to others", () => {
  const placement = { ...onGpus, mode: "placement" as const };
  expect([...buildPlan(placement, [{ task: 0, resource: 0 }]).device]).toEqual([]);
});

test("a start and a share are kept as given, for the verifier to judge", () => {
  expect(buildPlan(instance, [{ task: 0, resource: 0, share: 0 }]).share[0]).toBe(0);
  expect(buildPlan(instance, [{ task: 0, resource: 0, start: 0.5 }]).start[0]).toBe(0.5);
});

test("an assignment gives the plan of its pieces", () => {
  const choice = fc.integer({ min: -1, max: RESOURCES - 1 });
  fc.assert(
    fc.property(fc.array(choice, { minLength: TASKS, maxLength: TASKS }), (places) => {
      const rows = places.flatMap((resource, task) => (resource < 0 ? [] : [{ task, resource }]));
      const plan = planFromAssignment(instance, Int32Array.from(places));
      expect(plan).toEqual(buildPlan(instance, rows));
      expect(verify(instance, plan).ok).toBe(true);
    }),
  );
});

test("an assignment that does not fit the instance is refused", () => {
  expect(() => planFromAssignment(instance, new Int32Array(TASKS - 1))).toThrow(InvariantError);
  expect(() => planFromAssignment(instance, Int32Array.of(0, 0, 0, 0, RESOURCES))).toThrow(
    InvariantError,
  );
  expect(() => planFromAssignment(instance, Int32Array.of(0, 0, 0, 0, -2))).toThrow(InvariantError);
});

test("plans are equal if every column is", () => {
  const plan = buildPlan(instance, [
    { task: 0, resource: 0, devices: [1] },
    { task: 1, resource: 0, start: 7 },
  ]);
  const changes: readonly Partial<Plan>[] = [
    { task: Int32Array.of(0, 2) },
    { resource: Int32Array.of(1, 0) },
    { share: Int32Array.of(1_000_000, 999_999) },
    { start: Float64Array.of(0, 8) },
    { device: Int32Array.of(2) },
    { deviceStart: Int32Array.of(0, 0, 1) },
    { device: Int32Array.of(1, 2) },
  ];
  expect(plansEqual(plan, { ...plan, task: plan.task.slice() })).toBe(true);
  for (const change of changes) expect(plansEqual(plan, { ...plan, ...change })).toBe(false);
  expect(plansEqual(emptyPlan(), buildPlan(instance, []))).toBe(true);
  expect(plansEqual(plan, emptyPlan())).toBe(false);
});
