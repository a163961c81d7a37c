import type { Instance } from "../instance/types.ts";
import { ceilDivide } from "./exact.ts";
import { entriesInUse, factsOf, sumOfLeast, usableDemand } from "./facts.ts";

/** What a used copy of a resource entry pays once. */
export type FixedPrice = (resource: number) => number;

/**
 * The least sum of fixed prices of resource copies that could hold all mandatory tasks, counted two ways:
 * as many copies as are needed at least, the cheapest ones; and in placement mode by dimension the cheapest
 * fractional set of copies with enough capacity. Micro-dollars; undefined if no set suffices.
 */
export function fixedPriceCover(instance: Instance, priceOf: FixedPrice): bigint | undefined {
  const inUse = entriesInUse(instance);
  const entries = [...instance.resources.keys()].filter((r) => inUse[r]);
  const byCount = cheapestCopies(instance, priceOf, entries, fewestCopies(instance));
  if (byCount === undefined) return undefined;
  if (instance.mode === "batch") return byCount;
  let most = byCount;
  for (let d = 0; d < instance.dimensions.length; d++) {
    const demand = sumOfLeast(instance, usableDemand(instance, d));
    const cover =
      demand === undefined ? undefined : cheapestCover(instance, priceOf, entries, d, demand);
    if (cover === undefined) return undefined;
    if (cover > most) most = cover;
  }
  return most;
}

/**
 * How many resource copies every plan uses at least: replicas, separate groups and, in placement mode, total
 * demand against the largest copies.
 */
function fewestCopies(instance: Instance): number {
  const { tasks, separate } = instance;
  const { items } = factsOf(instance);
  let fewest = items.length > 0 ? 1 : 0;
  for (const task of tasks) if (!task.optional) fewest = Math.max(fewest, task.replicas);
  for (const group of separate) fewest = Math.max(fewest, separatePieces(instance, group.tasks));
  if (instance.mode === "batch") return fewest;
  for (let d = 0; d < instance.dimensions.length; d++) {
    fewest = Math.max(fewest, copiesFor(instance, d));
  }
  return fewest;
}

/** Pieces of mandatory members, each of which needs a resource copy of its own. */
export function separatePieces(instance: Instance, members: readonly number[]): number {
  return members.reduce((sum, t) => {
    const { optional, count, replicas } = instance.tasks[t];
    return optional ? sum : sum + count * replicas;
  }, 0);
}

function copiesFor(instance: Instance, dimension: number): number {
  const demand = sumOfLeast(instance, usableDemand(instance, dimension)) ?? 0n;
  const largest = [...instance.resources].sort(
    (a, b) => b.capacity[dimension] - a.capacity[dimension],
  );
  let left = demand;
  let copies = 0;
  for (const { capacity, count } of largest) {
    if (left <= 0n || capacity[dimension] === 0) break;
    const wanted = ceilDivide(left, BigInt(capacity[dimension]));
    const taken = wanted < BigInt(count) ? wanted : BigInt(count);
    copies += Number(taken);
    left -= taken * BigInt(capacity[dimension]);
  }
  return copies;
}

function cheapestCopies(
  instance: Instance,
  priceOf: FixedPrice,
  entries: readonly number[],
  count: number,
): bigint | undefined {
  const { resources } = instance;
  const sorted = [...entries].sort((a, b) => priceOf(a) - priceOf(b));
  let left = count;
  let sum = 0n;
  for (const r of sorted) {
    const taken = Math.min(left, resources[r].count);
    sum += BigInt(taken) * BigInt(priceOf(r));
    left -= taken;
  }
  return left > 0 ? undefined : sum;
}

/** The fractional covering knapsack: copies by price for each unit of capacity, the last one in part. */
function cheapestCover(
  instance: Instance,
  priceOf: FixedPrice,
  entries: readonly number[],
  dimension: number,
  demand: bigint,
): bigint | undefined {
  const offers = entries
    .map((r) => {
      const { capacity, count } = instance.resources[r];
      return { size: BigInt(capacity[dimension]), price: BigInt(priceOf(r)), count: BigInt(count) };
    })
    .filter((offer) => offer.size > 0n)
    .sort((a, b) => Number(a.price * b.size - b.price * a.size));
  let left = demand;
  let sum = 0n;
  for (const { size, price, count } of offers) {
    if (left <= 0n) break;
    const whole = size * count;
    if (whole > left) return sum + ceilDivide(price * left, size);
    sum += price * count;
    left -= whole;
  }
  return left > 0n ? undefined : sum;
}
