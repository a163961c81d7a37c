import { describe, expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { piecesOf } from "../../src/plan/build.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { bestByEnumeration, enumeratePlans, feasiblePlans } from "./enumerate.ts";

/** How many plans are enumerated, and how many of them are feasible. */
function count(document: object, parts?: number): [number, number] {
  const instance = parseInstance({ mode: "placement", ...document });
  const options = parts === undefined ? {} : { parts };
  return [
    [...enumeratePlans(instance, options)].length,
    [...feasiblePlans(instance, options)].length,
  ];
}

const three = [{ id: "r", count: 3 }];

describe("every plan is there once", () => {
  test.each([
    [
      "choices multiply: 3 x 3 x (3 + 1)",
      {
        tasks: [
          { id: "a", count: 2 },
          { id: "b", optional: true },
        ],
      },
      36,
      36,
    ],
    ["replicas are sets: 3 over 2", { tasks: [{ id: "a", replicas: 2 }] }, 3, 3],
    ["too many replicas", { tasks: [{ id: "a", replicas: 4 }] }, 0, 0],
    ["no task, one plan", { tasks: [] }, 1, 1],
    [
      "infeasible choices are there, too: 3 x 2 of 9 keep apart",
      { tasks: [{ id: "a", count: 2, separate: "s" }] },
      9,
      6,
    ],
  ])("%s", (_, { tasks }, all, feasible) => {
    expect(count({ resources: three, tasks })).toEqual([all, feasible]);
  });

  test("orders in batch mode: two on one resource 2 x 2, apart 2", () => {
    const resources = [{ id: "r", count: 2 }];
    const tasks = [{ id: "a", count: 2, runtime: "1s" }];
    expect(count({ mode: "batch", exclusive: true, resources, tasks })).toEqual([6, 6]);
  });

  test("shares in parts: halves of one on three resources 6, or nothing, or one half 3", () => {
    const tasks = [{ id: "a", divisible: true }];
    expect(count({ resources: three, tasks }, 2)).toEqual([6, 6]);
    expect(count({ resources: three, tasks: [{ ...tasks[0], optional: true }] }, 2)).toEqual([
      10, 10,
    ]);
    expect(() => count({ resources: three, tasks })).toThrow("divisible");
    expect(() => count({ resources: three, tasks }, 3)).toThrow("divide");
  });

  test("devices: one choice where there is one", () => {
    const resources = [{ id: "r", devices: { gpu: 2, tpu: 1 } }];
    const tasks = (...gpus: number[]) =>
      gpus.map((gpu, i) => ({ id: `t${i}`, demand: { gpu, tpu: 0.25 } }));
    expect(count({ resources, tasks: tasks(0.5, 1, 0.5) })).toEqual([1, 1]);
    expect(count({ resources, tasks: tasks(0.5, 1, 0.75) })).toEqual([0, 0]);
  });
});

// On r: 4 s and 5 dollars, on q: 6 s and 1 dollar, both copies together twice the time.
const instance = (objectives: readonly unknown[]) =>
  parseInstance({
    mode: "batch",
    exclusive: true,
    objectives,
    resources: [{ id: "r" }, { id: "q" }],
    tasks: [{ id: "a", count: 2, runtime: { r: "4s", q: "6s" }, cost: { r: 5, q: 1 } }],
  });

test.each([
  // One on each: 6 s and 6 dollars. Both on q: 2 dollars in 12 s. Both on r: 8 s, 10 dollars.
  [
    ["makespan", "cost"],
    [6000, 6_000_000],
  ],
  [
    ["cost", "makespan"],
    [2_000_000, 12_000],
  ],
  [
    [{ cost: "199%" }, "makespan"],
    [2_000_000, 12_000],
  ],
  [
    [{ cost: "200%" }, "makespan"],
    [2_000_000, 6000],
  ],
  [
    [{ makespan: "100%" }, { cost: "0%" }, "completion-time"],
    [6000, 2_000_000, 12_000],
  ],
])("the lexicographic best of %o is %o", (objectives, values) => {
  const parsed = instance(objectives);
  const targets = targetsOf(parsed);
  const best = bestByEnumeration(parsed, targets);
  expect(best?.values).toEqual(values);
  expect(best && verify(parsed, best.plan).ok).toBe(true);
  const last = targets.at(-1);
  expect(best && last && evaluateTarget(parsed, best.plan, last)).toBe(values.at(-1));
});

test("no feasible plan, no best", () => {
  const parsed = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", available: { until: "1s" } }],
    tasks: [{ id: "a", runtime: "2s" }],
  });
  expect(bestByEnumeration(parsed, targetsOf(parsed))).toBeUndefined();
});

test("replicas of one task copy start on their own", () => {
  const parsed = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r", available: { from: "1s" } }, { id: "q" }],
    tasks: [{ id: "a", runtime: "2s", replicas: 2 }],
  });
  const [plan] = enumeratePlans(parsed);
  expect([...piecesOf(plan)].map(({ start }) => start)).toEqual([1000, 0]);
});
