import { describe, expect, it } from "vitest";
import { bestBound, provesInfeasible } from "../../src/bounds/registry.ts";
import { HEURISTICS } from "../../src/heuristics/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { plansEqual } from "../../src/plan/build.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomStages } from "../support/random-stages.ts";

const SEEDS = Array.from({ length: 60 }, (_, i) => i);

describe.each(HEURISTICS)("$name", (heuristic) => {
  it("yields verified plans, each better than the last and none below the bound", () => {
    let plans = 0;
    for (const seed of SEEDS) {
      const random = makeRandom(seed);
      const document =
        seed % 4 === 3 ? randomStages(random) : randomDocument(random, { maxTasks: 5 });
      const instance = parseInstance(document);
      for (const target of targetsOf(instance)) {
        if (heuristic.supports(instance, target) !== true) continue;
        const bound = bestBound(instance, target);
        let last = Infinity;
        for (const plan of heuristic.plans(instance, target, makeRandom(seed))) {
          plans++;
          const verification = verify(instance, plan);
          expect(verification.ok ? [] : verification.violations, `seed ${seed}`).toEqual([]);
          const value = evaluateTarget(instance, plan, target);
          expect(value, `seed ${seed}`).toBeLessThan(last);
          expect(value, `seed ${seed}, ${target.name}`).toBeGreaterThanOrEqual(
            bound?.value ?? -Infinity,
          );
          expect(provesInfeasible(instance), `seed ${seed}`).toBeUndefined();
          last = value;
        }
      }
    }
    expect(plans).toBeGreaterThan(0);
  });

  it("yields equal plans for equal seeds", () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const instance = parseInstance(randomDocument(makeRandom(seed)));
      const [target] = targetsOf(instance);
      if (heuristic.supports(instance, target!) !== true) continue;
      const first = [...heuristic.plans(instance, target!, makeRandom(7))];
      const second = [...heuristic.plans(instance, target!, makeRandom(7))];
      expect(second.length).toBe(first.length);
      for (const [i, plan] of first.entries()) expect(plansEqual(plan, second[i]!)).toBe(true);
    }
  });
});
