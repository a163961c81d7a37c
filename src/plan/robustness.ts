import { copiesLost, lossCount } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import { taskDemand } from "./piece.ts";
import { lostPieces } from "./recovery.ts";
import type { Plan } from "./types.ts";

/** The loss after which the least of some dimension stays free, as a share of what is left of it. */
export interface TightestLoss {
  readonly loss: number;
  readonly dimension: number;
  /** In the dimension's unit: free after the recovery, and left on all resources together. */
  readonly free: number;
  readonly capacity: number;
}

/** The tightest loss of a verified plan that survives its losses; absent where nothing is demanded. O(pieces D + losses D). */
export function tightestLoss(instance: Instance, plan: Plan): TightestLoss | undefined {
  const { robust, dimensions, resources, resourceOfCopy } = instance;
  if (robust === undefined) return undefined;
  const moved = new Map((plan.recoveries ?? []).map((recovery) => [recovery.loss, recovery.moved]));
  const lost = lostPieces(instance, plan);
  let tightest: TightestLoss | undefined;
  for (const dimension of dimensions.keys()) {
    const loadOf = (of: Plan, pieces: Iterable<number>) => {
      let sum = 0;
      for (const k of pieces) sum += taskDemand(instance, of, k, dimension);
      return sum;
    };
    const all = loadOf(plan, plan.task.keys());
    if (all === 0) continue;
    const total = resources.reduce(
      (sum, { count, capacity }) => sum + count * capacity[dimension],
      0,
    );
    for (let loss = 0; loss < lossCount(instance); loss++) {
      const gone = copiesLost(robust, loss).reduce(
        (sum, j) => sum + resources[resourceOfCopy[j]].capacity[dimension],
        0,
      );
      const after = moved.get(loss);
      const coming = after === undefined ? 0 : loadOf(after, after.task.keys());
      const capacity = total - gone;
      const free = capacity - (all - loadOf(plan, lost[loss]) + coming);
      if (capacity === 0) continue;
      // Shares of what is left; with equal ones the first.
      if (tightest === undefined || free * tightest.capacity < tightest.free * capacity) {
        tightest = { loss, dimension, free, capacity };
      }
    }
  }
  return tightest;
}
