import type { Instance } from "../instance/types.ts";
import { pieceRuntime } from "./piece.ts";
import type { Plan } from "./types.ts";

/** Sum of the runtimes of the pieces on each resource copy, in ms. */
export function busyTimes(instance: Instance, plan: Plan): Float64Array {
  const busy = new Float64Array(instance.resourceOfCopy.length);
  for (let k = 0; k < plan.task.length; k++) {
    busy[plan.resource[k]] += pieceRuntime(instance, plan, k);
  }
  return busy;
}
