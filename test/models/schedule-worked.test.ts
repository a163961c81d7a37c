import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { gridOf } from "../../models/schedule/grid.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { usablePairs } from "../../src/instance/usable.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { findSolver } from "../../src/solvers/registry.ts";

const host = { id: "h", devices: { gpu: 2 }, capacity: { cpu: 4 } };

function instanceOf(fields: object) {
  return parseInstance({ mode: "batch", objectives: ["makespan"], resources: [host], ...fields });
}

function formulated(fields: object) {
  const instance = instanceOf(fields);
  return formulate(instance, targetsOf(instance)[0], []);
}

async function solved(fields: object) {
  const instance = instanceOf(fields);
  const [target] = targetsOf(instance);
  const encoding = formulate(instance, target, []) as Encoding;
  const result = await (await findSolver("highs")).solve(encoding.program, { gap: 0 }, {});
  const plan = encoding.decode(result.point!.x);
  expect(verify(instance, plan).ok).toBe(true);
  return { plan, value: evaluateTarget(instance, plan, target), encoding };
}

test("the grid: divisors of what holds starts back, the horizon all work after the last date that counts", () => {
  const grid = (fields: object, atMost = Infinity) => {
    const instance = instanceOf(fields);
    return gridOf(instance, usablePairs(instance), [], atMost);
  };
  const a = { id: "a", demand: { cpu: 1 }, runtime: "20m", count: 2 };
  const b = { id: "b", demand: { cpu: 1 }, runtime: "30m", after: { task: "a", lag: "40m" } };
  // 20, 30 and 40 minutes are multiples of 10. Work 2 x 20 + 30; both copies of a are waited for: lags 2 x 40.
  expect(grid({ tasks: [a, b] })).toEqual({ tick: 600_000, horizon: 15 });
  // Due dates and deadlines hold no start back.
  expect(grid({ tasks: [{ ...a, due: "7m", deadline: "101m" }] })).toEqual({
    tick: 1_200_000,
    horizon: 2,
  });
  expect(grid({ tasks: [{ ...a, release: "1h" }] })).toEqual({ tick: 1_200_000, horizon: 5 });
  const closed = (from: string, until: string) =>
    grid({ resources: [{ ...host, maintenance: [{ from, until }] }], tasks: [a] });
  expect(closed("39m", "1h")).toEqual({ tick: 1_200_000, horizon: 5 });
  // All work fits before one that begins after 40 minutes.
  expect(closed("40m", "1h")).toEqual({ tick: 1_200_000, horizon: 2 });
  expect(grid({ tasks: [a] }, 2_399_999)).toEqual({ tick: 1_200_000, horizon: 1 });
});

test("shares that leave no whole device free end later than their sums tell", async () => {
  // Shares of 0.6 and 0.5 take a device each, so the whole device waits: 1 + 1 h, though 0.6 + 0.5 + 0.9 = 2 devices.
  const task = (id: string, gpu: number) => ({ id, demand: { gpu }, runtime: "1h" });
  const { value } = await solved({ tasks: [task("a", 0.6), task("b", 0.5), task("c", 0.9)] });
  expect(value).toBe(7_200_000);
  const small = await solved({ tasks: [task("a", 0.6), task("b", 0.4), task("c", 1)] });
  expect(small.value).toBe(3_600_000);
});

test("equal copies are counted where nothing tells them apart", () => {
  const tasks = [{ id: "t", count: 500, demand: { gpu: 2 }, runtime: "1h" }];
  const columns = (fields: object) =>
    (formulated({ tasks, ...fields }) as Encoding).program.columns;
  // One unit on one place: 500 slots, z for each of them, C.
  expect(columns({ resources: [{ ...host, count: 100 }] })).toBe(1001);
  // Fixed prices are paid by copy: 100 places of 500 slots and a column used for each.
  const priced = { resources: [{ ...host, count: 100, fixed_price: 3 }], objectives: ["cost"] };
  expect(columns(priced)).toBe(50_100);
});

const HOUR = { demand: { cpu: 1 }, runtime: "1h" };

test.each([
  [
    "too many columns, told with their number",
    {
      tasks: [
        { id: "a", ...HOUR, runtime: "3001ms" },
        { id: "b", ...HOUR, runtime: "200s" },
      ],
    },
    /would have 406,004 columns in steps of 1 ms, more than the 200,000/,
  ],
  [
    "slots alone are too many, with few starts in them",
    { tasks: [{ id: "a", ...HOUR, runtime: "1ms", release: "300s", deadline: "300s1ms" }] },
    /would have 300,\d{3} columns/,
  ],
  [
    "energy where tasks overlap",
    {
      objectives: ["energy"],
      resources: [{ ...host, power: "1W" }],
      tasks: [
        { id: "a", ...HOUR, runtime: "2ms" },
        { id: "b", demand: { cpu: 2 }, runtime: "1h" },
      ],
    },
    /columns in steps of 2 ms/,
  ],
  [
    "occupied time in coarse steps",
    {
      objectives: ["cost"],
      resources: [{ ...host, price: "1/h", billing: { by: "occupied", every: "2h" } }],
      tasks: [
        { id: "a", ...HOUR },
        { id: "b", demand: { cpu: 2 }, runtime: "1h" },
      ],
    },
    /Occupied time of resources on which tasks overlap, or that is rounded up, has no integer program/,
  ],
  [
    "a short task that undercuts a setup",
    {
      exclusive: true,
      resources: [{ id: "h" }],
      setup: [{ from: "f", to: "g", time: "3h" }],
      tasks: [
        { id: "a", runtime: "1h", family: "f" },
        { id: "b", runtime: "1h", family: "g" },
        { id: "c", runtime: "1h" },
      ],
    },
    /Setup times that a short task in between would undercut/,
  ],
])("what has no program is told in words: %s", (_what, fields, message) => {
  expect(formulated(fields)).toEqual({ unsupported: expect.stringMatching(message) });
});
