import type { Placement, ScheduleTask } from "../types.ts";
import type { ScheduleGauge } from "./gauge.ts";

/** What a placed task copy counts by itself. */
export type TaskValue = (job: ScheduleTask, placement: Placement) => number;

/** The sum of a value of each placed copy, of one class or of all. */
export function taskSum(worth: TaskValue, priority?: number): ScheduleGauge {
  const worthOf: TaskValue =
    priority === undefined
      ? worth
      : (job, placement) => (job.priority === priority ? worth(job, placement) : 0);
  return {
    look() {},
    value(schedule) {
      let sum = 0;
      schedule.placed.forEach((placement, copy) => {
        if (placement !== undefined) sum += worthOf(schedule.jobOf(copy), placement);
      });
      return sum;
    },
    changes: (schedule, copy, placement) => worthOf(schedule.jobOf(copy), placement),
    hurts: (schedule, copy, placement) => worthOf(schedule.jobOf(copy), placement),
  };
}

/** The sum of a value of each piece, by the resource entry that it stands on. */
export function pieceSum(
  worthOf: (task: number, resource: number) => number,
  priority?: number,
): ScheduleGauge {
  return taskSum(
    ({ entry }, { places }) =>
      places.reduce((sum, { option }) => sum + worthOf(entry, option.entry), 0),
    priority,
  );
}
