import type { GapEvent, GapShared } from "../../exact/gap/types.ts";
import { largestLoad } from "../../exact/makespan/core.ts";
import { priceBound, raiseLoadPrices } from "../../exact/makespan/prices.ts";
import type { MakespanCore } from "../../exact/makespan/types.ts";
import { makeRandom } from "../../util/random.ts";
import { anneal, type MovingPlan } from "./anneal.ts";
import { diveUnder } from "./dive.ts";
import { makespanLandscape } from "./landscape.ts";
import { earliestCompletion } from "./start.ts";

/** Near resource entries by task. */
const WIDTH = 5;
/** Moves of the first round, and of the longest. */
const FIRST_MOVES = 1_000_000;
const MOST_MOVES = 100_000_000;
/** By how much of its distance to the bound a limit is lowered at first. */
const REACH = 1 / 8;
/** How far above the bound, as a share of the distance to the best, dives aim at first; twice as far when they miss. */
const AIM = 1 / 8;
/** Dives in a round at most; fewer once one meets the aim. */
const DIVES = 4;
/** Heat at the start and the end of a round, in median steps of the landscape; rounds take turns. */
const HEATS = [
  { hot: 0.5, cold: 0.1 },
  { hot: 1, cold: 0.15 },
];

/**
 * Ever better assignments of a core, for as long as the caller asks: earliest completion first, then annealing of
 * "no load above T" with T falling below the best, each round from a Lagrangian dive under the best so far where there is
 * one, else from the best, longer and with smaller steps of T than the one before. Yields an empty event about every 200,000 moves. Equal seeds give equal events: no clock is read.
 * Ends if a task has no pair, or once `shared.lower()` or its own price bound meets the best value.
 */
export function* improveMakespan(
  core: MakespanCore,
  shared: GapShared,
  seed: number,
  start?: Int32Array,
): Generator<GapEvent, void, void> {
  const first = earliestCompletion(core);
  if (first === undefined) return yield {};
  let best = first;
  let value = largestLoad(core, first);
  if (start !== undefined && isAllowed(core, start)) {
    const given = largestLoad(core, start);
    if (given <= value) {
      best = Int32Array.from(start);
      value = given;
    }
  }
  yield { assignment: Int32Array.from(best), value };
  const random = makeRandom(seed);
  const ascent = raiseLoadPrices(core, Number.POSITIVE_INFINITY);
  let step = ascent.next();
  for (; !step.done; step = ascent.next()) yield {};
  if (step.value === undefined) return;
  const own = priceBound(step.value);
  const width = Math.ceil((WIDTH * core.resources) / step.value.price.length);
  const landscape = makespanLandscape(core, step.value.price, width);
  const lower = () => Math.max(own, shared.lower());

  let moves = FIRST_MOVES;
  let reach = REACH;
  let share = AIM;
  let dives: { under: number; next: ReturnType<typeof diveUnder> } | undefined;
  for (let round = 0; value > lower(); round++) {
    const aim = lower() + Math.max(1, Math.floor((value - 1 - lower()) * share));
    const under = Math.min(aim, value - 1);
    // The root of dives under one limit serves all of them.
    if (dives?.under !== under) {
      dives = { under, next: diveUnder(core, step.value.price, under, random) };
    }
    const near = round === 0 ? undefined : yield* bestOf(core, dives.next, under, value);
    if (near !== undefined) {
      const found = largestLoad(core, near);
      if (found > under) share = Math.min(1, 2 * share);
      if (found < value) {
        value = found;
        best = near;
        if (value <= lower()) return;
      }
    }
    const plan = movingPlan(core, near ?? best);
    const next = (makespan: number) => {
      const far = makespan - lower();
      return far <= 0 ? undefined : makespan - Math.max(1, Math.floor(far * reach));
    };
    const limit = next(value);
    // The bound may have risen since the loop looked.
    if (limit === undefined) return;
    const { hot, cold } = HEATS[round % HEATS.length];
    const cooling = {
      limit,
      lower: next,
      hot: landscape.step * hot,
      cold: landscape.step * cold,
      moves,
    };
    for (const met of anneal(landscape, plan, cooling, random)) {
      if (met > 0 && met < value) {
        value = met;
        best = Int32Array.from(plan.at);
        yield { assignment: Int32Array.from(best), value };
      } else yield {};
    }
    const last = largestLoad(core, plan.at);
    if (last < value) {
      value = last;
      best = Int32Array.from(plan.at);
      yield { assignment: Int32Array.from(best), value };
    }
    reach /= 2;
    moves = Math.min(MOST_MOVES, moves * 2);
  }
}

/** The best assignment of some dives; tells of those below `known`. */
function* bestOf(
  core: MakespanCore,
  dives: Generator<Int32Array | undefined, void, void>,
  under: number,
  known: number,
): Generator<GapEvent, Int32Array | undefined, void> {
  let best: Int32Array | undefined;
  let value = Number.POSITIVE_INFINITY;
  for (let left = DIVES; left > 0 && value > under; ) {
    const { done, value: found } = dives.next();
    if (done === true) break;
    yield {};
    if (found === undefined) continue;
    left--;
    const load = largestLoad(core, found);
    if (load >= value) continue;
    [best, value] = [found, load];
    if (load < known) yield { assignment: Int32Array.from(found), value: load };
  }
  return best;
}

function movingPlan(core: MakespanCore, assignment: Int32Array): MovingPlan {
  const load = new Float64Array(core.resources);
  for (let j = 0; j < core.tasks; j++) {
    load[assignment[j]] += core.runtime[j * core.resources + assignment[j]];
  }
  return { at: Int32Array.from(assignment), load };
}

function isAllowed({ tasks, resources, runtime }: MakespanCore, start: Int32Array): boolean {
  if (start.length !== tasks) return false;
  return start.every((i, j) => i >= 0 && i < resources && runtime[j * resources + i] < Infinity);
}
