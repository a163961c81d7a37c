import { describe, expect, it } from "vitest";
import { isFor } from "../../src/bounds/method.ts";
import { BOUND_METHODS, bestBound, provesInfeasible } from "../../src/bounds/registry.ts";
import { HEURISTICS } from "../../src/heuristics/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { enumeratePlans } from "../support/enumerate.ts";
import { type Feature, randomDocument } from "../support/random-document.ts";
import { validObjectives } from "../support/random-objectives.ts";

/** Each family leans on other bounds; together they touch every rule. */
const FAMILIES: readonly (readonly Feature[])[] = [
  [],
  ["capacity", "memory", "devices", "cost", "fixed-price", "price", "power"],
  ["runtime-tables", "release", "deadline", "window", "speed"],
  ["capacity", "optional", "weights", "counts", "cost", "demand-tables"],
  ["replicas", "across", "separate", "fixed-price", "runtime-tables", "cost"],
  ["colocate", "capacity", "memory", "counts", "fixed-price", "deadline"],
  ["budget", "cost", "fixed-price", "price", "capacity"],
  ["divisible", "capacity", "cost", "window", "runtime-tables", "budget", "optional"],
];

const EACH = drawn(20);

/** Plans tried for each instance. */
const MOST = 1500;

interface Case {
  readonly label: string;
  readonly instance: Instance;
  readonly targets: readonly Target[];
  /** By target the least value over all plans; empty if there is no plan. */
  readonly best: readonly number[];
  /** True if every plan was looked at. */
  readonly exact: boolean;
}

/** Small instances with the truth about them. */
function cases(mode: "placement" | "batch"): Case[] {
  const found: Case[] = [];
  for (const [f, features] of FAMILIES.entries()) {
    for (let seed = 0; seed < EACH; seed++) {
      const random = makeRandom(1000 * f + seed);
      const options = { mode, maxTasks: 4, maxResources: 3, ...(f > 0 && { features }) };
      const document = randomDocument(random, options);
      const objectives = validObjectives(document);
      const instance = parseInstance({ ...document, objectives, combine: "lexicographic" });
      const pair = objectives.slice(0, 2).map((objective, i) => ({ objective, weight: 2 - i }));
      const sum = parseInstance({ ...document, objectives: pair, combine: "weighted" });
      const targets = [...targetsOf(instance), ...targetsOf(sum)];
      const divisible = instance.tasks.some((task) => task.divisible);
      const best = targets.map(() => Infinity);
      let tried = 0;
      for (const plan of enumeratePlans(instance, divisible ? { parts: 4 } : {})) {
        if (++tried > MOST) break;
        if (!verify(instance, plan).ok) continue;
        targets.forEach((target, i) => {
          best[i] = Math.min(best[i], evaluateTarget(instance, plan, target));
        });
      }
      const label = `${mode}, family ${f}, seed ${seed}`;
      const exact = tried <= MOST && !divisible;
      found.push({ label, instance, targets, best: best.filter(Number.isFinite), exact });
    }
  }
  return found;
}

describe.each(["placement", "batch"] as const)("%s", (mode) => {
  const all = cases(mode);
  const feasible = all.filter(({ best }) => best.length > 0);

  it("has instances with and without plans", () => {
    expect(feasible.length).toBeGreaterThan(atLeast(80));
    expect(all.length - feasible.length).toBeGreaterThan(atLeast(30));
  });

  it("no bound passes the value of any plan", () => {
    for (const { label, instance, targets, best } of feasible) {
      for (const [i, target] of targets.entries()) {
        for (const method of BOUND_METHODS) {
          if (!isFor(method, instance, target)) continue;
          const bound = method.bound(instance, target);
          if (bound === undefined) continue;
          expect(bound.value, `${label}: ${method.name} on ${target.name}`).toBeLessThanOrEqual(
            best[i],
          );
        }
        const overall = bestBound(instance, target);
        expect(overall?.value, `${label}: ${target.name}`).toBeLessThanOrEqual(best[i]);
      }
    }
  });

  it("proves infeasibility only where there is no plan", () => {
    for (const { label, instance } of feasible) {
      expect(provesInfeasible(instance), label).toBeUndefined();
    }
  });

  it("bounds are often tight and proofs often found", () => {
    const pairs = feasible.flatMap(({ instance, targets, best }) =>
      targets.map((target, i) => bestBound(instance, target)?.value === best[i]),
    );
    const tight = pairs.filter(Boolean).length / pairs.length;
    const infeasible = all.filter(({ best, exact }) => best.length === 0 && exact);
    const proven = infeasible.filter(({ instance }) => provesInfeasible(instance) !== undefined);
    expect(tight).toBeGreaterThan(0.86);
    expect(proven.length / infeasible.length).toBeGreaterThan(0.9);
  });

  it("greedy finds a plan for nearly every instance that has one, and often the best", () => {
    let planned = 0;
    let asked = 0;
    let optimal = 0;
    for (const { instance, targets, best } of feasible) {
      targets.slice(0, 2).forEach((target, i) => {
        asked++;
        let value = Infinity;
        for (const heuristic of HEURISTICS) {
          if (heuristic.supports(instance, target) !== true) continue;
          let own = Infinity;
          for (const plan of heuristic.plans(instance, target, makeRandom(1))) {
            own = evaluateTarget(instance, plan, target);
          }
          value = Math.min(value, own);
        }
        if (value < Infinity) planned++;
        if (value <= best[i]) optimal++;
      });
    }
    expect(planned / asked).toBeGreaterThan(0.99);
    expect(optimal / asked).toBeGreaterThan(0.97);
  });
});
