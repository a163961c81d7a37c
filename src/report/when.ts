import type { Origin } from "../instance/types.ts";
import { durationText } from "../plan/wording.ts";

const DAY = 86_400_000;

/** A time of a plan: of day where the document says when the plan begins, else since then. */
export function timeText(time: number, origin: Origin | undefined): string {
  if (origin === undefined)
    return durationText(time - (time % 60_000 === 0 || time < 60_000 ? 0 : time % 1000));
  const local = new Date(origin.epoch + time + origin.offset * 60_000).toISOString();
  return `${local.slice(5, 10)} ${local.slice(11, 16)}`;
}

/** From when to when, as short as a plan that ends at `last` allows: within a day the hour says it all. */
export function spanText(
  start: number,
  end: number,
  origin: Origin | undefined,
  last: number,
): string {
  const [from, to] = [timeText(start, origin), timeText(end, origin)];
  if (origin === undefined) return `${from} - ${to}`;
  if (last < DAY) return `${from.slice(6)}-${to.slice(6)}`;
  return from.slice(0, 5) === to.slice(0, 5) ? `${from}-${to.slice(6)}` : `${from} - ${to}`;
}

/** One time, as short as in `spanText`. */
export function startText(time: number, origin: Origin | undefined, last: number): string {
  return timeText(time, origin).slice(origin !== undefined && last < DAY ? 6 : 0);
}
