import type { PackingCore } from "../../cores/packing.ts";
import type { Solver } from "../../program/types.ts";
import { dualProgram } from "./master.ts";
import { makePricer, SCALE } from "./pricing.ts";
import type { Configuration } from "./types.ts";

/** After a round of column generation. */
export interface PricingRound {
  /** Every configuration found so far, the latest last. */
  readonly columns: readonly Configuration[];
  /** The prices on task copies that promise most so far, whole numbers, SCALE times. */
  readonly prices: Float64Array;
  /** By resource entry: what a configuration is worth at most at these prices. */
  readonly worths: readonly number[];
  /** True if the prices are new. */
  readonly better: boolean;
  /** No prices promise more, as the solver says of the configurations before this round; SCALE times. */
  readonly atMost: number;
}

/** What column generation may use. */
export interface BoundSettings {
  readonly solver: Solver;
  /** Configurations to start from. */
  readonly start: readonly Configuration[];
  /** Nodes of one pricing of one resource entry. */
  readonly nodes: number;
  readonly stopped: () => boolean;
}

/** How far a round goes from the latest prices towards the best ones. */
const INWARD = 0.7;

/**
 * The bound of the configuration program by column generation on its dual: the solver proposes prices, rounded to
 * whole numbers, and the pricing of those says what they promise and which configurations break them. Prices are
 * smoothed towards the best ones (Wentges 1997, DOI 10.1111/1475-3995.00009). Yields after every round; ends when
 * nothing is left to win or `stopped` says so.
 */
export async function* boundRounds(
  core: PackingCore,
  { solver, start, nodes, stopped }: BoundSettings,
): AsyncGenerator<PricingRound, void, void> {
  const price = makePricer(core);
  const columns: Configuration[] = [];
  const known = new Set<string>();
  const take = (configuration: Configuration) => {
    const key = JSON.stringify(configuration);
    if (configuration.tasks.length === 0 || known.has(key)) return false;
    known.add(key);
    columns.push(configuration);
    return true;
  };
  start.forEach(take);
  const ground = groundPrices(core);
  const first = price(ground, nodes);
  if (first === undefined) return;
  let best = { bound: first.bound, prices: ground, worths: first.worths };
  first.configurations.forEach(take);
  yield { columns, prices: best.prices, worths: best.worths, better: true, atMost: Infinity };
  let inward = INWARD;
  while (!stopped()) {
    const { point } = await solver.solve(dualProgram(core, columns), {}, { shouldStop: stopped });
    if (point === undefined) return;
    const proposed = point.x.subarray(0, core.tasks);
    const share = inward;
    const prices = wholePrices(core, proposed, best.prices, share);
    const priced = price(prices, nodes);
    if (priced === undefined) return;
    const better = priced.bound > best.bound;
    if (better) best = { bound: priced.bound, prices, worths: priced.worths };
    const fresh = priced.configurations.filter(take).length;
    const atMost = -point.value * SCALE;
    yield { columns, prices: best.prices, worths: best.worths, better, atMost };
    if (Number(best.bound) >= atMost - SCALE * 1e-3) return;
    if (fresh > 0) inward = INWARD;
    else if (share > 0.01) inward = better ? share / 2 : 0;
    else return;
  }
}

/** Prices at which no configuration is worth more than its tasks alone: every task at its least value, or at 0. */
function groundPrices(core: PackingCore): Float64Array {
  const { tasks, resources, value } = core;
  return Float64Array.from({ length: tasks }, (_, t) => {
    let least = 0;
    for (let r = 0; r < resources; r++) least = Math.min(least, value[t * resources + r]);
    return SCALE * least + 0;
  });
}

function wholePrices(
  core: PackingCore,
  proposed: Float64Array,
  best: Float64Array,
  share: number,
): Float64Array {
  return proposed.map((price, t) => {
    const mixed = (1 - share) * price * SCALE + share * best[t];
    // Adding 0 turns -0 into 0.
    return (core.optional[t] === 1 ? Math.min(0, Math.round(mixed)) : Math.round(mixed)) + 0;
  });
}
