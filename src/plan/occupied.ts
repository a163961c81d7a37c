import { rulesOf } from "../instance/schedule.ts";
import type { Instance } from "../instance/types.ts";
import { pieceRuntime } from "./piece.ts";
import type { Plan } from "./types.ts";

/** Maximal intervals during which something runs on one resource copy: from[i] to until[i], in order, none of length 0. */
export interface Occupied {
  readonly from: readonly number[];
  readonly until: readonly number[];
}

/**
 * Mode schedule: the occupied intervals of each resource copy that holds a piece, by copy. A piece without a lawful start
 * (NaN) occupies nothing. O(n log n).
 */
export function occupiedIntervals(instance: Instance, plan: Plan): ReadonlyMap<number, Occupied> {
  const pieces = new Map<number, number[]>();
  for (let k = 0; k < plan.task.length; k++) {
    if (Number.isNaN(plan.start[k])) continue;
    const held = pieces.get(plan.resource[k]);
    if (held === undefined) pieces.set(plan.resource[k], [k]);
    else held.push(k);
  }
  const result = new Map<number, Occupied>();
  for (const [resource, held] of pieces) {
    held.sort((i, j) => plan.start[i] - plan.start[j]);
    const from: number[] = [];
    const until: number[] = [];
    for (const k of held) {
      const start = plan.start[k];
      const end = start + pieceRuntime(instance, plan, k);
      const last = until.length - 1;
      if (end === start) continue;
      if (last >= 0 && start <= until[last]) until[last] = Math.max(until[last], end);
      else {
        from.push(start);
        until.push(end);
      }
    }
    result.set(resource, { from, until });
  }
  return result;
}

/** For how many ms a copy of resource entry `entry` is paid; see `Billing`. */
export function billedTime(instance: Instance, entry: number, { from, until }: Occupied): number {
  if (from.length === 0) return 0;
  const { by, every } = rulesOf(instance).billing[entry];
  const roundUp = (time: number) => Math.ceil(time / every) * every;
  if (by === "rental") return roundUp(until[until.length - 1] - from[0]);
  return from.reduce((sum, start, i) => sum + roundUp(until[i] - start), 0);
}

/** amount x ms / `per`, rounded half up; exact. */
export function timesTime(amount: number, time: number, per: number): number {
  const product = amount * time;
  if (Number.isSafeInteger(product + per)) return Math.floor((product + per / 2) / per);
  return Number((2n * BigInt(amount) * BigInt(time) + BigInt(per)) / (2n * BigInt(per)));
}

/** Milliseconds in the hour that prices are for. */
export const HOUR = 3_600_000;
