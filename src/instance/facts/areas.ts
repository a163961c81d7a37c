import { rulesOf } from "../schedule.ts";
import type { Instance } from "../types.ts";
import { demandOf } from "../usable.ts";

/**
 * Of schedules, by task x resource entry (row = task): what all workers of a copy take of a dimension, demand x runtime. Exact;
 * undefined if one of them passes 2^53. O(T R).
 */
export function areasOf(instance: Instance, dimension: number): Float64Array | undefined {
  const { pairs, resources } = instance;
  const { workers } = rulesOf(instance);
  const R = resources.length;
  const areas = new Float64Array(pairs.runtime.length);
  for (let k = 0; k < areas.length; k++) {
    if (pairs.eligible[k] === 0) continue;
    const [t, r] = [Math.floor(k / R), k % R];
    areas[k] = workers[t] * demandOf(instance, t, r, dimension) * pairs.runtime[k];
    if (!Number.isSafeInteger(areas[k])) return undefined;
  }
  return areas;
}

/** By resource entry: what a copy has of a dimension in its window, capacity x time. Undefined if a window has no end, or past 2^53. */
export function fullAreas(instance: Instance, dimension: number): readonly number[] | undefined {
  const full = instance.resources.map(({ capacity, from, until = Infinity }) =>
    capacity[dimension] === 0 ? 0 : capacity[dimension] * (until - from),
  );
  return full.every(Number.isSafeInteger) ? full : undefined;
}
