import type { Instance, ObjectiveSpec } from "../../../instance/types.ts";
import { evaluateObjective } from "../../../plan/evaluate.ts";
import type { PartialSchedule } from "../partial-schedule.ts";
import { planOf } from "../plan-of.ts";
import type { ScheduleGauge } from "./gauge.ts";

/**
 * Any objective, by evaluating the plan of the whole schedule anew: right for everything, and slow. O(n log n) for each place
 * that is looked at.
 */
export function wholePlan(instance: Instance, objective: ObjectiveSpec): ScheduleGauge {
  const worthOf = (schedule: PartialSchedule) =>
    evaluateObjective(instance, planOf(schedule), objective);
  return {
    look() {},
    value: worthOf,
    changes(schedule, copy, placement) {
      const before = worthOf(schedule);
      schedule.put(copy, placement);
      const after = worthOf(schedule);
      schedule.take(copy);
      return after - before;
    },
  };
}
