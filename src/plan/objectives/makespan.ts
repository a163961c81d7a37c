import type { Instance } from "../../instance/types.ts";
import { busyTimes } from "../busy.ts";
import { pieceEnd } from "../piece.ts";
import type { Plan } from "../types.ts";

/** Placement: the largest sum of runtimes on a resource copy. Batch: the last end. In ms. */
export function makespan(instance: Instance, plan: Plan): number {
  let largest = 0;
  if (instance.mode === "placement") {
    const busy = busyTimes(instance, plan);
    for (const copy of plan.resource) largest = Math.max(largest, busy[copy]);
    return largest;
  }
  for (let k = 0; k < plan.task.length; k++) {
    largest = Math.max(largest, pieceEnd(instance, plan, k));
  }
  return largest;
}
