import type { PartialSchedule } from "../partial-schedule.ts";
import { sizesOf } from "../priorities.ts";
import type { Placement, ScheduleView } from "../types.ts";
import type { ScheduleGauge } from "./gauge.ts";

/** What a task of no size counts for each millisecond that it ends past the target makespan. */
const LEAST_SIZE = 0.05;

/** When everything has ended. Where there is a target makespan, its guide counts how much of what ends past it, with what must follow. */
export interface LastEnd extends ScheduleGauge {
  /** What plans should end by. */
  targetEnd: number;
  /** The copies that may move and ended past the target makespan when the guide was last asked for. */
  readonly late: readonly number[];
  guide(schedule: PartialSchedule): number;
}

/** See `LastEnd`. Alone, places add only what they end past the target makespan. */
export function lastEnd(view: ScheduleView, isAlone: boolean): LastEnd {
  const sizes = sizesOf(view);
  const late: number[] = [];
  // By resource copy; only what is weighed with other things asks for it at each step.
  const ends = new Float64Array(isAlone ? 0 : view.instance.resourceOfCopy.length);
  let last = 0;
  const gauge: LastEnd = {
    targetEnd: Infinity,
    late,
    look(schedule, copies) {
      if (isAlone) return;
      for (const copy of copies) {
        ends[copy] = schedule.held[copy].reduce(
          (most, task) => Math.max(most, schedule.placed[task]?.end ?? 0),
          0,
        );
      }
      last = ends.reduce((most, end) => Math.max(most, end), 0);
    },
    value: endOf,
    changes: (schedule, _, { end }) => Math.max(0, end - endOf(schedule)),
    guide(schedule) {
      let sum = 0;
      late.length = 0;
      schedule.placed.forEach((placement, copy) => {
        if (placement === undefined) return;
        const over = overOf(schedule, copy, placement);
        if (over <= 0) return;
        sum += over * (LEAST_SIZE + sizes[schedule.jobOf(copy).entry]);
        if (!view.pinned.has(copy)) late.push(copy);
      });
      return sum;
    },
    adds(schedule, copy, placement) {
      const over = Math.max(0, overOf(schedule, copy, placement));
      if (isAlone) return over;
      const size = LEAST_SIZE + sizes[schedule.jobOf(copy).entry];
      return Math.max(0, placement.end - last) + over * size;
    },
    hurts: (_, __, placement) => placement.end - (isAlone ? gauge.targetEnd : 0),
    passes: (_, __, { end }, atMost) => end > atMost,
  };
  const overOf = (schedule: PartialSchedule, copy: number, { end }: Placement) => {
    const { tail, least } = schedule.jobOf(copy);
    return end + tail - least - gauge.targetEnd;
  };
  return gauge;
}

/** When the last task copy of a schedule ends, ms. */
export function endOf(schedule: PartialSchedule): number {
  let last = 0;
  for (const placement of schedule.placed) {
    if (placement !== undefined && placement.end > last) last = placement.end;
  }
  return last;
}
