import type { CoreEvent, CoreShared } from "../../cores/events.ts";
import { largestLoad } from "../../cores/makespan.ts";
import type { MakespanCore } from "../../cores/types.ts";
import type { SearchNode } from "../../plan/certificate/types.ts";
import { InvariantError } from "../../util/errors.ts";
import { quietly } from "../../util/quietly.ts";
import { metered } from "../gap/metered.ts";
import { makeDecider, type Refutation } from "./decide.ts";
import { decideBetween } from "./decide-between.ts";
import { priceEvent, rootOf, searchEvent } from "./evidence.ts";
import { type LoadPricing, priceBound, raiseLoadPrices } from "./prices.ts";

/** Limits of a proof. */
export interface ProveMakespanOptions {
  /** Stop after this many nodes and price rounds. Default: none. */
  readonly maxSteps?: number;
}

/**
 * Closes the gap of a makespan core from below. Yields, in this order: the bound of load prices with its certificate;
 * that of load prices without pairs that are too long; the largest limit refuted by knapsacks (see `makeDecider`);
 * then exact decisions for some limits side by side, whose assignments and refutations are the next values and bounds. Often an empty
 * event, so that the caller may stop. Ends once the bound meets the best value (its own or `shared.upper()`), or, in
 * coarse units, once nothing more can be refuted. Yields only an empty event
 * if a task has no pair. Reads no clock.
 */
export function* proveMakespan(
  core: MakespanCore,
  shared: CoreShared,
  options: ProveMakespanOptions = {},
): Generator<CoreEvent, void, void> {
  const { maxSteps = Number.POSITIVE_INFINITY } = options;
  const least = longestLeast(core);
  if (least === Number.POSITIVE_INFINITY) return yield {};
  const prices = yield* quietly(raiseLoadPrices(core, Number.POSITIVE_INFINITY));
  if (prices === undefined) throw new InvariantError("A task with a pair has none.");
  let lower = priceBound(prices);
  yield priceEvent(core, prices, lower);
  if (least > lower) {
    lower = least;
    // The longest task alone has no place below that.
    yield searchEvent(core, lower, { root: { prices: [] } });
  }
  const own = yield* firstValue(core);
  const upper = () => Math.min(own, shared.upper());
  const raised = yield* withoutLong(core, prices, lower, upper);
  if (raised.low > lower) {
    lower = raised.low;
    yield searchEvent(core, lower, raised);
  }
  lower = Math.max(lower, Math.min(shared.lower(), upper()));
  if (lower >= upper()) return;
  // Prices that know of longer pairs lead further than those at which the bound before is stuck.
  const decider = makeDecider(core, { price: prices.price, cap: Infinity }, upper() - 1);
  if (decider === undefined) return;
  const ends = { lower, upper: own };
  yield* metered(decideBetween(core, decider, ends, shared, maxSteps), decider);
}

/** The bound of load prices that know of no pair longer than the makespan: found by halving. */
function* withoutLong(
  core: MakespanCore,
  { price }: LoadPricing,
  from: number,
  upper: () => number,
): Generator<CoreEvent, Refutation & { readonly low: number }, void> {
  let longest = 0;
  let root: SearchNode | undefined;
  for (const one of core.runtime) if (one < Infinity && one > longest) longest = one;
  let low = from;
  let high = Math.min(upper(), longest);
  // Limits below `low` are refuted; `high` is not known to be.
  while (low < high) {
    const cap = low + Math.floor((high - low) / 2);
    const at = yield* quietly(raiseLoadPrices(core, cap, price));
    if (at === undefined || priceBound(at) > cap) {
      low = cap + 1;
      root = at === undefined ? { prices: [] } : rootOf(core, at, cap);
    } else high = cap;
  }
  return { low, ...(root === undefined ? {} : { root }) };
}

/** The longest of the least runtimes. */
function longestLeast({ tasks, resources, runtime }: MakespanCore): number {
  let longest = 0;
  for (let j = 0; j < tasks; j++) {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < resources; i++) least = Math.min(least, runtime[j * resources + i]);
    longest = Math.max(longest, least);
  }
  return longest;
}

/** A value to work under until a better one is known: each task where it is shortest, or ends first. */
function* firstValue(core: MakespanCore): Generator<CoreEvent, number, void> {
  const { tasks, resources, runtime } = core;
  const load = new Float64Array(resources);
  const assignment = new Int32Array(tasks);
  for (let j = 0; j < tasks; j++) {
    let at = 0;
    for (let i = 1; i < resources; i++) {
      if (load[i] + runtime[j * resources + i] < load[at] + runtime[j * resources + at]) at = i;
    }
    assignment[j] = at;
    load[at] += runtime[j * resources + at];
  }
  const value = largestLoad(core, assignment);
  yield { assignment, value };
  return value;
}
