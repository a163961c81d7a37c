import type { Origin } from "../../../instance/types.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps between times on an axis, ms. */
export const STEPS: readonly number[] = [
  ...[1, 5, 10, 50, 100, 500],
  ...[1, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 91, 365, 3650].map((n) => n * DAY),
];

/** Times from `from` to `until` at full hours of the clock, or of the plan, at most `most`. */
export function timeTicks(from: number, until: number, most: number, origin?: Origin): number[] {
  const span = Math.max(1, until - from);
  const step = STEPS.find((one) => span / one <= most) ?? span;
  const shift = origin === undefined ? 0 : (origin.epoch + origin.offset * MINUTE) % step;
  const first = Math.ceil((from + shift) / step) * step - shift;
  const ticks: number[] = [];
  for (let at = first; at <= until; at += step) ticks.push(at);
  return ticks;
}
