import { type Instance, WHOLE } from "../instance/types.ts";
import { floorRatio } from "./exact.ts";
import { factsOf } from "./facts.ts";

/**
 * The earliest time at which all pieces of a divisible task can have ended if it is shared over all its
 * resource copies and nothing else runs: piece r starts at `start(r)` and runs ceil(share x runtime).
 * Undefined if the task has no usable resource. Exact, by bisection over whole ms.
 */
export function sharedRuntime(
  instance: Instance,
  task: number,
  start: (resource: number) => number,
): number | undefined {
  const { usable } = factsOf(instance);
  const { resources, pairs } = instance;
  const R = resources.length;
  const entries = [...resources.keys()].filter((r) => usable[task * R + r] === 1);
  if (entries.length === 0) return undefined;
  const shareUntil = (r: number, end: number): number => {
    const time = end - start(r);
    // Below `high` no resource has time for the whole, so the runtime is larger and not 0.
    return time < 0 ? 0 : floorRatio(time, WHOLE, pairs.runtime[task * R + r]);
  };
  const suffices = (end: number) =>
    entries.reduce((sum, r) => sum + resources[r].count * shareUntil(r, end), 0) >= WHOLE;
  let low = -1;
  let high = Math.min(...entries.map((r) => start(r) + pairs.runtime[task * R + r]));
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (suffices(middle)) high = middle;
    else low = middle;
  }
  return high;
}
