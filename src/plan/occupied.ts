import type { Occupied } from "../instance/billing.ts";
import type { Instance } from "../instance/types.ts";
import { pieceRuntime } from "./piece.ts";
import type { Plan } from "./types.ts";

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
