import type { LoadBound } from "../exact/identical/bounds.ts";
import { type IdenticalMap, identicalCoreOf } from "../exact/identical/core.ts";
import { solveIdentical } from "../exact/identical/prove.ts";
import type { Instance } from "../instance/types.ts";
import type { Certificate } from "../plan/certificate/types.ts";
import type { Bound } from "../plan/types.ts";
import { breathe } from "./clock.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "./method.ts";

/** Makespans of identical resources: bounds, balancing and exact decisions; see `solveIdentical`. */
export const identical: Method = {
  name: "identical",
  usesSolver: false,
  run: async (task) =>
    (await offerIdentical(task, 1)) ?? {
      termination: "unsupported",
      note: "It is no makespan of whole tasks on identical resources.",
    },
};

/** Share of the time left that `auto` gives before other methods have their turn. */
export const PATIENCE = 0.7;

/**
 * Offers plans and bounds where identical resources run whole tasks, for a share of the time left; undefined if the level is
 * no such thing. Limits of earlier levels are no part of it.
 */
export async function offerIdentical(
  task: LevelTask,
  share: number,
): Promise<LevelEnd | undefined> {
  const { incumbent, clock, goal } = task;
  const { instance, target, limits } = incumbent;
  const map = limits.length > 0 ? undefined : identicalCoreOf(instance, target);
  if (map === undefined) return undefined;
  const until = clock.seconds() + share * (clock.left() ?? Number.POSITIVE_INFINITY) * 1e-3;
  const isOver = () => clock.stopped() !== undefined || clock.seconds() > until;
  for (const { assignment, bound } of solveIdentical(map.core, task.seed, isOver)) {
    if (assignment !== undefined) incumbent.offer(map.planOf(assignment), "identical");
    if (bound !== undefined) incumbent.raise(boundOf(instance, map, bound));
    clock.spend();
    if (goalReached(incumbent, goal)) return { termination: "completed" };
    const stopped = clock.stopped();
    if (stopped !== undefined) return { termination: stopped };
    if (isOver()) break;
    await breathe();
  }
  return { termination: "completed" };
}

function boundOf(instance: Instance, map: IdenticalMap, bound: LoadBound): Bound {
  const certificate = certificateOf(instance, map, bound);
  return {
    value: map.valueOf(bound.value),
    source: "identical",
    proof: "ours",
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/** Cells of the knapsack tables of a check: about a second. */
const MOST_CELLS = 1e9;
const MOST_PAIRS = 4_000_000;

/** Proofs are about runtimes from 0 on, and of bounded size. */
function certificateOf(
  instance: Instance,
  { core, taskOf, from }: IdenticalMap,
  { value, from: source, prices }: LoadBound,
): Certificate | undefined {
  if (from > 0 || value === 0) return undefined;
  // The mean of milliseconds, rounded up, may lie below that of units.
  if (source === "mean" && core.divisor === 1) {
    return { kind: "load-prices", price: instance.resources.map(() => [1]) };
  }
  const refuted = value * core.divisor - 1;
  if (source === "mean" || source === "sums") {
    if (source === "sums" && prices === undefined) return undefined;
    return { kind: "reachable-sums", refuted };
  }
  if (taskOf.length * core.resources > MOST_PAIRS) return undefined;
  if (source === "longest") return { kind: "makespan-search", refuted, root: { prices: [] } };
  if (prices === undefined) return undefined;
  const priced = prices.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0);
  if (core.resources * priced * value > MOST_CELLS) return undefined;
  const all = new Array<number>(instance.taskOfCopy.length).fill(0);
  prices.forEach((price, j) => {
    all[taskOf[j]] = price;
  });
  return { kind: "makespan-search", refuted, root: { prices: [all] } };
}
