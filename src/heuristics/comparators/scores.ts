import type { Rank } from "../choice.ts";
import type { ListPlan } from "../list-plan.ts";

/** One dimension of a copy that has some of it: shares of the copy's capacity, each from 0 to 1. */
interface Share {
  /** What the task asks for, what is free before it comes, and what is used once it is there. */
  readonly need: number;
  readonly free: number;
  readonly used: number;
}

/** A score as a rank, since the highest score wins: over the dimensions that the copy has. */
function byScore(score: (shares: readonly Share[]) => number): Rank {
  return (state, task, copy) => 0 - score(sharesOf(state, task, copy));
}

function sharesOf(state: ListPlan, task: number, copy: number): readonly Share[] {
  const { dimensions, capacity, instance } = state;
  const shares: Share[] = [];
  for (let d = 0; d < dimensions; d++) {
    const all = capacity[instance.resourceOfCopy[copy] * dimensions + d];
    if (all <= 0) continue;
    const need = state.need(task, copy, d) / all;
    const free = state.free(copy, d) / all;
    shares.push({ need, free, used: 1 - free + need });
  }
  return shares;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
}

/**
 * kube-scheduler's NodeResourcesFit with LeastAllocated: the mean over resources of (capacity - requested) / capacity, the pod counted. Kubernetes
 * documentation, "Scheduler Configuration" and "Resource Bin Packing"; there in whole per cents.
 */
export const leastAllocatedRank = byScore((shares) => meanOf(shares.map(({ used }) => 1 - used)));

/** MostAllocated of the same plugin: the mean of requested / capacity. */
export const mostAllocatedRank = byScore((shares) => meanOf(shares.map(({ used }) => used)));

/**
 * RequestedToCapacityRatio of the same plugin with its usual shape, 0 at no and 10 at full use: whole points for each resource and for their mean, all
 * rounded down, so that much is equal. Kubernetes documentation, "Resource Bin Packing", whose example this reproduces.
 */
export const requestedToCapacityRank = byScore((shares) =>
  Math.floor(meanOf(shares.map(({ used }) => Math.floor(10 * used + LOST)))),
);

/** More than floating point loses of a share, and less than a whole amount is of any capacity. */
const LOST = 1e-9;

/** kube-scheduler's NodeResourcesBalancedAllocation: 1 - the standard deviation of requested / capacity over resources, the pod counted. */
export const balancedAllocationRank = byScore((shares) => {
  const mean = meanOf(shares.map(({ used }) => used));
  return 1 - Math.sqrt(meanOf(shares.map(({ used }) => (used - mean) ** 2)));
});

/**
 * Alignment: the dot product of what the task asks for and what is free, both over the capacity. Grandl, Ananthanarayanan, Kandula, Rao, Akella (2014),
 * "Multi-resource packing for cluster schedulers" (Tetris), DOI 10.1145/2619239.2626334.
 */
export const alignmentRank = byScore((shares) =>
  shares.reduce((sum, { need, free }) => sum + need * free, 0),
);

/**
 * The least L2 norm of what is left free, over the capacity. After Panigrahy, Talwar, Uyeda, Wieder (2011), "Heuristics for vector bin packing", whose
 * norm-based greedy chooses by that norm.
 */
export const l2Rank = byScore(
  (shares) => 0 - Math.sqrt(shares.reduce((sum, { used }) => sum + (1 - used) ** 2, 0)),
);
