import type { CoreEvent, CoreShared } from "../../cores/events.ts";
import { largestLoad } from "../../cores/makespan.ts";
import type { MakespanCore } from "../../cores/types.ts";
import { priceBound, raiseLoadPrices } from "../../exact/makespan/prices.ts";
import { makeRandom, type Random } from "../../util/random.ts";
import { isAllowed } from "../assignment/loads.ts";
import { annealMakespan } from "./anneal.ts";
import { descend } from "./descend.ts";
import { diveUnder } from "./dive.ts";
import { makespanLoads, makespanOf, pairsOf } from "./loads.ts";
import { pricedMakespan } from "./priced-core.ts";
import { earliestCompletion } from "./start.ts";

/** Near resource entries by task. */
const WIDTH = 5;
/** How far above the bound, as a share of the distance to the best, dives aim at first; twice as far when they miss. */
const AIM = 1 / 8;
/** Moves of the longest annealing. */
const MOST_MOVES = 100_000_000;

/** Annealing before a descent: temperature in median steps of the priced core, moves by task. */
interface Annealing {
  readonly initial: number;
  readonly final: number;
  readonly moves: number;
}

const THOROUGH: Annealing = { initial: 0.5, final: 0.1, moves: 3000 };
const MIDDLE: Annealing = { initial: 0.5, final: 0.1, moves: 300 };
const KICK: Annealing = { initial: 0.2, final: 0.1, moves: 50 };

/** What comes before each descent; rounds take turns, and annealing gets longer with every turn. */
const STARTS = [THOROUGH, KICK, KICK, MIDDLE, "dive", KICK, "dive", KICK] as const;

/**
 * Ever better assignments of a core, for as long as the caller asks: earliest completion first, descended by exchanges, then descents (see
 * `makeExchanges`) below the best makespan so far, each from where the last one ended, after annealing or from a
 * Lagrangian dive. Yields an empty event now and then. Equal seeds give equal events: no clock is read. Ends if a task has no pair, or
 * once `shared.lower()` or its own price bound meets the best value.
 */
export function* improveMakespan(
  core: MakespanCore,
  shared: CoreShared,
  seed: number,
  start?: Int32Array,
): Generator<CoreEvent, void, void> {
  const first = earliestCompletion(core);
  if (first === undefined) return yield {};
  const isGiven =
    start !== undefined &&
    isAllowed(pairsOf(core), start) &&
    largestLoad(core, start) <= largestLoad(core, first);
  let plan = makespanLoads(core, isGiven ? start : first);
  let value = makespanOf(plan);
  yield { assignment: Int32Array.from(plan.at), value };
  const random = makeRandom(seed);
  const ascent = raiseLoadPrices(core, Number.POSITIVE_INFINITY);
  let step = ascent.next();
  for (; !step.done; step = ascent.next()) yield {};
  if (step.value === undefined) return;
  const { price } = step.value;
  const own = priceBound(step.value);
  const width = Math.ceil((WIDTH * core.resources) / price.length);
  const priced = pricedMakespan(core, price, width);
  const lower = () => Math.max(own, shared.lower());
  const next = (makespan: number) => (makespan > lower() ? makespan - 1 : undefined);

  /** Passes on what a search reaches. */
  function* better(makespans: Iterable<number>): Generator<CoreEvent, void, void> {
    for (const met of makespans) {
      if (met > 0 && met < value) {
        value = met;
        yield { assignment: Int32Array.from(plan.at), value };
      } else yield {};
    }
  }

  // Whoever cannot wait for annealing has what exchanges make of the list.
  if (value > lower()) {
    yield* better(descend(priced, plan, { limit: value - 1, lower: next }, random));
  }
  const dives = makeDives(core, price, random);
  for (let round = 0; value > lower(); round++) {
    const before = STARTS[round % STARTS.length];
    yield {};
    const longer = 2 ** Math.floor(round / STARTS.length);
    const found = before === "dive" ? yield* dives.next(lower(), value) : undefined;
    if (found !== undefined) plan = makespanLoads(core, found);
    else {
      const { initial, final, moves } = before === "dive" ? THOROUGH : before;
      const cooling = {
        limit: value - 1,
        lower: next,
        initial: priced.step * initial,
        final: priced.step * final,
        moves: Math.min(MOST_MOVES, longer * moves * core.tasks),
      };
      yield* better(annealMakespan(priced, plan, cooling, random));
    }
    if (value > lower()) {
      yield* better(descend(priced, plan, { limit: value - 1, lower: next }, random));
    }
  }
}

/** Dives under limits between the bound and the best value. */
function makeDives(core: MakespanCore, mu: Float64Array, random: Random) {
  let share = AIM;
  let under: number | undefined;
  let dives: ReturnType<typeof diveUnder>;
  return {
    /** One dive, or undefined if none can be made. */
    *next(lower: number, value: number): Generator<CoreEvent, Int32Array | undefined, void> {
      const aim = lower + Math.max(1, Math.floor((value - 1 - lower) * share));
      const limit = Math.min(aim, value - 1);
      // The root of dives under one limit serves all of them.
      if (limit !== under) {
        under = limit;
        dives = diveUnder(core, mu, limit, random);
      }
      for (;;) {
        const { done, value: found } = dives.next();
        if (done === true) return undefined;
        if (found === undefined) {
          yield {};
          continue;
        }
        if (largestLoad(core, found) > limit) share = Math.min(1, 2 * share);
        return found;
      }
    },
  };
}
