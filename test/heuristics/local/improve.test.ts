import { expect, test } from "vitest";
import { improvePlan } from "../../../src/heuristics/local/improve.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { bestByEnumeration, feasiblePlans } from "../../support/enumerate.ts";
import { FEATURES, randomDocument } from "../../support/random-document.ts";

const whole = FEATURES.filter((feature) => feature !== "divisible");

function improved(task: Parameters<typeof improvePlan>[0], seed: number, events: number): Plan[] {
  const plans: Plan[] = [];
  let count = 0;
  for (const { plan } of improvePlan(task, makeRandom(seed))) {
    if (plan !== undefined) plans.push(plan);
    if (++count >= events) break;
  }
  return plans;
}

test("from the worst plan it nearly always comes to the best of a small instance, and never past it", () => {
  let [cases, reached] = [0, 0];
  for (let seed = 0; seed < drawn(120, 30); seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance(
      randomDocument(random, {
        maxTasks: 5,
        maxResources: 3,
        features: random.shuffle([...whole]).slice(0, 12),
      }),
    );
    if (instance.tasks.some(({ divisible }) => divisible)) continue;
    const [target] = targetsOf(instance);
    const best = bestByEnumeration(instance, [target]);
    if (best === undefined) continue;
    let start = best.plan;
    let worst = best.values[0];
    for (const plan of feasiblePlans(instance)) {
      const value = evaluateTarget(instance, plan, target);
      if (value > worst) [start, worst] = [plan, value];
    }
    const plans = improved({ instance, target, limits: [], start }, seed, 60);
    let last = worst;
    for (const plan of plans) {
      expect(verify(instance, plan), `seed ${seed}`).toMatchObject({ ok: true });
      const value = evaluateTarget(instance, plan, target);
      expect(value, `seed ${seed}`).toBeLessThan(last);
      last = value;
    }
    expect(last).toBeGreaterThanOrEqual(best.values[0]);
    cases++;
    if (last === best.values[0]) reached++;
  }
  expect(cases).toBeGreaterThan(atLeast(40));
  expect(reached / cases).toBeGreaterThan(0.95);
});

test("keeps the limits of earlier levels, and equal seeds give equal plans", () => {
  for (let seed = 0; seed < drawn(60); seed++) {
    const instance = parseInstance(randomDocument(makeRandom(seed)));
    const targets = targetsOf(instance);
    const options = { parts: 2 };
    const [start] = feasiblePlans(instance, options);
    if (start === undefined) continue;
    const target = targets[targets.length - 1];
    const limits = targets.slice(0, -1).map((limit) => ({
      target: limit,
      atMost: evaluateTarget(instance, start, limit),
    }));
    const task = { instance, target, limits, start };
    const plans = improved(task, seed, 20);
    expect(improved(task, seed, 20)).toEqual(plans);
    for (const plan of plans) {
      expect(verify(instance, plan), `seed ${seed}`).toMatchObject({ ok: true });
      for (const limit of limits) {
        expect(evaluateTarget(instance, plan, limit.target)).toBeLessThanOrEqual(limit.atMost);
      }
    }
  }
});

test("nothing to move, nothing to tell", () => {
  const instance = parseInstance({ mode: "placement", resources: [{ id: "r" }], tasks: [] });
  const [start] = feasiblePlans(instance);
  expect(improved({ instance, target: targetsOf(instance)[0], limits: [], start }, 1, 5)).toEqual(
    [],
  );
});
