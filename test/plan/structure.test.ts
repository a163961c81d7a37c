import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { buildPlan } from "../../src/plan/build.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";

const placement = parseInstance({
  mode: "placement",
  resources: [{ id: "r", count: 2, devices: { gpu: 2 } }],
  tasks: [{ id: "a", count: 2, demand: { gpu: 1 } }],
});
const batch = parseInstance({
  mode: "batch",
  exclusive: true,
  resources: [{ id: "r", count: 2 }],
  tasks: [{ id: "a", count: 2, runtime: "1s" }],
});
const placed = buildPlan(placement, [
  { task: 0, resource: 0, devices: [0] },
  { task: 1, resource: 0, devices: [1] },
]);
const run = buildPlan(batch, [
  { task: 0, resource: 0 },
  { task: 1, resource: 0, start: 1000 },
]);

const int = (...values: number[]) => Int32Array.from(values);
const starts = (...values: number[]) => Float64Array.from(values);

/** What to overwrite in the placement plan, and the first message. */
const IN_PLACEMENT: readonly (readonly [Partial<Record<keyof Plan, unknown>>, string])[] = [
  [{ task: int(0, 2) }, "piece 1 names task copy 2, there are 2"],
  [{ task: int(-1, 1) }, "piece 0 names task copy -1, there are 2"],
  [{ resource: int(0, 2) }, "piece 1 names resource copy 2, there are 2"],
  [{ resource: int(-2147483648, 0) }, "piece 0 names resource copy -2147483648, there are 2"],
  [{ task: int(1, 0) }, "piece 1 stands after piece 0; pieces are sorted by task, then resource"],
  [{ share: int(0, 1_000_000) }, "piece 0 has a share of 0 millionths; a share is 1 to 1000000"],
  [{ share: int(-1, 1_000_000) }, "piece 0 has a share of -1 millionths; a share is 1 to 1000000"],
  [
    { share: int(1_000_000, 1_000_001) },
    "piece 1 has a share of 1000001 millionths; a share is 1 to 1000000",
  ],
  [{ start: starts(0, 5) }, "piece 1 starts at 5; in placement mode all start at 0"],
  [{ start: starts(0, Number.NaN) }, "piece 1 starts at NaN; in placement mode all start at 0"],
  [{ start: starts(0) }, 'column "start" has 1 entries for 2 pieces'],
  [{ share: int() }, 'column "share" has 0 entries for 2 pieces'],
  [{ resource: int(0, 0, 0) }, 'column "resource" has 3 entries for 2 pieces'],
  [{ deviceStart: int(0, 1) }, 'column "deviceStart" has 2 entries for 2 pieces'],
  [{ deviceStart: int(1, 1, 2) }, 'column "deviceStart" begins at 1, not 0'],
  [{ deviceStart: int(0, 3, 2) }, 'column "deviceStart" falls at 2'],
  [{ deviceStart: int(0, -1, 2) }, 'column "deviceStart" falls at 1'],
  [{ deviceStart: int(0, 1, 1) }, 'column "deviceStart" ends at 1, "device" has 2 entries'],
  [{ device: int(0) }, 'column "deviceStart" ends at 2, "device" has 1 entries'],
  [{ task: [0, 1] }, 'column "task" is not a Int32Array'],
  [{ task: starts(0.5, 1) }, 'column "task" is not a Int32Array'],
  [{ device: undefined }, 'column "device" is not a Int32Array'],
];

const IN_BATCH: readonly (readonly [Float64Array, string])[] = [
  [starts(0, -1), "piece 1 starts at -1, which is no whole number of ms from 0 on"],
  [starts(0.5, 2000), "piece 0 starts at 0.5, which is no whole number of ms from 0 on"],
  [starts(Number.NaN, 1000), "piece 0 starts at NaN, which is no whole number of ms from 0 on"],
  [
    starts(0, Number.POSITIVE_INFINITY),
    "piece 1 starts at Infinity, which is no whole number of ms from 0 on",
  ],
  [
    starts(0, 2 ** 53),
    "piece 1 starts at 9007199254740992, which is no whole number of ms from 0 on",
  ],
];

test("the untouched plans are lawful", () => {
  expect(verify(placement, placed).ok).toBe(true);
  expect(verify(batch, run).ok).toBe(true);
});

test.each(IN_PLACEMENT)("%o: %s", (change, message) => {
  const result = verify(placement, { ...placed, ...change } as Plan);
  expect(result.ok ? [] : result.violations).toContainEqual({ rule: "structure", message });
});

test.each(IN_BATCH)("starts %o: %s", (start, message) => {
  const result = verify(batch, { ...run, start });
  // A piece without a lawful start breaks no rule about time.
  expect(result).toEqual({ ok: false, violations: [{ rule: "structure", message }] });
});

test("well-formed pieces are judged beside malformed ones", () => {
  const result = verify(placement, {
    ...placed,
    task: int(1, 7),
    start: starts(3, 0),
    device: int(0, 5),
  });
  expect(
    result.ok ? [] : result.violations.map(({ rule, message }) => `${rule}: ${message}`),
  ).toEqual([
    "structure: piece 0 starts at 3; in placement mode all start at 0",
    "structure: piece 1 names task copy 7, there are 2",
    "assignment: a#1: not placed",
  ]);
});

test("a piece without a lawful share is no piece", () => {
  const result = verify(placement, { ...placed, share: int(1_000_000, 0) });
  const told = result.ok ? [] : result.violations.map(({ rule, message }) => `${rule}: ${message}`);
  expect(told).toEqual([
    "structure: piece 1 has a share of 0 millionths; a share is 1 to 1000000",
    "assignment: a#2: not placed",
  ]);
});

test("an unlawful start does not hide the order of the others", () => {
  const three = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r" }],
    tasks: [{ id: "a", count: 3, runtime: "1s" }],
  });
  const plan = buildPlan(three, [
    { task: 0, resource: 0, start: 2000 },
    { task: 1, resource: 0, start: 0.5 },
    { task: 2, resource: 0, start: 0 },
  ]);
  const result = verify(three, plan);
  expect(result.ok ? [] : result.violations.map(({ rule }) => rule)).toEqual(["structure"]);
});

test("unsorted pieces are judged in order", () => {
  const result = verify(placement, { ...placed, task: int(1, 0), device: int(1, 1) });
  expect(result.ok ? [] : result.violations.map(({ rule }) => rule)).toEqual([
    "structure",
    "devices",
  ]);
});

test("a verified plan is a copy", () => {
  const plan = { ...run, task: run.task.slice() };
  const result = verify(batch, plan);
  plan.task[1] = 0;
  expect(result.ok && [...result.plan.plan.task]).toEqual([0, 1]);
  expect(Object.isFrozen(result.ok && result.plan.plan)).toBe(true);
});
