import { rulesOf } from "./schedule.ts";
import type { Setting } from "./setting.ts";

/** Maximal intervals during which something runs on one resource copy: from[i] to until[i], in order, none of length 0. */
export interface Occupied {
  readonly from: readonly number[];
  readonly until: readonly number[];
}

/** For how many ms a copy of resource entry `entry` is paid; see `Billing`. */
export function billedTime(setting: Setting, entry: number, { from, until }: Occupied): number {
  if (from.length === 0) return 0;
  const { by, every } = rulesOf(setting).billing[entry]!;
  const roundUp = (time: number) => Math.ceil(time / every) * every;
  if (by === "rental") return roundUp(until[until.length - 1]! - from[0]!);
  return from.reduce((sum, start, i) => sum + roundUp(until[i]! - start), 0);
}

/** amount x ms / `per`, rounded half up; exact. */
export function timesTime(amount: number, time: number, per: number): number {
  const product = amount * time;
  if (Number.isSafeInteger(product + per)) return Math.floor((product + per / 2) / per);
  return Number((2n * BigInt(amount) * BigInt(time) + BigInt(per)) / (2n * BigInt(per)));
}

/** Milliseconds in the hour that prices are for. */
export const HOUR = 3_600_000;
