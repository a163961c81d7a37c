import type { IdenticalCore } from "../../cores/identical.ts";
import { highestReachable, lowestReachable, reachableSums } from "./reachable.ts";

/**
 * A lower bound on the largest load. `prices`: whole numbers u by item with sum of u > m x (the most that a load of
 * bound - 1 is worth), which refute everything below it; absent where the bound is the mean load or the longest item.
 */
export interface LoadBound {
  readonly value: number;
  readonly from: "mean" | "longest" | "count" | "sums" | "prices" | "search";
  readonly prices?: readonly number[];
}

/** The mean load, rounded up, and the longest item: L1. */
export function simpleBound({ runtime, resources, total }: IdenticalCore): LoadBound {
  const mean = ceilDivide(total, resources);
  const longest = runtime.length === 0 ? 0 : runtime[0];
  return longest > mean ? { value: longest, from: "longest" } : { value: mean, from: "mean" };
}

/**
 * Of the k m + 1 longest items some resource gets k + 1, no less than the k + 1 shortest of these; the best k.
 * Source: Dell'Amico, Martello (1995), DOI 10.1287/ijoc.7.2.191. O(n).
 */
export function countBound({ runtime, resources }: IdenticalCore): LoadBound {
  let value = 0;
  let taken = 0;
  const before = new Float64Array(runtime.length + 1);
  for (let j = 0; j < runtime.length; j++) before[j + 1] = before[j] + runtime[j];
  for (let k = 1; k * resources < runtime.length; k++) {
    const last = k * resources + 1;
    const sum = before[last] - before[last - k - 1];
    if (sum > value) [value, taken] = [sum, last];
  }
  const prices = Array.from(runtime, (_, j) => (j < taken ? 1 : 0));
  return { value, from: "count", prices };
}

/**
 * The smallest sum of items from `least` on: a largest load is one. With the mean load as `least` the runtimes themselves
 * are the prices, for every load below stays below the mean. Undefined where sums are too many to be told.
 */
export function sumBound(core: IdenticalCore, least: number, most: number): LoadBound | undefined {
  const sums = reachableSums(core.kind, core.count, most);
  if (sums === undefined) return undefined;
  const value = lowestReachable(sums, least) ?? most;
  const isMean = highestReachable(sums, value - 1) * core.resources < core.total;
  return { value, from: "sums", ...(isMean ? { prices: [...core.runtime] } : {}) };
}

/**
 * Prices that refute a largest load of at most `limit`: items longer than limit - cut count as whole loads, those shorter
 * than the cut as nothing, the others as they are; or items by how often they fit: for some parts k, ceil((k + 1) a / limit) - 1.
 * Sources: Martello, Toth (1990) (L2); Fekete, Schepers (2001), DOI 10.1007/s101070100243. O(kinds x (kinds + parts)).
 */
export function cutPrices(core: IdenticalCore, limit: number): readonly number[] | undefined {
  const { kind, count, resources } = core;
  const most = resources * limit;
  if (!Number.isSafeInteger(most * (MOST_PARTS + 1))) return undefined;
  const stride = Math.ceil(kind.length / MOST_CUTS);
  const refutes = (priceOf: (size: number) => number, room: number) => {
    let sum = 0;
    for (let k = 0; k < kind.length; k++) sum += count[k] * priceOf(kind[k]);
    return sum > room ? Array.from(core.runtime, priceOf) : undefined;
  };
  for (let k = kind.length - 1; k >= 0; k -= stride) {
    const cut = kind[k];
    if (2 * cut > limit) break;
    const found = refutes((size) => (size > limit - cut ? limit : size >= cut ? size : 0), most);
    if (found !== undefined) return found;
  }
  for (let parts = 1; parts <= MOST_PARTS; parts++) {
    const found = refutes(
      (size) => Math.max(0, ceilDivide((parts + 1) * size, limit) - 1),
      resources * parts,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

const MOST_PARTS = 8;
const MOST_CUTS = 300;

/** Exact for sums below 2^53. */
function ceilDivide(a: number, b: number): number {
  const rest = a % b;
  return (a - rest) / b + (rest > 0 ? 1 : 0);
}
