import type { Random } from "../../util/random.ts";
import { withWaiting } from "./order.ts";
import type { PartialSchedule } from "./partial-schedule.ts";
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
  schedule: PartialSchedule,
  cost: PenalisedCost,
  random: Random,
): readonly number[] {
  const { free } = schedule.view;
  const seed = seedOf(schedule, cost, random);
  const removed =
    random.unit() < Math.min(MOST_CLEARING, CLEARING / free.length)
      ? clearing(schedule, seed, random)
      : neighbours(schedule, seed, random);
  for (const copy of missing(schedule, random)) removed.add(copy);
  return withWaiting(schedule.view, [...removed], (copy) => schedule.placed[copy] !== undefined);
}

/** A copy and some that stand near it in time on a few resource copies. */
function neighbours(schedule: PartialSchedule, seed: number, random: Random): Set<number> {
  const { pinned, free } = schedule.view;
  const wanted = random.int(1, Math.min(MOST_REMOVED, free.length));
  const removed = new Set<number>([seed]);
  const middle = schedule.placed[seed];
  // Around it, or a room for it earlier: what stands there goes elsewhere.
  const time =
    middle === undefined
      ? 0
      : [middle.end, middle.start, random.unit() * middle.end][random.int(0, 2)];
  const places = middle?.places.map(({ copy }) => copy) ?? [];
  for (let tries = 0; removed.size < wanted && tries < MOST_PLACES; tries++) {
    const place = tries < places.length ? places[tries] : alike(schedule, places, random);
    const near = [...new Set(schedule.held[place])]
      .filter((copy) => !pinned.has(copy))
      .map((copy) => ({ copy, far: distance(schedule.placed[copy], time) }))
      .sort((a, b) => a.far - b.far || a.copy - b.copy);
    const some = random.int(1, Math.max(1, Math.min(near.length, wanted - removed.size)));
    for (const { copy } of near.slice(0, some)) removed.add(copy);
  }
  return removed;
}

/** A copy and all that ends after some time before its start on its resource copy and some others. */
function clearing(schedule: PartialSchedule, seed: number, random: Random): Set<number> {
  const { pinned } = schedule.view;
  const removed = new Set<number>([seed]);
  const stands = schedule.placed[seed];
  const places = new Set(stands === undefined ? [] : [stands.places[0].copy]);
  for (let draws = places.size; draws < CLEARED_PLACES; draws++) {
    places.add(random.int(0, schedule.held.length - 1));
  }
  const time = stands === undefined ? 0 : stands.start * random.unit();
  for (const place of places) {
    for (const copy of schedule.held[place]) {
      if (removed.size >= MOST_CLEARED) return removed;
      if (!pinned.has(copy) && (schedule.placed[copy]?.end ?? 0) > time) removed.add(copy);
    }
  }
  return removed;
}

/** Mostly the one that hurts most among a few, sometimes any. */
function seedOf(schedule: PartialSchedule, cost: PenalisedCost, random: Random): number {
  const { free } = schedule.view;
  const draw = () => free[random.int(0, free.length - 1)];
  if (random.int(0, 3) === 0) return draw();
  const { late } = cost;
  if (late.length > 0 && random.int(0, 2) > 0) return late[random.int(0, late.length - 1)];
  let [worst, most] = [draw(), -Infinity];
  for (let i = 0; i < DRAWS; i++) {
    const copy = draw();
    const placement = schedule.placed[copy];
    if (placement === undefined) continue;
    const hurts = cost.hurts(copy, placement);
    if (hurts > most) [worst, most] = [copy, hurts];
  }
  return worst;
}

/** Some resource copy, more often of the same entry as the first of `places`. */
function alike(schedule: PartialSchedule, places: readonly number[], random: Random): number {
  const { resourceOfCopy, resourceCopyStart } = schedule.view.instance;
  if (places.length === 0 || random.int(0, 1) === 0) return random.int(0, schedule.held.length - 1);
  const entry = resourceOfCopy[places[0]];
  return random.int(resourceCopyStart[entry], resourceCopyStart[entry + 1] - 1);
}

function missing(schedule: PartialSchedule, random: Random): readonly number[] {
  const found: number[] = [];
  if (schedule.placed.every((one) => one !== undefined)) return found;
  const copies = schedule.placed.length;
  const offset = random.int(0, copies - 1);
  for (let i = 0; i < copies && found.length < RETRIES; i++) {
    const copy = (offset + i) % copies;
    if (schedule.placed[copy] === undefined) found.push(copy);
  }
  return found;
}

function distance(placement: Placement | undefined, time: number): number {
  if (placement === undefined) return Infinity;
  if (placement.start > time) return placement.start - time;
  return Math.max(0, time - placement.end);
}
