import { type IdenticalMap, identicalCoreOf } from "../../cores/identical.ts";
import { MAKESPAN } from "../../cores/makespan.ts";
import type { LoadBound } from "../../exact/identical/bounds.ts";
import { solveIdentical } from "../../exact/identical/prove.ts";
import type { Instance } from "../../instance/types.ts";
import type { Certificate } from "../../plan/certificate/types.ts";
import type { Bound } from "../../plan/types.ts";
import { admittedLimits } from "../limits.ts";
import type { Event, LevelTask, Method } from "../method.ts";
import { perLevel } from "./per-level.ts";

/** Makespans of identical resources: bounds, balancing and exact decisions; see `solveIdentical`. */
export const identical: Method = {
  name: "identical",
  role: "complete",
  about: "makespan of whole tasks on identical resources: balancing, dives and exact decisions",
  handles: [MAKESPAN],
  fits: ({ incumbent }) =>
    mapOf(incumbent) !== undefined || "it is no makespan of whole tasks on identical resources",
  events: identicalEvents,
};

const mapOf = perLevel((incumbent) =>
  identicalCoreOf(incumbent.instance, incumbent.target, admittedLimits(incumbent)),
);

function* identicalEvents({ incumbent, clock, seed }: LevelTask): Generator<Event, void> {
  const map = mapOf(incumbent);
  if (map === undefined) return;
  const isOver = () => clock.stopped() !== undefined;
  for (const { assignment, bound } of solveIdentical(map.core, seed, isOver)) {
    yield {
      ...(assignment !== undefined && { plan: map.planOf(assignment) }),
      ...(bound !== undefined && { bound: boundOf(incumbent.instance, map, bound) }),
    };
  }
}

function boundOf(instance: Instance, map: IdenticalMap, bound: LoadBound): Bound {
  const certificate = certificateOf(instance, map, bound);
  return {
    value: map.internalOf(bound.value),
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
