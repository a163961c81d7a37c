import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { allowance } from "../../src/planner/earlier.ts";
import { Incumbent } from "../../src/planner/incumbent.ts";
import { plan } from "../../src/planner/plan.ts";

const BOXES = parseInstance({
  mode: "placement",
  objectives: ["balance", "cost"],
  budget: 3,
  resources: [{ id: "a", count: 2, capacity: { cpu: 2 } }],
  tasks: [{ id: "t", demand: { cpu: 1 }, cost: 1 }],
});
const [balance, , cost] = targetsOf(BOXES);

test("the first of two plans of one value stays, and only it is told", () => {
  const told: (number | undefined)[] = [];
  const incumbent = new Incumbent(BOXES, cost, [], {
    improved: (_, { value }) => told.push(value),
  });
  const on = (resource: number) => buildPlan(BOXES, [{ task: 0, resource }]);
  expect(incumbent.offer(on(1), "one")).toBe(true);
  expect(incumbent.offer(on(0), "another")).toBe(false);
  expect([...incumbent.plan!.plan.resource]).toEqual([1]);
  expect(told).toEqual([1_000_000]);
});

test("a bound above the budget proves that there is no plan, but not one within limits", () => {
  const limits = [{ target: balance, atMost: 500_000 }];
  const proof = (value: number) => ({ value, source: "a proof", proof: "ours" }) as const;
  for (const [value, own, noPlan] of [
    [3_000_000, [], false],
    [3_000_001, [], true],
    [3_000_001, limits, false],
  ] as const) {
    const incumbent = new Incumbent(BOXES, cost, own);
    incumbent.raise(proof(value));
    expect(incumbent.bound?.value).toBe(value);
    expect(incumbent.noPlan !== undefined, `${value}`).toBe(noPlan);
  }
});

test("an allowance is a share of the size of a value, rounded down", () => {
  const [most] = targetsOf(
    parseInstance({
      mode: "placement",
      objectives: [{ objective: "throughput", tolerance: "10%" }],
      resources: [{ id: "a" }],
      tasks: [{ id: "t" }],
    }),
  );
  expect([1000, 1009, 9, 0, -9, -1009, -1010].map((value) => allowance(most, value))).toEqual([
    100, 100, 0, 0, 0, 100, 101,
  ]);
});

test.each([
  ["11", 5000],
  ["11.000001", 9000],
])("of $10 with a tolerance of 10 %, $%s is used or not", async (dear, milliseconds) => {
  const instance = parseInstance({
    mode: "placement",
    objectives: [{ objective: "cost", tolerance: "10%" }, "completion-time"],
    resources: [{ id: "a" }, { id: "b" }, { id: "c" }],
    tasks: [{ id: "t", cost: ["10", dear, "12"], runtime: ["9s", "5s", "1s"] }],
  });
  const { levels } = await plan(instance);
  expect(levels[0].best).toBe(10_000_000);
  expect(levels[1].value).toBe(milliseconds);
});
