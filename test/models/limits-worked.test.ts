import { describe, expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { findSolver } from "../../src/solvers/registry.ts";

/** The best value of the first target, which the program's own bound meets. */
async function best(document: object): Promise<number> {
  const instance = parseInstance(document);
  const [target] = targetsOf(instance);
  const { program, decode, liftBound } = formulate(instance, target, []) as Encoding;
  const { point, dualBound } = await (await findSolver("highs")).solve(program, { gap: 0 }, {});
  const plan = decode(point!.x);
  const checked = verify(instance, plan);
  expect(checked.ok ? [] : checked.violations).toEqual([]);
  const value = evaluateTarget(instance, plan, target);
  expect(liftBound(dualBound!)).toBe(value);
  return value;
}

test.each([
  ["1.000000", -1000],
  ["1.000001", -2000],
])("a budget of $%s holds tasks of $0.5 and $0.500001 or one of them", async (budget, value) => {
  const tasks = ["0.5", "0.500001"].map((cost, t) => ({ id: `t${t}`, cost, optional: true }));
  const document = { mode: "placement", resources: [{ id: "a" }], tasks, budget };
  expect(await best({ ...document, objectives: ["throughput"] })).toBe(value);
});

interface Timed {
  readonly runtime: number;
  readonly release?: number;
  readonly deadline?: number;
}

/** What runs elsewhere costs $1 for each task. */
function timed(tasks: readonly Timed[]) {
  return {
    mode: "batch",
    exclusive: true,
    objectives: ["cost"],
    resources: [{ id: "here" }, { id: "elsewhere", count: 5 }],
    tasks: tasks.map(({ runtime, release = 0, deadline }, t) => ({
      id: `t${t}`,
      runtime: `${runtime}ms`,
      release: `${release}ms`,
      ...(deadline !== undefined && { deadline: `${deadline}ms` }),
      cost: { here: 0, elsewhere: 1 },
    })),
  };
}

describe("windows hold to the millisecond", () => {
  test.each([
    [399, 0],
    [400, 0],
    [401, 1],
  ])("600 ms and %d ms until 1 s", async (runtime, dollars) => {
    const tasks = [
      { runtime: 600, deadline: 1000 },
      { runtime, deadline: 1000 },
    ];
    expect(await best(timed(tasks))).toBe(dollars * 1_000_000);
  });

  test.each([
    [200, 0],
    [201, 1],
  ])("300 ms and %d ms until 500 ms, before what has time until 2 s", async (runtime, dollars) => {
    const tasks = [
      { runtime: 300, deadline: 500 },
      { runtime, deadline: 500 },
      { runtime: 1500 - runtime + 200, deadline: 2000 },
      { runtime: 9000 },
    ];
    expect(await best(timed(tasks))).toBe(dollars * 1_000_000);
  });

  test.each([
    [400, 0],
    [401, 1],
  ])("600 ms and, from 300 ms on, %d ms until 1 s", async (runtime, dollars) => {
    const tasks = [
      { runtime: 600, deadline: 1000 },
      { runtime, release: 300, deadline: 1000 },
    ];
    expect(await best(timed(tasks))).toBe(dollars * 1_000_000);
  });

  test.each([
    [350, 0],
    [351, 1],
  ])("350 ms and %d ms, both from 300 ms on, until 1 s", async (runtime, dollars) => {
    const tasks = [
      { runtime: 300, deadline: 1000 },
      { runtime: 350, release: 300, deadline: 1000 },
      { runtime, release: 300, deadline: 1000 },
    ];
    expect(await best(timed(tasks))).toBe(dollars * 1_000_000);
  });
});

test("a spread counts in full: 3 of 4 cpu against 1 of 4", async () => {
  const document = {
    mode: "placement",
    resources: [{ id: "a", count: 2, capacity: { cpu: 4 } }],
    tasks: [3, 1].map((cpu, t) => ({ id: `t${t}`, demand: { cpu } })),
    objectives: ["spread"],
  };
  expect(await best(document)).toBe(500_000);
});

describe("what is colocated", () => {
  const zones = ["a", "b"].map((id) => ({ id, labels: { zone: id }, capacity: { cpu: 4 } }));
  const worked = (lead: object, objectives: readonly string[], ...more: readonly object[]) => ({
    mode: "placement",
    objectives,
    resources: zones,
    tasks: [
      { id: "lead", demand: { cpu: 2 }, colocate: "g", ...lead },
      ...more.map((task, t) => ({ id: `t${t}`, demand: { cpu: 2 }, colocate: "g", ...task })),
    ],
  });

  test("goes where each of it may be", async () => {
    const document = worked({ cost: { a: 0, b: 7 } }, ["cost"], { forbidden: ["a"] });
    expect(await best(document)).toBe(7_000_000);
  });

  test("may leave out what is optional and has no room there", async () => {
    const optional = { optional: true };
    expect(await best(worked({}, ["throughput"], {}, optional))).toBe(-2000);
    expect(await best(worked({}, ["throughput"], optional, { ...optional, value: 3 }))).toBe(-4000);
  });

  test("has one home, also where all of it is optional", async () => {
    const optional = { optional: true };
    const document = worked(optional, ["throughput"], optional, { ...optional, value: 3 });
    expect(await best(document)).toBe(-4000);
  });
});
