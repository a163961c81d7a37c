import type { Instance } from "../../instance/types.ts";
import { pieceEnd } from "../piece.ts";
import type { Plan } from "../types.ts";

/** Sum over placed task copies of weight (thousandths) x the end of their last piece (ms). */
export function weightedCompletion(instance: Instance, plan: Plan): number {
  let sum = 0;
  let k = 0;
  while (k < plan.task.length) {
    const copy = plan.task[k];
    let last = 0;
    for (; k < plan.task.length && plan.task[k] === copy; k++) {
      last = Math.max(last, pieceEnd(instance, plan, k));
    }
    sum += instance.tasks[instance.taskOfCopy[copy]].weight * last;
  }
  return sum;
}
