import type { Model } from "./types.ts";

/**
 * A decision that a list schedule would make next: of the jobs that are not settled the one that can start first gets the placing on which
 * it ends first among those with the least work so far, or starts as early as it can. Undefined if all is settled.
 */
export function diveFrom(
  { jobs }: Model,
  now: Int32Array,
): readonly [bound: number, least: number] | undefined {
  let best = -1;
  let [first, last] = [Infinity, Infinity];
  for (let j = 0; j < jobs.length; j++) {
    const { start, choice, runtimes } = jobs[j];
    const [low, high] = [now[2 * start], -now[2 * start + 1]];
    const isOpen = runtimes.length > 1 && !runtimes.some((_, k) => now[2 * (choice + k)] >= 1);
    if (low === high && !isOpen) continue;
    if (low > first || (low === first && high >= last)) continue;
    [best, first, last] = [j, low, high];
  }
  if (best < 0) return undefined;
  const { start, choice, runtimes } = jobs[best];
  let placing = -1;
  if (runtimes.length > 1) {
    for (let k = 0; k < runtimes.length; k++) {
      if (now[2 * (choice + k)] >= 1) {
        placing = -1;
        break;
      }
      if (now[2 * (choice + k) + 1] >= 0) continue;
      if (placing < 0 || runtimes[k] < runtimes[placing]) placing = k;
    }
  }
  return placing >= 0 ? [2 * (choice + placing), 1] : [2 * start + 1, -now[2 * start]];
}
