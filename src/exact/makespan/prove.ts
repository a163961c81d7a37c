import type { LoadPrices, SearchNode } from "../../plan/certificate/types.ts";
import { InvariantError } from "../../util/errors.ts";
import { metered } from "../gap/metered.ts";
import type { GapEvent, GapShared } from "../gap/types.ts";
import { largestLoad } from "./core.ts";
import { type Decider, makeDecider, type Refutation } from "./decide.ts";
import { type LoadPricing, priceBound, raiseLoadPrices } from "./prices.ts";
import type { MakespanCore } from "./types.ts";

/** Limits of a proof. */
export interface ProveMakespanOptions {
  /** Stop after this many nodes and price rounds. Default: none. */
  readonly maxSteps?: number;
}

/** Rounds of price steps for one limit at the root: few at first, so that limits beyond reach cost little. */
const ROUNDS = [1, 8] as const;

/** Share of the work at the root that passes without a gain may take before the search below it begins. */
const FRUITLESS = 0.3;

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
  shared: GapShared,
  options: ProveMakespanOptions = {},
): Generator<GapEvent, void, void> {
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

/** Refutes limits from `known.lower` on, then decides some between it and the best value. */
function* decideBetween(
  core: MakespanCore,
  decider: Decider,
  known: { readonly lower: number; readonly upper: number },
  shared: GapShared,
  maxSteps: number,
): Generator<GapEvent, void, void> {
  let { lower, upper: own } = known;
  const upper = () => Math.min(own, shared.upper());
  const { grain } = decider;
  let steps = 0;
  for (const event of climb(decider, lower, upper)) {
    if (event !== undefined && event.bound > lower) {
      lower = Math.min(event.bound, upper());
      yield lower === event.bound ? searchEvent(core, lower, event.refutation) : { bound: lower };
    } else if (++steps > maxSteps) return;
    else yield {};
  }
  const searches = new Map<number, ReturnType<Decider["search"]>>();
  let pace = decider.unit;
  const first = decider.unit === 1 ? FIRST_BUDGET : FIRST_COARSE;
  for (let budget = first; lower < upper(); budget *= 2) {
    lower = Math.max(lower, Math.min(shared.lower(), upper()));
    const began = lower;
    for (const limit of limitsBetween(lower, upper(), decider, pace)) {
      if (limit * grain + grain <= lower || limit * grain >= upper()) continue;
      const search = searches.get(limit) ?? decider.search(limit);
      searches.set(limit, search);
      let step = search.next();
      for (let left = budget; !step.done && left > 0; left--) {
        if (lower >= upper() || ++steps > maxSteps) return;
        yield {};
        step = search.next();
      }
      if (!step.done) continue;
      searches.delete(limit);
      const found = step.value;
      if (!(found instanceof Int32Array)) {
        const bound = Math.min((limit + 1) * grain, upper());
        if (bound > lower) {
          lower = bound;
          yield bound === limit + 1 ? searchEvent(core, bound, found) : { bound };
        }
        continue;
      }
      const value = largestLoad(core, found);
      if (grain === 1 && value > limit) {
        throw new InvariantError(`The search found a makespan of ${value} above ${limit}.`);
      }
      if (value < upper()) {
        own = value;
        yield { assignment: found, value };
      }
      // In coarse units there may be no assignment for this limit, and nothing above can be refuted.
      if (grain > 1 && pace <= decider.unit) return;
      break;
    }
    pace = lower > began ? 2 * pace : Math.max(decider.unit, Math.floor(pace / 4));
    if (decider.unit > 1 && lower > began) budget = first / 2;
  }
}

/** Nodes of each search in the first round. */
const FIRST_BUDGET = 100;
/** The same where knapsacks are coarse: their nodes take long. */
const FIRST_COARSE = 10;

/**
 * Limits worth a search beside each other: the lowest, whose refutation raises the bound, and some above it at growing
 * distances, where an assignment is easier to find. Where knapsacks are coarse, one that raises it by `pace`, and the
 * highest, since a refutation there ends it all. Where runtimes themselves are coarse only the lowest.
 */
function limitsBetween(
  lower: number,
  upper: number,
  { grain, unit }: Decider,
  pace: number,
): number[] {
  const limits = [Math.floor(lower / grain)];
  if (grain > 1) return [Math.min(limits[0] + pace, Math.ceil(upper / grain)) - 1];
  if (unit > 1) return [Math.min(lower + pace, upper) - 1, upper - 1];
  for (let ahead = 1; lower + ahead < upper; ahead *= 2) limits.push(lower + ahead);
  return limits;
}

interface Climbed {
  readonly bound: number;
  readonly refutation: Refutation;
}

/**
 * Refutes limits at the root, with ever more rounds of price steps. Where knapsacks are coarse, nodes below it take long and
 * decide little, while prices go on learning from trials that fail: passes go on until those without a gain have taken
 * `FRUITLESS` of all the work. Yields bounds and moments.
 */
function* climb(
  decider: Decider,
  from: number,
  upper: () => number,
): Generator<Climbed | undefined, void, void> {
  const { grain, unit, work } = decider;
  const began = work.cells;
  let refuted = Math.floor(from / grain) - 1;
  for (const rounds of ROUNDS) refuted = yield* climbWith(decider, refuted, upper, rounds);
  if (grain === 1 && unit === 1) return;
  for (let fruitless = 0; (refuted + 1) * grain < upper(); ) {
    const before = { refuted, cells: work.cells };
    refuted = yield* climbWith(decider, refuted, upper, ROUNDS[1]);
    if (refuted === before.refuted) fruitless += work.cells - before.cells;
    if (work.cells === before.cells || fruitless > FRUITLESS * (work.cells - began)) return;
  }
}

/**
 * Steps from the `refuted` limit that double while they succeed, then halve, down to a unit of the knapsacks. Returns the
 * largest limit refuted.
 */
function* climbWith(
  { grain, unit, most, refute }: Decider,
  from: number,
  upper: () => number,
  rounds: number,
): Generator<Climbed | undefined, number, void> {
  let refuted = from;
  let open = Number.POSITIVE_INFINITY;
  let stride = unit;
  for (;;) {
    const last = Math.min(most, Math.floor((upper() - 1) / grain), open - 1);
    if (refuted >= last || open - refuted <= unit) return refuted;
    const limit =
      open === Number.POSITIVE_INFINITY
        ? Math.min(last, refuted + stride)
        : refuted + Math.max(1, (open - refuted) >> 1);
    const trial = refute(limit, rounds);
    let step = trial.next();
    for (; !step.done; step = trial.next()) yield undefined;
    if (step.value !== undefined) {
      refuted = limit;
      stride *= 2;
      yield { bound: (refuted + 1) * grain, refutation: step.value };
    } else open = limit;
  }
}

/** The bound of load prices that know of no pair longer than the makespan: found by halving. */
function* withoutLong(
  core: MakespanCore,
  { price }: LoadPricing,
  from: number,
  upper: () => number,
): Generator<GapEvent, Refutation & { readonly low: number }, void> {
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

/** Prices on load as prices of tasks, which refute a makespan of `cap` by knapsacks; undefined if rounding takes that away. */
function rootOf(
  { tasks, resources, runtime, entry }: MakespanCore,
  { price, load, weight }: LoadPricing,
  cap: number,
): SearchNode | undefined {
  const scale = MOST_SUM / ((resources + 1) * Math.max(1, load));
  if (!(Math.min(1, scale) * (load - cap * weight) > 2 * tasks)) return undefined;
  const prices = Array.from({ length: tasks }, (_, j) => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < resources; i++) {
      const one = runtime[j * resources + i];
      if (one <= cap) least = Math.min(least, price[entry[i]] * one);
    }
    return Math.floor(Math.min(1, scale) * least);
  });
  return { prices: [prices] };
}

