import type { PackingCore } from "../../cores/packing.ts";
import { priceBranch } from "./price-branch.ts";
import { gridsOf, priceGrid } from "./price-grid.ts";
import type { Configuration, PricedConfiguration } from "./types.ts";

/** Whole prices are this many times the prices on task copies. */
export const SCALE = 1000;

/** Beyond this a worth is not added up exactly by the branch and bound; see there. */
const LARGEST_WORTH = 2 ** 32;

/** What prices on task copies promise; `certifyPrices` proves it. */
export interface Pricing {
  /** Lower bound on the sum of values and fixed costs, SCALE times. */
  readonly bound: bigint;
  /** By resource entry: what a configuration is worth at most, SCALE times. */
  readonly worths: readonly number[];
  /** The best configuration of each resource entry. */
  readonly configurations: readonly Configuration[];
}

/** Prices task copies: `prices` whole, SCALE times; at most 0 where the task is optional. */
export type Pricer = (prices: Float64Array, nodes: number) => Pricing | undefined;

/**
 * The Lagrangian bound of prices on task copies (the single-assignment rows): the sum of the prices
 * less, for every resource copy, the most that a configuration is worth above its fixed cost. Undefined if the
 * amounts are too large. Source: Lasdon (1970); Farley (1990), DOI 10.1287/opre.38.5.922, for its use in packing.
 */
export function makePricer(core: PackingCore): Pricer {
  const grids = gridsOf(core);
  const warm: (Configuration | undefined)[] = [];
  return (prices, nodes) => {
    const priced: PricedConfiguration[] = [];
    for (const grid of grids ?? []) {
      const worth = worthOf(core, grid.resources[0], prices);
      if (worth.some((amount) => amount > LARGEST_WORTH)) return undefined;
      for (const found of priceGrid(core, grid, worth))
        priced[found.configuration.resource] = found;
    }
    for (let r = 0; grids === undefined && r < core.resources; r++) {
      const worth = worthOf(core, r, prices);
      if (worth.some((amount) => amount > LARGEST_WORTH)) return undefined;
      priced[r] = priceBranch(core, r, worth, nodes, warm[r]);
      warm[r] = priced[r].configuration;
    }
    let bound = 0n;
    for (let t = 0; t < core.tasks; t++) bound += BigInt(core.copies[t]) * BigInt(prices[t]);
    for (let r = 0; r < core.resources; r++) {
      const profit = BigInt(priced[r].atMost) - BigInt(SCALE * core.fixed[r]);
      if (profit > 0n) bound -= BigInt(core.units[r]) * profit;
    }
    const worths = priced.map(({ atMost }) => atMost);
    return { bound, worths, configurations: priced.map(({ configuration }) => configuration) };
  };
}

/** What a copy of each task is worth on a resource entry, SCALE times; 0 where it cannot be. */
export function worthOf(core: PackingCore, r: number, prices: Float64Array): Float64Array {
  return prices.map((price, t) => {
    const e = t * core.resources + r;
    return core.usable[e] === 0 ? 0 : Math.max(0, price - SCALE * core.value[e]);
  });
}
