import type { Random } from "../../../util/random.ts";
import type { ShopModel } from "./model.ts";
import { type ShopPlace, ShopState } from "./state.ts";

/** Moves without a better schedule after which another start is taken, and the part of them that begins at the best. */
const IDLE = 3000;
const FROM_BEST = 0.6;
/** Random moves from there. */
const KICKS = 6;
/** For how many moves what was left is forbidden, at least and at most. */
const TENURE = { least: 6, more: 12 } as const;
/** Moves between two yields. */
const PORTION = 50;

/** A schedule of a shop. */
export interface ShopSchedule {
  readonly length: number;
  readonly machineOf: Int32Array;
  readonly start: Float64Array;
}

/** Machines and starts of a schedule from anywhere. */
type Given = Pick<ShopSchedule, "machineOf" | "start">;

/**
 * Tabu search on a longest path: an operation of it is taken out and inserted where the longest path through it is shortest, on any machine
 * (Mastrolilli, Gambardella 2000; see `ShopState.insertions`); what it left is forbidden for a while (Glover 1989, DOI
 * 10.1287/ijoc.1.3.190). `heard`: a schedule of others that is shorter, to begin at anew. Yields better schedules, undefined now and then; never ends by itself but where nothing can move.
 */
export function* tabuSearch(
  model: ShopModel,
  first: Given,
  heard: (shorterThan: number) => Given | undefined,
  random: Random,
): Generator<ShopSchedule | undefined, void, void> {
  let state = new ShopState(model, first.machineOf, first.start);
  if (!state.evaluate()) return;
  let best = scheduleOf(state);
  yield best;
  const { operations, machines } = model;
  const until = new Int32Array(operations * machines);
  let idle = 0;
  for (let turn = 1; ; turn++) {
    if (turn % PORTION === 0) yield undefined;
    const path = state.critical((count) => random.int(0, count - 1));
    const chosen = chooseMove(state, path, until, turn, best.length, random, machines);
    if (chosen === undefined) return;
    const { operation, to } = chosen;
    const was = state.machineOf[operation];
    const back = state.move(operation, to);
    until[operation * machines + was] =
      turn + TENURE.least + random.int(0, TENURE.more) + (path.length >> 2);
    if (!state.evaluate()) {
      // Durations of nothing may close a path that heads do not show.
      state.move(operation, back);
      state.evaluate();
      until[operation * machines + to.machine] = turn + TENURE.least;
      continue;
    }
    if (state.length < best.length) {
      best = scheduleOf(state);
      idle = 0;
      yield best;
    } else if (++idle > IDLE) {
      idle = 0;
      until.fill(0);
      const from = heard(best.length) ?? (random.unit() < FROM_BEST ? best : scheduleOf(state));
      state = new ShopState(model, from.machineOf, from.start);
      if (!state.evaluate()) return;
      for (let n = 0; n < KICKS; n++) kick(state, random);
    }
  }
}

interface Chosen {
  readonly operation: number;
  readonly to: ShopPlace;
}

/** The shortest that is not forbidden, or shorter than the best; any where all is forbidden; ties by chance. */
function chooseMove(
  state: ShopState,
  path: readonly number[],
  until: Int32Array,
  turn: number,
  best: number,
  random: Random,
  machines: number,
): Chosen | undefined {
  let least = Number.POSITIVE_INFINITY;
  let found: Chosen | undefined;
  let ties = 0;
  let any: Chosen | undefined;
  let seen = 0;
  for (const operation of path) {
    const [own, at] = [state.machineOf[operation], state.placeOf(operation)];
    state.insertions(operation, (machine, place, through) => {
      if (machine === own && place === at) return;
      if (random.int(0, seen++) === 0) any = { operation, to: { machine, place } };
      if (until[operation * machines + machine] >= turn && through >= best) return;
      if (through > least) return;
      ties = through < least ? 1 : ties + 1;
      least = through;
      if (random.int(0, ties - 1) === 0) found = { operation, to: { machine, place } };
    });
  }
  return found ?? any;
}

function kick(state: ShopState, random: Random): void {
  const operation = random.int(0, state.head.length - 1);
  let to: ShopPlace | undefined;
  let seen = 0;
  state.insertions(operation, (machine, place) => {
    if (random.int(0, seen++) === 0) to = { machine, place };
  });
  if (to === undefined) return;
  const back = state.move(operation, to);
  if (state.evaluate()) return;
  state.move(operation, back);
  state.evaluate();
}

function scheduleOf({ length, machineOf, head }: ShopState): ShopSchedule {
  return { length, machineOf: machineOf.slice(), start: head.slice() };
}
