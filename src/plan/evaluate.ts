import { isCounted } from "../instance/priority.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { InstanceError } from "../util/errors.ts";
import { buildPlan, piecesOf } from "./build.ts";
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
  const { name, dimension, priority } = objective;
  const counted = priority === undefined ? plan : ofClass(instance, plan, objective);
  return exact(evaluate(instance, counted, dimension), name);
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

/** The pieces of the tasks that count for an objective. */
function ofClass(instance: Instance, plan: Plan, objective: Pick<ObjectiveSpec, "priority">): Plan {
  const pieces = [...piecesOf(plan)];
  const counted = pieces.filter(({ task }) =>
    isCounted(instance, objective, instance.taskOfCopy[task]),
  );
  return buildPlan(instance, counted);
}

/** Adding 0 turns -0 into 0. */
function exact(value: number, name: string): number {
  if (Number.isSafeInteger(value)) return value + 0;
  const message = `the plan comes to ${name} of about ${value}, and sums past 2^53 are not exact`;
  const hint = "Maybe let its pieces start earlier, or leave this objective out.";
  throw new InstanceError([{ path: "", message, hint }]);
}
