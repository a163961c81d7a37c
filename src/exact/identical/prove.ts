import type { CoreEvent } from "../../cores/events.ts";
import { type IdenticalCore, loadOf } from "../../cores/identical.ts";
import { quietly } from "../../util/quietly.ts";
import { makeRandom, type Random } from "../../util/random.ts";
import { balance } from "./balance.ts";
import { countBound, cutPrices, type LoadBound, simpleBound, sumBound } from "./bounds.ts";
import { type Decision, makeDecision } from "./decide.ts";
import { dive } from "./dive.ts";
import { pricesAgainst } from "./duals.ts";
import { firstAssignment } from "./start.ts";

/** What is found on the way; assignments are of items. */
type IdenticalEvent = CoreEvent<LoadBound>;

/** Rounds of balancing before the search begins, in each pause of it, and without any gain where there is no search. */
const FIRST_ROUNDS = 40;
const NEXT_ROUNDS = 10;
const LAST_ROUNDS = 400;
/** With more items to a resource the mean is mostly reached: then searches come so many times before prices. */
const MANY = 3.5;
const BEFORE = 3;
/** Steps of the first try at each limit; they double. */
const FIRST_STEPS = 20_000;

/**
 * Closes the gap of identical resources from both sides. Bounds: means, counts, sums within reach, cuts, prices of patterns;
 * assignments: longest first, MULTIFIT, splits of two resources anew, dives into patterns. Then exact searches, at the lowest
 * limit that is open, whose refutation lifts the bound to the next sum of items, and at some above it. Ends when bound and
 * value meet, or where the core is too large for a search and nothing better is found for long. `stopped` is asked inside of
 * long steps, which then end early; equal seeds give equal events as long as it says no.
 */
export function* solveIdentical(
  core: IdenticalCore,
  seed: number,
  stopped: () => boolean,
): Generator<IdenticalEvent, void, void> {
  const random = makeRandom(seed);
  const simple = simpleBound(core);
  const counted = countBound(core);
  yield { bound: simple };
  const held = new Held(core, counted.value > simple.value ? counted : simple);
  yield { bound: held.bound, assignment: held.assignment };
  yield* held.raise(held.bound.value, undefined);
  yield* climb(held, (limit) => cutPrices(core, limit));
  if (held.isClosed) return;
  const balancing = startBalance(held, random);
  yield* balancing(FIRST_ROUNDS);
  const decisions = new Map<number, Decision>();
  let rounds = core.runtime.length > MANY * core.resources ? 0 : BEFORE;
  for (let steps = FIRST_STEPS; !held.isClosed; steps *= 2) {
    if (rounds++ === BEFORE) {
      yield* climb(held, (limit) => pricesAgainst(core, limit, stopped));
      if (held.isClosed) return;
    }
    const isLarge = yield* decide(held, decisions, steps, stopped);
    for (const limit of rounds > BEFORE ? held.limits() : []) {
      if (limit < held.bound.value || limit >= held.value) continue;
      yield* held.offer(yield* quietly(dive(core, limit, random, stopped)));
    }
    const before = held.value;
    yield* balancing(isLarge ? LAST_ROUNDS : NEXT_ROUNDS);
    if (isLarge && rounds > BEFORE && held.value === before) return;
  }
}

/** What is known so far. */
class Held {
  readonly core: IdenticalCore;
  bound: LoadBound;
  assignment: Int32Array;
  value: number;

  constructor(core: IdenticalCore, bound: LoadBound) {
    this.core = core;
    this.bound = bound;
    this.assignment = firstAssignment(core, bound.value);
    this.value = loadOf(core, this.assignment);
  }

  get isClosed(): boolean {
    return this.bound.value >= this.value;
  }

  *offer(assignment: Int32Array | undefined): Generator<IdenticalEvent, void, void> {
    if (assignment === undefined) return;
    const value = loadOf(this.core, assignment);
    if (value >= this.value) return;
    this.value = value;
    this.assignment = Int32Array.from(assignment);
    yield { assignment: this.assignment };
  }

  /**
   * Takes that no assignment has a largest load below `least`, proven as `how` says or, where that is absent, before; and then
   * that the largest load is a sum of items, or the value that is held.
   */
  *raise(
    least: number,
    how: Omit<LoadBound, "value"> | undefined,
  ): Generator<IdenticalEvent, void, void> {
    if (how !== undefined && least > this.bound.value) {
      this.bound = { value: Math.min(least, this.value), ...how };
      yield { bound: this.bound };
    }
    if (this.isClosed) return;
    const summed = sumBound(this.core, least, this.value);
    if (summed === undefined || summed.value <= this.bound.value) return;
    this.bound = summed;
    yield { bound: summed };
  }

  /** The lowest limit, and some above it at growing distances, where an assignment is easier to find. */
  limits(): number[] {
    const limits = [this.bound.value];
    for (let ahead = 1; this.bound.value + ahead < this.value; ahead *= 4) {
      limits.push(this.bound.value + ahead);
    }
    return limits;
  }
}

/** The largest limit that prices refute: steps that double while they do, then halves. */
function* climb(
  held: Held,
  pricesAt: (limit: number) => readonly number[] | undefined,
): Generator<IdenticalEvent, void, void> {
  let high = Number.POSITIVE_INFINITY;
  for (let stride = 0; ; stride = Math.max(1, 2 * stride)) {
    const low = held.bound.value;
    const last = Math.min(high, held.value) - 1;
    if (last < low) return;
    const ahead = high < Number.POSITIVE_INFINITY ? Math.floor((last - low) / 2) : stride;
    const limit = Math.min(last, low + ahead);
    const prices = pricesAt(limit);
    if (prices === undefined) high = limit;
    else yield* held.raise(limit + 1, { from: "prices", prices });
    yield {};
  }
}

/** Tries every limit for so many steps. True if the core is too large for that. */
function* decide(
  held: Held,
  decisions: Map<number, Decision>,
  steps: number,
  stopped: () => boolean,
): Generator<IdenticalEvent, boolean, void> {
  for (const limit of held.limits()) {
    if (limit < held.bound.value || limit >= held.value) continue;
    const decision = decisions.get(limit) ?? makeDecision(held.core, limit);
    if (decision === undefined) return true;
    decisions.set(limit, decision);
    const found = decision.run(steps, stopped);
    if (found === "refuted") {
      decisions.delete(limit);
      yield* held.raise(limit + 1, { from: "search" });
    } else yield* held.offer(found);
    yield {};
  }
  return false;
}

/** Rounds of one balancing that goes on from call to call. */
function startBalance(held: Held, random: Random) {
  const current = Int32Array.from(held.assignment);
  const rounds = balance(held.core, current, held.bound.value, random);
  return function* (most: number): Generator<IdenticalEvent, void, void> {
    for (let round = 0; round < most && !held.isClosed; round++) {
      if (rounds.next().done === true) return;
      yield* held.offer(current);
      yield {};
    }
  };
}
