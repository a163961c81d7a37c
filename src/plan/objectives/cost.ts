import type { Instance } from "../../instance/types.ts";
import { pieceCost } from "../piece.ts";
import type { Plan } from "../types.ts";

/**
 * Micro-dollars: costs of the pieces plus what each used resource copy pays once (in placement mode its
 * rent is part of `fixedPrice`).
 */
export function totalCost(instance: Instance, plan: Plan): number {
  const used = new Uint8Array(instance.resourceOfCopy.length);
  let sum = 0;
  for (let k = 0; k < plan.task.length; k++) {
    const resource = plan.resource[k];
    sum += pieceCost(instance, plan, k);
    if (used[resource] === 1) continue;
    used[resource] = 1;
    sum += instance.resources[instance.resourceOfCopy[resource]].fixedPrice;
  }
  return sum;
}
