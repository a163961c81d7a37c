import type { Plan } from "../../plan/types.ts";
import { inOrder } from "./order.ts";
import { PartialSchedule } from "./partial-schedule.ts";
import { planOf } from "./plan-of.ts";
import type { Placement, ScheduleView } from "./types.ts";

/** Where a task copy is to go: a time that gives its rank, and the resource entries for its pieces. */
export interface Wish {
  readonly copy: number;
  readonly start: number;
  readonly entries: ReadonlySet<number>;
}

/**
 * The plan that follows wishes: copies in the order of their starts, each as early as it fits on the entries that it is to go to, or
 * anywhere where it fits on none of these. Undefined where a copy fits nowhere. What has no wish stays away.
 */
export function followWishes(view: ScheduleView, wishes: readonly Wish[]): Plan | undefined {
  const schedule = new PartialSchedule(view);
  const byCopy = new Map(wishes.map((wish) => [wish.copy, wish]));
  const free = view.free.filter((copy) => byCopy.has(copy));
  for (const copy of inOrder(view, free, (one) => byCopy.get(one)?.start ?? 0)) {
    const ready = schedule.ready(copy);
    if (ready === undefined) return undefined;
    let best: Placement | undefined;
    let isBestWished = false;
    for (const offer of schedule.offers(copy, ready, Infinity)) {
      const isWished = offer.places.every(
        ({ option }) => byCopy.get(copy)?.entries.has(option.entry) === true,
      );
      if (best !== undefined && isBestWished && !isWished) continue;
      if (best !== undefined && isBestWished === isWished && offer.end >= best.end) continue;
      [best, isBestWished] = [offer, isWished];
    }
    if (best === undefined) return undefined;
    schedule.put(copy, best);
  }
  return planOf(schedule);
}
