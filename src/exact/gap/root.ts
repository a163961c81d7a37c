import { makeAscent } from "./ascent.ts";
import type { GapNode } from "./node.ts";
import type { Relaxation } from "./relaxation.ts";
import type { GapCore, GapEvent } from "./types.ts";

/** Steps between two moments for the caller, and rounds of them. */
const STEPS = 50;
const ROUNDS = 160;

/** A target this near, in units of cost, ends the ascent when it is not met. */
const FINEST = 0.1;

/** Prices to begin from: the second cheapest place of each task. */
export function firstPrices(
  { tasks, resources, cost, weight, capacity }: GapCore,
  scale: number,
): Int32Array {
  const prices = new Int32Array(tasks);
  for (let j = 0; j < tasks; j++) {
    const places: number[] = [];
    for (let i = 0, e = j * resources; i < resources; i++, e++) {
      if (weight[e] <= capacity[i]) places.push(cost[e]);
    }
    places.sort((a, b) => a - b);
    prices[j] = (places[1] ?? places[0] ?? 0) * scale;
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
  let reach = Math.max(scale, Math.abs(value) / 2);
  root.stride = 1;
  for (let round = 0; round < ROUNDS && reach > scale * FINEST; round++) {
    const enough = (upper() - 1) * scale;
    const goal = Math.min(value + reach, enough + scale);
    const next = ascend(root, STEPS, goal, enough);
    const gained = next - value;
    if (gained < reach / 8) reach *= 0.6;
    value = Math.max(value, next);
    if (value > enough) break;
    yield {};
  }
  root.stride = 1;
  return value;
}
