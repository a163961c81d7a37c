import { HEURISTICS } from "../../src/heuristics/registry.ts";
import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { Plan } from "../../src/plan/types.ts";
import type { Random } from "../../src/util/random.ts";

/** The first plan of the first list that finds one. */
export function firstPlan(instance: Instance, target: Target, random: Random): Plan | undefined {
  for (const heuristic of HEURISTICS) {
    if (heuristic.supports(instance, target) !== true) continue;
    const { value: plan } = heuristic.plans(instance, target, random).next();
    if (plan !== undefined) return plan;
  }
  return undefined;
}
