import { type Instance, WHOLE } from "../../instance/types.ts";
import { shareFloor } from "../shares.ts";
import type { Plan } from "../types.ts";

/** Minus the value of the placed task copies in thousandths; a part placed counts floor(value x share). */
export function throughput(instance: Instance, plan: Plan): number {
  let sum = 0;
  let k = 0;
  while (k < plan.task.length) {
    const copy = plan.task[k];
    const task = instance.tasks[instance.taskOfCopy[copy]];
    let share = 0;
    for (; k < plan.task.length && plan.task[k] === copy; k++) share += plan.share[k];
    sum += task.divisible ? shareFloor(task.gain, Math.min(share, WHOLE)) : task.gain;
  }
  return -sum;
}
