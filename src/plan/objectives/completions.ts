import type { Task } from "../../instance/types.ts";
import { pieceEnd } from "../piece.ts";
import type { Evaluate } from "./objective.ts";

/** Sum over placed task copies of weight (thousandths) x the end of their last piece (ms). */
export const weightedCompletion = sumOfEnds(({ weight }, end) => weight * end);

/** Sum over placed task copies with a due date of weight (thousandths) x what they end after it (ms). */
export const weightedTardiness = sumOfEnds(({ weight, due }, end) =>
  due === undefined ? 0 : weight * Math.max(0, end - due),
);

/** Sum of the weights (thousandths) of the placed task copies that end after their due dates. */
export const lateTasks = sumOfEnds(({ weight, due }, end) =>
  due !== undefined && end > due ? weight : 0,
);

/** An objective that adds up a value of the end of each placed copy. */
function sumOfEnds(valueAt: (task: Task, end: number) => number): Evaluate {
  return (instance, plan) => {
    let sum = 0;
    let k = 0;
    while (k < plan.task.length) {
      const copy = plan.task[k];
      const entry = instance.taskOfCopy[copy];
      let last = 0;
      for (; k < plan.task.length && plan.task[k] === copy; k++) {
        last = Math.max(last, pieceEnd(instance, plan, k));
      }
      sum += valueAt(instance.tasks[entry], last);
    }
    return sum;
  };
}
