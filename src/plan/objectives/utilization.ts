import type { Instance } from "../../instance/types.ts";
import { InvariantError } from "../../util/errors.ts";
import { taskDemand } from "../piece.ts";
import { shareFloor } from "../shares.ts";
import type { Plan } from "../types.ts";

/**
 * Minus the demand of a dimension that is placed, in its unit: each piece counts floor(demand x share).
 * Throws InvariantError without a dimension.
 */
export function utilization(instance: Instance, plan: Plan, dimension: number | undefined): number {
  if (dimension === undefined) throw new InvariantError("Utilization needs a dimension.");
  let sum = 0;
  for (let k = 0; k < plan.task.length; k++) {
    sum += shareFloor(taskDemand(instance, plan, k, dimension), plan.share[k]);
  }
  return -sum;
}
