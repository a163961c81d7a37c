import type { CoreEvent } from "../../cores/events.ts";
import type { MakespanCore } from "../../cores/types.ts";
import type { LoadPrices, SearchNode } from "../../plan/certificate/types.ts";
import type { Refutation } from "./decide.ts";
import type { LoadPricing } from "./prices.ts";

/** Prices on load as prices of tasks, which refute a makespan of `cap` by knapsacks; undefined if rounding takes that away. */
export function rootOf(
  { tasks, resources, runtime, entry }: MakespanCore,
  { price, load, weight }: LoadPricing,
  cap: number,
): SearchNode | undefined {
  const scale = Math.min(1, MOST_SUM / ((resources + 1) * Math.max(1, load)));
  // Only what is scaled down is rounded.
  if (!(scale * (load - cap * weight) > (scale < 1 ? 2 * tasks : 0))) return undefined;
  const prices = Array.from({ length: tasks }, (_, j) => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < resources; i++) {
      const one = runtime[j * resources + i];
      if (one <= cap) least = Math.min(least, price[entry[i]] * one);
    }
    return Math.floor(scale * least);
  });
  return { prices: [prices] };
}

/** The checker sums prices over all resources exactly. */
const MOST_SUM = 2 ** 50;

/** A bound in core units with the search that refutes everything below it. */
export function searchEvent(
  { divisor, given = [] }: MakespanCore,
  bound: number,
  { root, grain }: Refutation,
): CoreEvent {
  if (root === undefined) return { bound };
  const coarse = grain && { grain: grain.map((one) => one * divisor) };
  // Loads are multiples of the divisor.
  const refuted = bound * divisor - 1;
  const within = given.length > 0 && { given };
  return { bound, certificate: { kind: "makespan-search", refuted, root, ...coarse, ...within } };
}

/**
 * The bound of load prices. Their certificate proves milliseconds; where whole units or earlier limits prove more than they do, it is
 * that of a search whose root the same prices refute.
 */
export function priceEvent(core: MakespanCore, prices: LoadPricing, bound: number): CoreEvent {
  const { divisor, given = [] } = core;
  const { price, load, weight } = prices;
  const proven = (BigInt(load) * BigInt(divisor) + BigInt(weight) - 1n) / BigInt(weight);
  if (load === 0) return { bound };
  // Prices on load know no limits.
  if (given.length > 0 || proven !== BigInt(bound) * BigInt(divisor)) {
    const root = rootOf(core, prices, bound - 1);
    return searchEvent(core, bound, root === undefined ? {} : { root });
  }
  const certificate: LoadPrices = { kind: "load-prices", price: Array.from(price, (one) => [one]) };
  return { bound, certificate };
}
