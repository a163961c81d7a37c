import type { Instance } from "../instance/types.ts";
import { pieceRuntime, taskDemand } from "../plan/piece.ts";
import type { Plan } from "../plan/types.ts";

/**
 * How full some resource copies are together in each of `bins` stretches of the time up to `last`: their fullest dimension, on
 * average, from 0 to 1. `pieces` are those that they hold. O(dimensions x (pieces x bins that they cover)).
 */
export function fullness(
  instance: Instance,
  plan: Plan,
  pieces: readonly number[],
  copies: number,
  bins: number,
  last: number,
): Float64Array {
  const { resources, resourceOfCopy, dimensions, schedule } = instance;
  const loads = dimensions.map(() => new Float64Array(bins));
  // Without capacities to speak of a piece fills its resource.
  const alone = new Float64Array(bins);
  for (const k of pieces) {
    const entry = resourceOfCopy[plan.resource[k]];
    const { capacity } = resources[entry];
    const start = plan.start[k];
    const end = start + pieceRuntime(instance, plan, k);
    const fills = schedule === undefined || schedule.exclusiveResource[entry] === 1;
    for (let i = Math.floor((start / last) * bins); i < bins && (i * last) / bins < end; i++) {
      const inside = Math.min(end, ((i + 1) * last) / bins) - Math.max(start, (i * last) / bins);
      const share = (inside * bins) / last / copies;
      if (fills) alone[i] += share;
      loads.forEach((load, d) => {
        if (fills) load[i] += share;
        else if (capacity[d] > 0)
          load[i] += share * (taskDemand(instance, plan, k, d) / capacity[d]);
      });
    }
  }
  return alone.map((one, i) => loads.reduce((most, load) => Math.max(most, load[i]), one));
}
