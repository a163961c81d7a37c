import { type Instance, WHOLE } from "../instance/types.ts";
import { demandOf, usablePairs } from "../instance/usable.ts";
import type { GivenLimit } from "./certificate/types.ts";

/** What a single copy can take in plans that keep some limits; by resource entry. */
export interface CopyLimits {
  /** Sum of runtimes, ms; Infinity where nothing ends it. */
  readonly time: readonly number[];
  /** By resource entry and dimension; Infinity in batch mode, where a dimension is not summed. */
  readonly capacity: readonly (readonly number[])[];
}

/**
 * The most that the rules and the limits leave to one copy: integers, never less than 0. Undefined if a limit is
 * no largest load, or a balance over a window without an end. O(resources x dimensions).
 */
export function copyLimits(
  instance: Instance,
  limits: readonly GivenLimit[],
): CopyLimits | undefined {
  const { resources, mode, dimensions } = instance;
  const isBatch = mode === "batch";
  // Runtimes of shares are rounded up to whole ms, what they take of a dimension is not.
  const isShared = instance.tasks.some(({ divisible }) => divisible);
  const time = resources.map(({ from, until = Infinity }) => (isBatch ? until - from : Infinity));
  const capacity = resources.map((one) =>
    dimensions.map((_, d) => (isBatch ? Infinity : one.capacity[d])),
  );
  for (const { objective, dimension, at_most: atMost } of limits) {
    if (objective === "makespan") {
      resources.forEach(({ from }, r) => {
        time[r] = Math.max(0, Math.min(time[r], atMost - from));
      });
    } else if (objective !== "balance") return undefined;
    else if (isBatch) {
      if (resources.some(({ until }) => until === undefined)) return undefined;
      resources.forEach(({ from, until = from }, r) => {
        time[r] = Math.min(time[r], partOf(until - from, atMost));
      });
    } else {
      resources.forEach((one, r) => {
        dimensions.forEach((_, d) => {
          if (d !== (dimension ?? d)) return;
          const most = partOf(one.capacity[d], atMost, isShared);
          capacity[r][d] = Math.min(capacity[r][d], most);
        });
      });
    }
  }
  return { time, capacity };
}

/**
 * The largest load whose share of the whole, rounded up to millionths, is at most `millionths`: a whole number, but where
 * shares of tasks may stop between two, the next one.
 */
function partOf(whole: number, millionths: number, isShared = false): number {
  const product = BigInt(whole) * BigInt(millionths) + (isShared ? BigInt(WHOLE - 1) : 0n);
  return Math.max(0, Number(product / BigInt(WHOLE)));
}

/** `usablePairs`, without those where a whole piece passes what its copy can take. O(T R D). */
export function usableWithin(instance: Instance, { time, capacity }: CopyLimits): Uint8Array {
  const { tasks, resources, dimensions, pairs } = instance;
  const R = resources.length;
  const usable = usablePairs(instance).slice();
  for (let t = 0; t < tasks.length; t++) {
    if (tasks[t].divisible) continue;
    for (let r = 0; r < R; r++) {
      if (pairs.runtime[t * R + r] > time[r]) usable[t * R + r] = 0;
      for (let d = 0; d < dimensions.length; d++) {
        if (demandOf(instance, t, r, d) > capacity[r][d]) usable[t * R + r] = 0;
      }
    }
  }
  return usable;
}

/**
 * What a piece counts among the big ones, from 0 to `parts` if it is no larger than the limit: those on one copy that
 * keeps the limit sum to at most `parts`. Exact. See `BigPrices`.
 */
export function bigness(amount: number, limit: number, parts: number): number {
  if (amount <= 0 || limit === Infinity) return 0;
  if (limit <= 0) return parts;
  const product = (parts + 1) * amount;
  if (Number.isSafeInteger(product)) return Math.max(0, Math.ceil(product / limit) - 1);
  const whole = BigInt(limit);
  return Number((BigInt(parts + 1) * BigInt(amount) + whole - 1n) / whole) - 1;
}

/** `bigness` in a load of all pieces of all tasks, by pair; 0 for divisible tasks and where the pair is not usable. */
export function bigPieces(
  instance: Instance,
  usable: Uint8Array,
  limits: CopyLimits,
  load: number | "time",
  parts: number,
): Float64Array {
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  return Float64Array.from(usable, (one, pair) => {
    const [t, r] = [Math.floor(pair / R), pair % R];
    if (one === 0 || tasks[t].divisible) return 0;
    if (load === "time") return bigness(pairs.runtime[pair], limits.time[r], parts);
    return bigness(demandOf(instance, t, r, load), limits.capacity[r][load], parts);
  });
}
