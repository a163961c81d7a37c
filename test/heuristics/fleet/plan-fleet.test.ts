import { describe, expect, it } from "vitest";
import { priceBounds } from "../../../src/bounds/prices/prices.ts";
import { planFleet } from "../../../src/heuristics/fleet/plan-fleet.ts";
import { isFleet, type PriceCertificate } from "../../../src/heuristics/fleet/pools.ts";
import { generate } from "../../../src/instance/generate/registry.ts";
import { objectivesFromText } from "../../../src/instance/objective-text.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { Bound, Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { randomDocument } from "../../support/random-document.ts";
import { validObjectives } from "../../support/random-objectives.ts";

function plansOf(instance: Instance, target: Target): { bound?: Bound; plans: readonly Plan[] } {
  let bound: Bound | undefined;
  for (const one of priceBounds(instance, target, { passes: 200 })) {
    if (one.certificate?.kind !== "assignment-prices") bound = one;
  }
  if (bound === undefined) return { plans: [] };
  const certificate = bound.certificate as PriceCertificate;
  return {
    bound,
    plans: [...planFleet(instance, target, { value: bound.value, certificate })].filter(isPlan),
  };
}

function isPlan(plan: Plan | undefined): plan is Plan {
  return plan !== undefined;
}

describe("fleets of counts", () => {
  const instance = parseInstance(
    generate("fleet", { tasks: 20_000, resources: 1000, kinds: 8, seed: 3 }),
  );
  it.each([
    ["cost", 0.002],
    ["makespan", 0.004],
    ["balance", 0.004],
  ])("%s is close to its bound", (name, most) => {
    const [target] = targetsOf(instance, objectivesFromText(instance, name));
    const { bound, plans } = plansOf(instance, target);
    const values = plans.map((plan) => {
      expect(verify(instance, plan).ok).toBe(true);
      return evaluateTarget(instance, plan, target);
    });
    expect(values.length).toBeGreaterThan(0);
    const best = values[values.length - 1];
    expect(best).toBe(Math.min(...values));
    expect((best - (bound as Bound).value) / best).toBeLessThan(most);
  });
});

describe("small and nasty instances", () => {
  it("every plan keeps the rules", () => {
    let supported = 0;
    let planned = 0;
    for (let seed = 0; seed < drawn(160); seed++) {
      const random = makeRandom(seed);
      const mode = seed % 2 === 0 ? "batch" : "placement";
      const features = ["capacity", "runtime-tables", "window", "cost", "price", "counts"] as const;
      const document = randomDocument(random, { mode, maxTasks: 6, features });
      const objectives = validObjectives(document);
      const small = parseInstance({ ...document, objectives, combine: "lexicographic" });
      for (const target of targetsOf(small)) {
        if (isFleet(small, target) !== true) continue;
        const { bound, plans } = plansOf(small, target);
        if (bound === undefined) continue;
        supported++;
        if (plans.length > 0) planned++;
        let last = Infinity;
        for (const plan of plans) {
          const checked = verify(small, plan);
          expect(checked.ok ? [] : checked.violations, `seed ${seed} ${target.name}`).toEqual([]);
          const value = evaluateTarget(small, plan, target);
          expect(value).toBeGreaterThanOrEqual(bound.value);
          expect(value).toBeLessThanOrEqual(last);
          last = value;
        }
      }
    }
    expect(supported).toBeGreaterThan(atLeast(80));
    expect(planned / supported).toBeGreaterThan(0.5);
  });
});
