import type { Instance } from "../../instance/types.ts";
import { pieceRuntime } from "../piece.ts";
import type { Plan } from "../types.ts";

/** Sum over placed task copies of their longest piece's runtime, in ms. */
export function completionTime(instance: Instance, plan: Plan): number {
  let sum = 0;
  let k = 0;
  while (k < plan.task.length) {
    const copy = plan.task[k];
    let longest = 0;
    for (; k < plan.task.length && plan.task[k] === copy; k++) {
      longest = Math.max(longest, pieceRuntime(instance, plan, k));
    }
    sum += longest;
  }
  return sum;
}
