import type { Random } from "../../util/random.ts";
import type { ScheduleBoard } from "./board.ts";
import { withWaiting } from "./order.ts";
import type { PenalisedCost } from "./penalised-cost.ts";
import type { Placement } from "./types.ts";

/** Most copies that are taken away, but for those that wait for them, and resource copies that are looked at for them. */
const MOST_REMOVED = 14;
const MOST_PLACES = 6;

/**
 * Now and then some whole resource copies are cleared, so that something large may come to stand where many small ones stood: how
 * often, times the free task copies; how many resource copies; and most task copies that are taken away then.
 */
const CLEARING = 15;
const MOST_CLEARING = 0.3;
const CLEARED_PLACES = 4;
const MOST_CLEARED = 40;

/** Copies drawn for the one that hurts most, and missing ones that are tried again. */
const DRAWS = 8;
const RETRIES = 3;

/**
 * Copies to take away: one that hurts, some that stand near it in time on a few resource copies, some that are missing, and what
 * waits for them. None that is pinned. Not empty; requires a free task copy.
 */
export function chooseRuin(
  board: ScheduleBoard,
  cost: PenalisedCost,
  random: Random,
): readonly number[] {
  const { free } = board.view;
  const seed = seedOf(board, cost, random);
  const removed =
    random.unit() < Math.min(MOST_CLEARING, CLEARING / free.length)
      ? clearing(board, seed, random)
      : neighbours(board, seed, random);
  for (const copy of missing(board, random)) removed.add(copy);
  return withWaiting(board.view, [...removed], (copy) => board.placed[copy] !== undefined);
}

/** A copy and some that stand near it in time on a few resource copies. */
function neighbours(board: ScheduleBoard, seed: number, random: Random): Set<number> {
  const { pinned, free } = board.view;
  const wanted = random.int(1, Math.min(MOST_REMOVED, free.length));
  const removed = new Set<number>([seed]);
  const middle = board.placed[seed];
  // Around it, or a room for it earlier: what stands there goes elsewhere.
  const time =
    middle === undefined
      ? 0
      : [middle.end, middle.start, random.unit() * middle.end][random.int(0, 2)];
  const places = middle?.places.map(({ copy }) => copy) ?? [];
  for (let tries = 0; removed.size < wanted && tries < MOST_PLACES; tries++) {
    const place = tries < places.length ? places[tries] : alike(board, places, random);
    const near = [...new Set(board.held[place])]
      .filter((copy) => !pinned.has(copy))
      .map((copy) => ({ copy, far: distance(board.placed[copy], time) }))
      .sort((a, b) => a.far - b.far || a.copy - b.copy);
    const some = random.int(1, Math.max(1, Math.min(near.length, wanted - removed.size)));
    for (const { copy } of near.slice(0, some)) removed.add(copy);
  }
  return removed;
}

/** A copy and all that ends after some time before its start on its resource copy and some others. */
function clearing(board: ScheduleBoard, seed: number, random: Random): Set<number> {
  const { pinned } = board.view;
  const removed = new Set<number>([seed]);
  const stands = board.placed[seed];
  const places = new Set(stands === undefined ? [] : [stands.places[0].copy]);
  for (let draws = places.size; draws < CLEARED_PLACES; draws++) {
    places.add(random.int(0, board.held.length - 1));
  }
  const time = stands === undefined ? 0 : stands.start * random.unit();
  for (const place of places) {
    for (const copy of board.held[place]) {
      if (removed.size >= MOST_CLEARED) return removed;
      if (!pinned.has(copy) && (board.placed[copy]?.end ?? 0) > time) removed.add(copy);
    }
  }
  return removed;
}

/** Mostly the one that hurts most among a few, sometimes any. */
function seedOf(board: ScheduleBoard, cost: PenalisedCost, random: Random): number {
  const { free } = board.view;
  const draw = () => free[random.int(0, free.length - 1)];
  if (random.int(0, 3) === 0) return draw();
  const { late } = cost;
  if (late.length > 0 && random.int(0, 2) > 0) return late[random.int(0, late.length - 1)];
  let [worst, most] = [draw(), -Infinity];
  for (let i = 0; i < DRAWS; i++) {
    const copy = draw();
    const placement = board.placed[copy];
    if (placement === undefined) continue;
    const hurts = cost.hurts(copy, placement);
    if (hurts > most) [worst, most] = [copy, hurts];
  }
  return worst;
}

/** Some resource copy, more often of the same entry as the first of `places`. */
function alike(board: ScheduleBoard, places: readonly number[], random: Random): number {
  const { resourceOfCopy, resourceCopyStart } = board.view.instance;
  if (places.length === 0 || random.int(0, 1) === 0) return random.int(0, board.held.length - 1);
  const entry = resourceOfCopy[places[0]];
  return random.int(resourceCopyStart[entry], resourceCopyStart[entry + 1] - 1);
}

function missing(board: ScheduleBoard, random: Random): readonly number[] {
  const found: number[] = [];
  if (board.placed.every((one) => one !== undefined)) return found;
  const copies = board.placed.length;
  const offset = random.int(0, copies - 1);
  for (let i = 0; i < copies && found.length < RETRIES; i++) {
    const copy = (offset + i) % copies;
    if (board.placed[copy] === undefined) found.push(copy);
  }
  return found;
}

function distance(placement: Placement | undefined, time: number): number {
  if (placement === undefined) return Infinity;
  if (placement.start > time) return placement.start - time;
  return Math.max(0, time - placement.end);
}
