import type { Instance } from "../../instance/types.ts";
import { pieceEnd } from "../piece.ts";
import type { Plan } from "../types.ts";

/** What happens as time passes over some pieces. A piece of length 0 only `stands`, where nothing that ends then is left. */
export interface SweepEvents {
  enter(k: number): void;
  leave(k: number): void;
  stand?(k: number): void;
}

/** The ends of all pieces in ms, by piece. */
export function endsOf(instance: Instance, plan: Plan): Float64Array {
  return Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
}

/**
 * Passes over the half-open intervals [start, end) of `pieces` in the order of time: at one instant what ends leaves, then
 * pieces of length 0 stand, then what starts enters. Pieces without a lawful start are left out. O(n log n).
 */
export function sweep(
  plan: Plan,
  end: Float64Array,
  pieces: Iterable<number>,
  { enter, leave, stand }: SweepEvents,
): void {
  const events: { readonly time: number; readonly order: number; readonly k: number }[] = [];
  for (const k of pieces) {
    const start = plan.start[k];
    if (Number.isNaN(start)) continue;
    if (end[k] === start) events.push({ time: start, order: 1, k });
    else {
      events.push({ time: start, order: 2, k });
      events.push({ time: end[k], order: 0, k });
    }
  }
  events.sort((a, b) => a.time - b.time || a.order - b.order || a.k - b.k);
  const happen = [leave, stand, enter];
  for (const { order, k } of events) happen[order]?.(k);
}
