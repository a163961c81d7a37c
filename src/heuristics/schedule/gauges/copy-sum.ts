import type { Occupied } from "../../../instance/billing.ts";
import type { PartOf } from "../../../instance/objectives/objective.ts";
import type { Instance } from "../../../instance/types.ts";
import type { PartialSchedule } from "../partial-schedule.ts";
import type { Placement } from "../types.ts";
import type { ScheduleGauge } from "./gauge.ts";

/** The sum of what resource copies count, each once it holds a piece and for the times in which something runs there. */
export function copySum(instance: Instance, { fixed, timed }: PartOf<"copies">): ScheduleGauge {
  const paid = new Float64Array(instance.resourceOfCopy.length);
  const priced = (schedule: PartialSchedule, copy: number, more?: Placement) => {
    const occupied = occupiedOn(schedule, copy, more);
    if (occupied === undefined) return 0;
    const entry = instance.resourceOfCopy[copy];
    return fixed(entry) + (timed?.(entry, occupied) ?? 0);
  };
  return {
    look(schedule, copies) {
      for (const copy of copies) paid[copy] = priced(schedule, copy);
    },
    value: () => paid.reduce((sum, one) => sum + one, 0),
    changes(schedule, _, placement) {
      let sum = 0;
      for (const copy of new Set(placement.places.map((place) => place.copy))) {
        sum += priced(schedule, copy, placement) - paid[copy];
      }
      return sum;
    },
  };
}

/** When something runs on a resource copy; undefined if it holds no piece. `more` stands beside what the schedule holds. O(n log n). */
function occupiedOn(
  schedule: PartialSchedule,
  copy: number,
  more?: Placement,
): Occupied | undefined {
  const intervals: [from: number, until: number][] = [];
  const collect = (placement: Placement | undefined) => {
    for (const place of placement?.places ?? []) {
      if (place.copy !== copy) continue;
      intervals.push([placement!.start, placement!.start + place.option.runtime]);
    }
  };
  for (const task of new Set(schedule.held[copy])) collect(schedule.placed[task]);
  collect(more);
  if (intervals.length === 0) return undefined;
  intervals.sort((a, b) => a[0] - b[0]);
  const from: number[] = [];
  const until: number[] = [];
  for (const [start, end] of intervals) {
    if (end === start) continue;
    const last = until.length - 1;
    if (last >= 0 && start <= until[last]) until[last] = Math.max(until[last], end);
    else {
      from.push(start);
      until.push(end);
    }
  }
  return { from, until };
}
