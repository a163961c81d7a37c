import type { CoreEvent } from "../../cores/events.ts";
import type { GapCore } from "../../cores/types.ts";
import { makeAscent } from "./ascent.ts";
import { capacityPrices } from "./capacity-prices.ts";
import type { GapNode } from "./node.ts";
import type { Relaxation } from "./relaxation.ts";

/** Steps of one round: fewer where one of them fills many cells of knapsack tables, so that the caller may stop. */
const STEPS = { least: 10, most: 100, cells: 3e8 };
/** Rounds without the gain that a target asks for before it comes nearer. */
const SHRINK = 0.6;
/** Most passes after the first two; prices that are stuck often move again when the target is far. */
const PASSES = 3;

/** A target this near, in units of cost, ends a pass when it is not met. */
const FINEST = 0.1;

/**
 * Prices to begin from: what each task costs at its cheapest place with capacity at its price, so that the relaxation
 * starts no lower than the linear one.
 */
export function firstPrices(core: GapCore, scale: number, highest: number): Int32Array {
  const { tasks, resources, cost, weight, capacity } = core;
  const { lambda } = capacityPrices(core);
  const prices = new Int32Array(tasks);
  for (let j = 0; j < tasks; j++) {
    let least = Infinity;
    for (let i = 0, e = j * resources; i < resources; i++, e++) {
      if (weight[e] <= capacity[i]) least = Math.min(least, cost[e] + lambda[i] * weight[e]);
    }
    prices[j] = least === Infinity ? 0 : Math.min(highest, Math.max(0, Math.round(least * scale)));
  }
  return prices;
}

/** What each task costs at its second cheapest place: a start far from where the linear relaxation is degenerate. */
function secondPrices({ tasks, resources, cost, weight, capacity }: GapCore, scale: number) {
  const prices = new Int32Array(tasks);
  for (let j = 0; j < tasks; j++) {
    let first = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    for (let i = 0, e = j * resources; i < resources; i++, e++) {
      if (weight[e] > capacity[i]) continue;
      if (cost[e] < first) {
        second = first;
        first = cost[e];
      } else second = Math.min(second, cost[e]);
    }
    const one = second < Number.POSITIVE_INFINITY ? second : first;
    prices[j] = one < Number.POSITIVE_INFINITY ? one * scale : 0;
  }
  return prices;
}

/**
 * Raises the prices of the root towards targets that come closer whenever they are not met, and returns the value,
 * times the scale: from its own prices, from others if those are stuck, then on from the better ones. Yields
 * empty events. Ends early once the value rules out everything below `upper()`.
 */
export function* raiseRoot(
  core: GapCore,
  relaxation: Relaxation,
  root: GapNode,
  upper: () => number,
): Generator<CoreEvent, number, void> {
  const { scale } = relaxation;
  const ascend = makeAscent(core, relaxation);
  relaxation.open(root);
  const start = relaxation.evaluate(root.prices);
  let value = yield* pass(start, NEAR);
  const isStuck = value - start < scale && value <= (upper() - 1) * scale;
  if (isStuck) {
    const held = root.prices.slice();
    root.prices.set(secondPrices(core, scale));
    const other = yield* pass(relaxation.evaluate(root.prices), FAR);
    if (other < value) root.prices.set(held);
    value = Math.max(value, other);
  }
  for (let again = 0; again < PASSES; again++) {
    const began = value;
    if (value > (upper() - 1) * scale) break;
    value = yield* pass(value, NEAR / 4 ** (again + 1));
    if (value - began < scale * FINEST) break;
  }
  root.stride = 1;
  return value;

  /** From a far target, a share of the value above it, to a near one. */
  function* pass(from: number, share: number): Generator<CoreEvent, number, void> {
    let best = from;
    const { cells } = relaxation.work;
    relaxation.evaluate(root.prices);
    const filled = relaxation.work.cells - cells;
    const steps = Math.floor(STEPS.cells / (filled + 1));
    for (let reach = Math.max(scale, Math.abs(from) * share); reach > scale * FINEST; ) {
      const enough = (upper() - 1) * scale;
      const goal = Math.min(best + reach, enough + scale);
      root.stride = 1;
      const next = ascend(root, Math.max(STEPS.least, Math.min(STEPS.most, steps)), goal, enough);
      if (next - best < reach / 8) reach *= SHRINK;
      best = Math.max(best, next);
      if (best > enough) break;
      yield {};
    }
    return best;
  }
}

/** First targets above a start, as shares of it. */
const NEAR = 0.01;
const FAR = 0.5;
