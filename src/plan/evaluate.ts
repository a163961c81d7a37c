import type { Target } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { InstanceError } from "../util/errors.ts";
import type { Evaluate } from "./objectives/objective.ts";
import { EVALUATE } from "./objectives/registry.ts";
import type { Plan } from "./types.ts";

/**
 * The internal (minimised, integer) value of a plan under one objective; see docs/instance.md.
 * `plan` must have sound columns. Throws InstanceError if the value passes 2^53. O(pieces + copies).
 */
export function evaluateObjective(
  instance: Instance,
  plan: Plan,
  objective: Pick<ObjectiveSpec, "name" | "dimension" | "priority">,
): number {
  const evaluate: Evaluate = EVALUATE[objective.name];
  return exact(evaluate(instance, plan, objective.dimension, objective.priority), objective.name);
}

/**
 * The internal value of a plan under a target: the sum of factor x value over its terms.
 * Throws InstanceError if a product or the sum passes 2^53.
 */
export function evaluateTarget(instance: Instance, plan: Plan, target: Target): number {
  let sum = 0;
  for (const { objective, factor } of target.terms) {
    const value = evaluateObjective(instance, plan, objective);
    sum = exact(sum + exact(factor * value, target.name), target.name);
  }
  return sum;
}

/** Adding 0 turns -0 into 0. */
function exact(value: number, name: string): number {
  if (Number.isSafeInteger(value)) return value + 0;
  const message = `the plan comes to ${name} of about ${value}, and sums past 2^53 are not exact`;
  const hint = "Maybe let its pieces start earlier, or leave this objective out.";
  throw new InstanceError([{ path: "", message, hint }]);
}