/** The checker sums prices over all resources exactly. */
const MOST_SUM = 2 ** 50;

/** A bound in core units with the search that refutes everything below it. */
function searchEvent(
  { divisor }: MakespanCore,
  bound: number,
  { root, grain }: Refutation,
): GapEvent {
  if (root === undefined) return { bound };
  const coarse = grain && { grain: grain.map((one) => one * divisor) };
  // Loads are multiples of the divisor.
  const refuted = bound * divisor - 1;
  return { bound, certificate: { kind: "makespan-search", refuted, root, ...coarse } };
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
function* firstValue(core: MakespanCore): Generator<GapEvent, number, void> {
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

/** The certificate proves milliseconds; it stands beside the bound only where whole units prove no more than they do. */
function priceEvent(
  { divisor }: MakespanCore,
  { price, load, weight }: LoadPricing,
  bound: number,
): GapEvent {
  const proven = (BigInt(load) * BigInt(divisor) + BigInt(weight) - 1n) / BigInt(weight);
  if (load === 0 || proven !== BigInt(bound) * BigInt(divisor)) return { bound };
  const certificate: LoadPrices = { kind: "load-prices", price: Array.from(price, (one) => [one]) };
  return { bound, certificate };
}

function* quietly<T>(steps: Generator<void, T, void>): Generator<GapEvent, T, void> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    yield {};
  }
}
