import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";
import type { PlanOptions } from "../../src/planner/types.ts";
import { verdict } from "../../src/report/sentence.ts";

const verdictOf = async (hours: readonly number[], options: PlanOptions) => {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "r", count: 2, devices: { gpu: 1 } }],
    tasks: hours.map((time, i) => ({ id: `t${i}`, demand: { gpu: 1 }, runtime: `${time}h` })),
  });
  return verdict(await plan(instance, options));
};

// The longest first: 3 2 2 beside 3 2 where 3 3 beside 2 2 2 takes 6 hours, which is the average load: 1 of 7 hours is open.
test("a method that ends by itself says what gap stays", async () => {
  const told = await verdictOf([3, 3, 2, 2, 2], { method: "greedy" });
  expect(told).toContain("Makespan is 7h");
  expect(told).toMatch(
    / The method greedy has nothing left to try for makespan: a gap of 14\.29 % stays\.$/,
  );
});

test("nothing stays where the method proves its plan, and a limit is no end", async () => {
  expect(await verdictOf([3, 2, 2, 1], { method: "greedy" })).not.toContain("left to try");
  expect(await verdictOf([3, 3, 2, 2, 2], {})).not.toContain("left to try");
  expect(await verdictOf([3, 3, 2, 2, 2], { method: "greedy", workLimit: 0 })).not.toContain(
    "left to try",
  );
});
