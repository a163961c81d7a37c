import { copiesLost, lossCount } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import { taskDemand } from "./piece.ts";
import { lostPieces } from "./recovery.ts";
import type { Plan } from "./types.ts";

/** The loss after which the least of some dimension stays free, as a share of what is left of it. */
export interface TightestLoss {
  readonly loss: number;
  readonly dimension: number;
  /** In the dimension's unit: free after the recovery, and left on all resources that some task may use. */
  readonly free: number;
  readonly capacity: number;
}

/**
 * The tightest loss of a verified placement that survives its losses; absent where nothing is demanded, and over time, where
 * demands do not add up. O(pieces D + losses D).
 */
export function tightestLoss(instance: Instance, plan: Plan): TightestLoss | undefined {
  const { robust, dimensions, resources, resourceOfCopy } = instance;
  if (robust === undefined || instance.mode !== "placement") return undefined;
  const moved = new Map((plan.recoveries ?? []).map((recovery) => [recovery.loss, recovery.moved]));
  const lost = lostPieces(instance, plan);
  const isUsable = usableEntries(instance);
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
      (sum, { count, capacity }, r) => sum + (isUsable[r] ? count * capacity[dimension] : 0),
      0,
    );
    for (let loss = 0; loss < lossCount(instance); loss++) {
      if (!isReal(instance, loss, isUsable)) continue;
      const gone = copiesLost(robust, loss).reduce(
        (sum, j) =>
          sum +
          (isUsable[resourceOfCopy[j]] ? resources[resourceOfCopy[j]].capacity[dimension] : 0),
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

/** How many losses take something that some task may use: what is down already is no loss. O(T R + lost copies). */
export function realLosses(instance: Instance): number {
  const isUsable = usableEntries(instance);
  let count = 0;
  for (let i = 0; i < lossCount(instance); i++) if (isReal(instance, i, isUsable)) count++;
  return count;
}

function isReal(instance: Instance, loss: number, isUsable: readonly boolean[]): boolean {
  const { robust, resourceOfCopy } = instance;
  return robust !== undefined && copiesLost(robust, loss).some((j) => isUsable[resourceOfCopy[j]]);
}

/** By resource entry: some task is eligible there. */
function usableEntries({ tasks, resources, pairs }: Instance): readonly boolean[] {
  return resources.map((_, r) =>
    tasks.some((_, t) => pairs.eligible[t * resources.length + r] === 1),
  );
}
