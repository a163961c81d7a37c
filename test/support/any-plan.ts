import { HEURISTICS } from "../../src/heuristics/registry.ts";
import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { Plan } from "../../src/plan/types.ts";
import { makeRandom } from "../../src/util/random.ts";

/** The first plan of the first greedy method that has one; undefined if none has. */
export function anyPlan(instance: Instance, target: Target, seed: number): Plan | undefined {
  for (const heuristic of HEURISTICS) {
    if (heuristic.supports(instance, target) !== true) continue;
    const { value } = heuristic.plans(instance, target, makeRandom(seed)).next();
    if (value !== undefined) return value;
  }
  return undefined;
}
