import { expect, test } from "vitest";
import { pairsWithin } from "../../../src/bounds/prices/fixing.ts";
import { priceBounds } from "../../../src/bounds/prices/prices.ts";
import { generate } from "../../../src/instance/generate/registry.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { usablePairs } from "../../../src/instance/usable.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { enumeratePlans } from "../../support/enumerate.ts";
import { type Feature, randomDocument } from "../../support/random-document.ts";
import { validObjectives } from "../../support/random-objectives.ts";

const FAMILIES: readonly (readonly Feature[])[] = [
  [],
  ["capacity", "memory", "cost", "fixed-price", "price", "power", "counts"],
  ["runtime-tables", "window", "speed", "cost", "price", "counts"],
  ["capacity", "optional", "weights", "cost", "demand-tables", "replicas", "across"],
  ["divisible", "capacity", "cost", "window", "runtime-tables", "optional"],
];

test("no plan within the value uses a pair that falls away", () => {
  let removed = 0;
  for (let seed = 0; seed < drawn(250); seed++) {
    const random = makeRandom(seed);
    const features = FAMILIES[seed % FAMILIES.length];
    const document = randomDocument(random, {
      maxTasks: 4,
      maxResources: 3,
      ...(features.length > 0 && { features }),
    });
    const instance = parseInstance({ ...document, objectives: validObjectives(document) });
    const usable = usablePairs(instance);
    const divisible = instance.tasks.some((task) => task.divisible);
    const plans: Plan[] = [];
    let tried = 0;
    for (const plan of enumeratePlans(instance, divisible ? { parts: 4 } : {})) {
      if (++tried > 300) break;
      if (verify(instance, plan).ok) plans.push(plan);
    }
    if (plans.length === 0) continue;
    for (const target of targetsOf(instance)) {
      const values = plans.map((plan) => evaluateTarget(instance, plan, target));
      const best = Math.min(...values);
      for (const bound of priceBounds(instance, target, { passes: 40 })) {
        if (bound.certificate === undefined) continue;
        for (const atMost of [best, best + 1, Math.ceil(best + Math.abs(best) / 3)]) {
          const kept = pairsWithin(instance, target, bound.certificate, atMost);
          if (kept === undefined) continue;
          for (let pair = 0; pair < kept.length; pair++) if (usable[pair] > kept[pair]) removed++;
          const isKept = (plan: (typeof plans)[number]) =>
            plan.task.every((task, k) => {
              const t = instance.taskOfCopy[task];
              const r = instance.resourceOfCopy[plan.resource[k]];
              return kept[t * instance.resources.length + r] === 1;
            });
          const within = plans.filter((_, p) => values[p] <= atMost);
          expect(within.every(isKept), `seed ${seed}, ${target.name}`).toBe(true);
        }
      }
    }
  }
  expect(removed).toBeGreaterThan(atLeast(100));
});

test("near the optimum most pairs of an assignment problem fall away", () => {
  const instance = parseInstance(generate("gap-c", { tasks: 60, resources: 6, seed: 1 }));
  const [target] = targetsOf(instance);
  const bound = [...priceBounds(instance, target)].find(
    ({ certificate }) => certificate?.kind === "capacity-prices",
  );
  if (bound?.certificate === undefined) throw new Error("no certificate");
  const near = pairsWithin(instance, target, bound.certificate, Math.round(bound.value * 1.005));
  const far = pairsWithin(instance, target, bound.certificate, Math.round(bound.value * 1.05));
  const count = (kept: Uint8Array | undefined) => kept?.reduce((sum, one) => sum + one, 0) ?? 360;
  expect(count(near)).toBeLessThan(count(far));
  expect(count(near)).toBeLessThan(180);
});
