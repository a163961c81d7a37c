import type { PartialSchedule } from "./partial-schedule.ts";
import type { Placement } from "./types.ts";

/**
 * Double justification, which closes gaps that lists leave: everything moves as late as it can, then `insert` puts each copy anew,
 * the first to start first, where it likes, but so that it ends by `latest`: what waits for it stands. What it does not put stays.
 * Yields between two copies that were put anew, so that a caller may look at the clock; whoever ends it early leaves the schedule.
 * Source: Valls, Ballestín, Quintanilla (2005), DOI 10.1016/j.ejor.2004.04.008.
 */
export function* justify(
  schedule: PartialSchedule,
  end: number,
  insert: (copy: number, latest: number) => void,
): Generator<void, void, void> {
  for (const copy of justifyRight(schedule, end)) {
    const right = schedule.take(copy) as Placement;
    insert(copy, schedule.mustEnd(copy));
    // What stood on both sides may need it between them.
    if (schedule.broken > 0) schedule.take(copy);
    if (schedule.placed[copy] === undefined) schedule.put(copy, right);
    yield;
  }
}

/**
 * Moves every task copy, the last to end first, as late as its resource copies, what waits for it and `end` allow. Gives the
 * copies in the order of their starts.
 */
export function justifyRight(schedule: PartialSchedule, end: number): readonly number[] {
  const placed = schedule.view.free.filter((copy) => schedule.placed[copy] !== undefined);
  const at = (copy: number) => schedule.placed[copy] as Placement;
  const tail = (copy: number) => schedule.jobOf(copy).tail;
  placed.sort((a, b) => at(b).end - at(a).end || tail(a) - tail(b) || b - a);
  for (const copy of placed) {
    const old = schedule.take(copy) as Placement;
    const latest = Math.min(end, schedule.mustEnd(copy));
    schedule.put(copy, schedule.latestOnHosts(copy, old, latest) ?? old);
  }
  return placed.sort((a, b) => at(a).start - at(b).start || tail(b) - tail(a) || a - b);
}
