import { makeAscent } from "./ascent.ts";
import { capacityPrices } from "./capacity-prices.ts";
import type { GapNode } from "./node.ts";
import type { Relaxation } from "./relaxation.ts";
import type { GapCore, GapEvent } from "./types.ts";

/** Steps of one round. */
const STEPS = 100;
/** Rounds without the gain that a target asks for before it comes nearer. */
const SHRINK = 0.6;
/** Passes from a far target to a near one; prices that are stuck often move again when the target is far. */
const PASSES = 4;

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

/**
 * Raises the prices of the root towards targets that come closer whenever they are not met, and returns the value,
 * times the scale. Yields empty events. Ends early once the value rules out everything below `upper()`.
 */
export function* raiseRoot(
  core: GapCore,
  relaxation: Relaxation,
  root: GapNode,
  upper: () => number,
): Generator<GapEvent, number, void> {
  const { scale } = relaxation;
  const ascend = makeAscent(core, relaxation);
  relaxation.open(root);
  let value = relaxation.evaluate(root.prices);
  for (let pass = 0; pass < PASSES; pass++) {
    const began = value;
    let reach = Math.max(scale, (Math.abs(value) * FIRST) / 4 ** pass);
    while (reach > scale * FINEST) {
      const enough = (upper() - 1) * scale;
      const goal = Math.min(value + reach, enough + scale);
      root.stride = 1;
      const next = ascend(root, STEPS, goal, enough);
      if (next - value < reach / 8) reach *= SHRINK;
      value = Math.max(value, next);
      if (value > enough) break;
      yield {};
    }
    if (value > (upper() - 1) * scale || value - began < scale * FINEST) break;
  }
  root.stride = 1;
  return value;
}

/** The first target above the start, as a share of it. */
const FIRST = 0.01;
