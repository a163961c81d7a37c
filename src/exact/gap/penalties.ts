import type { GapCore } from "../../cores/types.ts";
import type { GapNode } from "./node.ts";
import type { Relaxation } from "./relaxation.ts";

/** Removes every pair whose penalty is above `slack`; how many, or -1 if a task has none left. */
export function removePairs(
  { resources }: GapCore,
  { withIt, without }: Relaxation,
  { allowed, free, freeCount }: GapNode,
  slack: number,
): number {
  let removed = 0;
  for (let k = 0; k < freeCount; k++) {
    const start = free[k] * resources;
    let elsewhere = 0;
    for (let e = start; e < start + resources; e++) if (allowed[e] === 1) elsewhere += without[e];
    let left = 0;
    for (let e = start; e < start + resources; e++) {
      if (allowed[e] === 0) continue;
      if (withIt[e] + elsewhere - without[e] > slack) {
        allowed[e] = 0;
        removed++;
      } else left++;
    }
    if (left === 0) return -1;
  }
  return removed;
}
