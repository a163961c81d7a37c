import type { Instance, ObjectiveSpec } from "../../../instance/types.ts";
import { evaluateObjective } from "../../../plan/evaluate.ts";
import type { ScheduleBoard } from "../board.ts";
import { planOf } from "../plan-of.ts";
import type { ScheduleGauge } from "./gauge.ts";

/**
 * Any objective, by evaluating the plan of the whole board anew: right for everything, and slow. O(n log n) for each place
 * that is looked at.
 */
export function wholePlan(instance: Instance, objective: ObjectiveSpec): ScheduleGauge {
  const worthOf = (board: ScheduleBoard) => evaluateObjective(instance, planOf(board), objective);
  return {
    look() {},
    value: worthOf,
    changes(board, copy, placement) {
      const before = worthOf(board);
      board.put(copy, placement);
      const after = worthOf(board);
      board.take(copy);
      return after - before;
    },
  };
}
