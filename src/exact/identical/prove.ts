import { makeRandom } from "../../util/random.ts";
import { balance } from "./balance.ts";
import { countBound, cutPrices, type LoadBound, simpleBound, sumBound } from "./bounds.ts";
import { type Decision, makeDecision } from "./decide.ts";
import { dive } from "./dive.ts";
import { pricesAgainst } from "./duals.ts";
import { firstAssignment } from "./start.ts";
import { type IdenticalCore, loadOf } from "./types.ts";

/** A better assignment (resource by item), a better bound, or nothing: a moment to look at the clock. In core units. */
export interface IdenticalEvent {
  readonly assignment?: Int32Array;
  readonly bound?: LoadBound;
}

/** Rounds of balancing before the search begins, and in each pause of it. */
const FIRST_ROUNDS = 40;
const NEXT_ROUNDS = 10;
/** Steps of the first try at each limit; they double. */
const FIRST_STEPS = 20_000;

/**
 * Closes the gap of identical resources from both sides: bounds by means, counts and sums; longest first, MULTIFIT and
 * splits of two resources anew; then searches at the lowest limit that is open, whose refutation lifts the bound to the next
 * sum of items, and at some above it, beside prices of fillings which refute most limits that do not hold. Ends when bound and
 * value meet, or where the core is too large for a search and balancing finds nothing better for long. Equal seeds give equal events.
 */
export function* solveIdentical(
  core: IdenticalCore,
  seed: number,
): Generator<IdenticalEvent, void, void> {
  const random = makeRandom(seed);
  let bound = simpleBound(core);
  yield { bound };
  const counted = countBound(core);
  if (counted.value > bound.value) {
    bound = counted;
    yield { bound };
  }
  let best = firstAssignment(core, bound.value);
  let value = loadOf(core, best);
  yield { assignment: best };
  if (value <= bound.value) return;
  const lift = (least: number): LoadBound | undefined => sumBound(core, least, value);
  const summed = lift(bound.value);
  if (summed !== undefined && summed.value > bound.value) {
    bound = summed;
    yield { bound };
  }
  for (let limit = bound.value; limit < value; ) {
    const prices = cutPrices(core, limit);
    if (prices === undefined) break;
    limit = lift(limit + 1)?.value ?? limit + 1;
    bound = { value: limit, from: "prices", prices };
    yield { bound };
  }
  const current = Int32Array.from(best);
  const rounds = balance(core, current, bound.value, random);
  function* balanced(most: number): Generator<IdenticalEvent, void, void> {
    for (let round = 0; round < most && value > bound.value; round++) {
      const next = rounds.next();
      if (next.done) return;
      if (next.value < value) {
        value = next.value;
        best = Int32Array.from(current);
        yield { assignment: best };
      } else yield {};
      if (value <= bound.value) return;
    }
  }
  yield* balanced(FIRST_ROUNDS);
  // The largest limit that prices refute, by halves: what they refute shrinks as limits grow.
  for (let low = bound.value, high = value; low < high; ) {
    const limit = low + Math.floor((high - 1 - low) / 2);
    const prices = pricesAgainst(core, limit);
    if (prices === undefined) {
      high = limit;
      yield {};
      continue;
    }
    low = Math.min(value, lift(limit + 1)?.value ?? limit + 1);
    bound = { value: low, from: "prices", prices };
    yield { bound };
  }
  const decisions = new Map<number, Decision>();
  for (let steps = FIRST_STEPS; value > bound.value; steps *= 2) {
    for (const limit of limitsBetween(bound.value, value)) {
      if (limit < bound.value || limit >= value) continue;
      const decision = decisions.get(limit) ?? makeDecision(core, limit);
      if (decision === undefined) break;
      decisions.set(limit, decision);
      const found = decision.run(steps);
      yield {};
      if (found === undefined) continue;
      if (found !== "refuted") {
        best = found;
        value = loadOf(core, best);
        yield { assignment: best };
        break;
      }
      decisions.delete(limit);
      const next = lift(limit + 1)?.value ?? limit + 1;
      bound = { value: Math.min(next, value), from: "search" };
      yield { bound };
      break;
    }
    for (const limit of limitsBetween(bound.value, value)) {
      if (limit < bound.value || limit >= value) continue;
      const dives = dive(core, limit, random);
      let step = dives.next();
      for (; !step.done; step = dives.next()) yield {};
      if (step.value === undefined) continue;
      best = step.value;
      value = loadOf(core, best);
      yield { assignment: best };
    }
    yield* balanced(NEXT_ROUNDS);
  }
}

/** The lowest limit, and some above it at growing distances, where an assignment is easier to find. */
function limitsBetween(lower: number, upper: number): number[] {
  const limits = [lower];
  for (let ahead = 1; lower + ahead < upper; ahead *= 4) limits.push(lower + ahead);
  return limits;
}
