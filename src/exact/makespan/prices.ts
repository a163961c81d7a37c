import { ascend, type Dual } from "../../bounds/prices/ascent.ts";
import type { MakespanCore } from "../../cores/types.ts";

/** Prices on load and the makespan that they prove. */
export interface LoadPricing {
  /** By resource entry, whole numbers of no less than 0. */
  readonly price: Float64Array;
  /** Numerator and denominator of the bound: exact integers below 2^53, the denominator positive. */
  readonly load: number;
  readonly weight: number;
}

const PASSES = 1500;
/** Sums of price x runtime stay below this, so that they are exact. */
const ROOM = 2 ** 52;

/**
 * Prices mu with a large bound sum_j min_i mu_i p[j,i] / sum_i mu_i on every makespan (see `ascend`); pairs longer than `cap`
 * are left out, so that with a cap the bound holds for assignments of a makespan of at most `cap` only. Yields now and then;
 * returns undefined if a task has no pair left, "refuted" by that. Approaches the linear relaxation; O(n x entries) a pass.
 */
export function* raiseLoadPrices(
  core: MakespanCore,
  cap: number,
  start?: Float64Array,
): Generator<void, LoadPricing | undefined, void> {
  const table = entriesOf(core, cap);
  const { entries } = table;
  const from = start ?? new Float64Array(entries).fill(1);
  const dual = dualOf(table);
  if (dual.evaluate(from, new Float64Array(entries)) === Number.POSITIVE_INFINITY) return undefined;
  const ascent = ascend(dual, from, PASSES, Number.POSITIVE_INFINITY);
  for (;;) {
    const { done, value } = ascent.next();
    if (done === true) return inIntegers(table, value.prices);
    yield;
  }
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

/** Least priced load over the sum of prices, which does not change when all are multiplied. */
function dualOf({ tasks, entries, count, runtime }: EntryTable): Dual {
  return {
    size: entries,
    work: tasks * entries,
    evaluate(price, slope) {
      slope.fill(0);
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
        slope[at] += runtime[j * entries + at];
      }
      let weight = 0;
      for (let r = 0; r < entries; r++) weight += count[r] * price[r];
      if (weight <= 0) return 0;
      const value = sum / weight;
      for (let r = 0; r < entries; r++) slope[r] = (slope[r] - count[r] * value) / weight;
      return value;
    },
  };
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
