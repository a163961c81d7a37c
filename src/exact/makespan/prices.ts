import type { MakespanCore } from "./types.ts";

/** Prices on load and the makespan that they prove. */
export interface LoadPricing {
  /** By resource entry, whole numbers of no less than 0. */
  readonly price: Float64Array;
  /** Numerator and denominator of the bound: exact integers below 2^53, the denominator positive. */
  readonly load: number;
  readonly weight: number;
}

const PASSES = 1500;
const PATIENCE = 10;
/** Pairs looked at between two yields. */
const STRIDE = 2_000_000;
/** Sums of price x runtime stay below this, so that they are exact. */
const ROOM = 2 ** 52;

/**
 * Prices mu with a large bound sum_j min_i mu_i p[j,i] / sum_i mu_i on every makespan, by a target-level subgradient
 * method (Goffin, Kiwiel 1999, DOI 10.1007/s101070050055); pairs longer than `cap` are left out, so that with a cap
 * the bound holds for assignments of a makespan of at most `cap` only. Yields now and then; returns undefined if a task
 * has no pair left, "refuted" by that. Approaches the linear relaxation; O(n x entries) a pass.
 */
export function* raiseLoadPrices(
  core: MakespanCore,
  cap: number,
  start?: Float64Array,
): Generator<void, LoadPricing | undefined, void> {
  const table = entriesOf(core, cap);
  const { entries, count } = table;
  const price = start === undefined ? new Float64Array(entries).fill(1) : Float64Array.from(start);
  const best = Float64Array.from(price);
  const load = new Float64Array(entries);
  const direction = new Float64Array(entries);
  normalise(price, count);
  let value = evaluate(table, price, load);
  if (value === Number.POSITIVE_INFINITY) return undefined;
  let bound = value;
  let anchor = value;
  let ahead = 0.05 * Math.max(value, 1e-9);
  const smallest = 1e-7 * ahead * 20;
  best.set(price);
  let work = 0;
  for (let pass = 0, stalled = 0; pass < PASSES && ahead >= smallest; pass++) {
    let square = 0;
    for (let r = 0; r < entries; r++) {
      direction[r] = 0.75 * (load[r] - count[r] * value) + 0.25 * direction[r];
      if (price[r] === 0 && direction[r] < 0) direction[r] = 0;
      square += direction[r] * direction[r];
    }
    if (square === 0) break;
    const stride = (anchor + ahead - value) / square;
    for (let r = 0; r < entries; r++) price[r] = Math.max(0, price[r] + stride * direction[r]);
    normalise(price, count);
    value = evaluate(table, price, load);
    if (value > bound) {
      bound = value;
      best.set(price);
    }
    if (bound >= anchor + ahead / 2) {
      anchor = bound;
      ahead *= 1.6;
      stalled = 0;
    } else if (++stalled >= PATIENCE) {
      stalled = 0;
      ahead *= 0.6;
      anchor = bound;
      price.set(best);
      direction.fill(0);
      value = evaluate(table, price, load);
    }
    work += core.tasks * entries;
    if (work < STRIDE) continue;
    work = 0;
    yield;
  }
  return inIntegers(table, best);
}

/** The least whole number that is no less than load / weight. */
export function priceBound({ load, weight }: LoadPricing): number {
  const rest = load % weight;
  return (load - rest) / weight + (rest > 0 ? 1 : 0);
}

interface EntryTable {
  readonly tasks: number;
  readonly entries: number;
  /** Copies by entry. */
  readonly count: Float64Array;
  /** Length n x entries. */
  readonly runtime: Float64Array;
}

function entriesOf({ tasks, resources, runtime, entry }: MakespanCore, cap: number): EntryTable {
  const entries = entry.reduce((most, one) => Math.max(most, one + 1), 0);
  const count = new Float64Array(entries);
  for (const r of entry) count[r]++;
  const table = new Float64Array(tasks * entries).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < tasks; j++) {
    for (let i = 0; i < resources; i++) {
      const one = runtime[j * resources + i];
      if (one <= cap) table[j * entries + entry[i]] = one;
    }
  }
  return { tasks, entries, count, runtime: table };
}

/** The bound at prices that weigh 1 together; leaves the loads of its minimiser in `load`. */
function evaluate(
  { tasks, entries, runtime }: EntryTable,
  price: Float64Array,
  load: Float64Array,
) {
  load.fill(0);
  let sum = 0;
  for (let j = 0, e = 0; j < tasks; j++) {
    let least = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let r = 0; r < entries; r++, e++) {
      // A price of 0 times Infinity is no number, and never less.
      const one = price[r] * runtime[e];
      if (one < least) {
        least = one;
        at = r;
      }
    }
    sum += least;
    load[at] += runtime[j * entries + at];
  }
  return sum;
}

function normalise(price: Float64Array, count: Float64Array): void {
  let weight = 0;
  for (let r = 0; r < price.length; r++) weight += count[r] * price[r];
  if (weight > 0) for (let r = 0; r < price.length; r++) price[r] /= weight;
  else price.fill(1 / count.reduce((sum, one) => sum + one, 0));
}

/** Rounds prices to whole numbers whose sums stay exact. */
function inIntegers(table: EntryTable, prices: Float64Array): LoadPricing {
  const { tasks, entries, count, runtime } = table;
  let longest = 1;
  for (const one of runtime) if (one < Number.POSITIVE_INFINITY && one > longest) longest = one;
  const most = prices.reduce((high, one) => Math.max(high, one), 0);
  const resources = count.reduce((sum, one) => sum + one, 0);
  const scale = Math.min(2 ** 40, ROOM / (longest * tasks), ROOM / resources) / most;
  const price = Float64Array.from(prices, (one) => Math.floor(one * scale));
  let weight = 0;
  for (let r = 0; r < entries; r++) weight += count[r] * price[r];
  if (weight === 0) return { price: price.fill(1), load: 0, weight: resources };
  let load = 0;
  for (let j = 0; j < tasks; j++) {
    let least = Number.POSITIVE_INFINITY;
    for (let r = 0; r < entries; r++) {
      const one = price[r] * runtime[j * entries + r];
      if (one < least) least = one;
    }
    load += least;
  }
  return { price, load, weight };
}
