import type { Instance } from "../../instance/types.ts";
import type { SparsePairs } from "./places.ts";

/** Something that pieces load and that has a size on each copy, as priced by a relaxation. */
export interface PricedLoad {
  /** At usable pairs, as a share of a copy's size. */
  readonly share: Float64Array;
  /** By resource entry: 1 if it is priced there, else 0. */
  readonly counts: Uint8Array;
}

/**
 * Sums over all task copies the least of value + priced loads, and adds into `load[l * R + r]` what the pieces
 * load there. k replicas are read as k times the least, which only guides: the certificate is exact about them.
 */
export function readLeast(
  instance: Instance,
  places: SparsePairs,
  value: Float64Array | undefined,
  place: Float64Array | undefined,
  loads: readonly PricedLoad[],
  prices: Float64Array,
  load: Float64Array,
): number {
  const { tasks, resources } = instance;
  const R = resources.length;
  let sum = 0;
  for (let t = 0; t < tasks.length; t++) {
    const { count, replicas, optional } = tasks[t];
    let least = Infinity;
    let at = -1;
    for (let k = places.start[t]; k < places.start[t + 1]; k++) {
      const r = places.resource[k];
      let priced = value === undefined ? 0 : value[k];
      for (let l = 0; l < loads.length; l++) priced += prices[l * R + r] * loads[l].share[k];
      if (priced < least) {
        least = priced;
        at = k;
      }
    }
    if (at === -1) continue;
    const whole = replicas * least + (place === undefined ? 0 : place[t]);
    if (optional && whole >= 0) continue;
    sum += count * whole;
    const r = places.resource[at];
    const pieces = count * replicas;
    for (let l = 0; l < loads.length; l++) load[l * R + r] += pieces * loads[l].share[at];
  }
  return sum;
}
