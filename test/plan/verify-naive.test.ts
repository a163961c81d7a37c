import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { feasiblePlans } from "../support/enumerate.ts";
import { randomDocument } from "../support/random-document.ts";
import { isFeasible } from "./naive.ts";
import { mutate, randomPlan } from "./random-plan.ts";

const INSTANCES = drawn(2000);

test("the verifier agrees with a naive check on random plans and their mutations", () => {
  const random = makeRandom(1);
  const agreed = { feasible: 0, infeasible: 0 };
  for (let i = 0; i < INSTANCES; i++) {
    const document = randomDocument(random);
    const instance = parseInstance(document);
    const plans: Plan[] = [];
    for (let j = 0; j < 3; j++) {
      const plan = randomPlan(instance, random);
      plans.push(plan, mutate(instance, plan, random), mutate(instance, plan, random));
    }
    for (const plan of plans) {
      const result = verify(instance, plan);
      const feasible = isFeasible(instance, plan);
      if (result.ok !== feasible) {
        expect.fail(`${feasible}: ${JSON.stringify({ document, plan, result }, undefined, 1)}`);
      }
      agreed[feasible ? "feasible" : "infeasible"]++;
    }
  }
  // Both answers must be common, or agreement means little.
  expect(agreed.feasible).toBeGreaterThan(INSTANCES);
  expect(agreed.infeasible).toBeGreaterThan(INSTANCES);
});

test("mutations of feasible plans are judged alike", () => {
  const random = makeRandom(2);
  let mutants = 0;
  let survivors = 0;
  for (let i = 0; i < drawn(600); i++) {
    const instance = parseInstance(randomDocument(random, { maxTasks: 3 }));
    if (instance.tasks.some(({ divisible }) => divisible)) continue;
    const [plan] = feasiblePlans(instance);
    if (plan === undefined) continue;
    expect(isFeasible(instance, plan)).toBe(true);
    for (let j = 0; j < 10; j++) {
      const mutant = mutate(instance, plan, random);
      const { ok } = verify(instance, mutant);
      expect(ok).toBe(isFeasible(instance, mutant));
      mutants++;
      if (ok) survivors++;
    }
  }
  expect(mutants).toBeGreaterThan(atLeast(1000));
  expect(survivors).toBeGreaterThan(mutants / 100);
  expect(survivors).toBeLessThan(mutants);
});
