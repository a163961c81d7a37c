import type { Placement } from "../../heuristics/schedule/types.ts";
import { handling } from "../../plan/traits.ts";

/**
 * What policies that see one instant keep: whatever only limits what may run beside each other, and orders that the queue
 * itself keeps. Groups that share or avoid a resource for ever, replicas and budgets ask for a look ahead.
 */
export const HANDLES = handling(
  "sequence",
  "schedule",
  "optional",
  "devices",
  "exclusive",
  "limits",
  "workers",
  "after",
  "setup",
  "release",
  "available",
  "deadline",
  "maintenance",
);

/** Of placements the one that is expected to end first, of equal ones the first; undefined of none. */
export function soonestEnd(placements: readonly Placement[]): Placement | undefined {
  return leastBy(placements, ({ end }) => end);
}

/** The element of the least value, of equal ones the first. */
export function leastBy<T>(items: readonly T[], measure: (item: T) => number): T | undefined {
  let [best, least]: [T | undefined, number] = [undefined, Infinity];
  for (const item of items) {
    const value = measure(item);
    if (value < least) [best, least] = [item, value];
  }
  return best;
}
