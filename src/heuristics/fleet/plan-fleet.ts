import { loadObjective } from "../../bounds/prices/load.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";
import { wholePlan } from "../../plan/whole-plan.ts";
import { type FleetPacking, packFlow } from "./pack.ts";
import { type Fleet, fleetOf, isFleet, type PriceCertificate } from "./pools.ts";
import { type PoolRow, splitFlow } from "./split.ts";

/** How often the flow into pools that could not be filled is cut and sought anew. */
const TRIES = 6;

/** How far above the proven level the first plan is sought; doubled up to the most, then halved towards the last failure. */
const FIRST_RISE = 8e-4;
const MOST_RISE = 100;

/** The very first plan is sought where one is found soon. */
const EASY_RISE = 0.05;

/** The search ends when success and failure are this close, relative to the level. */
const LEAST_STEP = 1e-4;

/** What is proven of a target's internal value, and the prices that prove it. */
export interface FleetBound {
  readonly value: number;
  readonly certificate: PriceCertificate;
}

/**
 * Plans of a fleet by counts, ever better: classes of equal tasks flow into pools of equal copies as the prices of a
 * certificate tell, and are dealt out inside each pool. Yields no plan where `isFleet` says no or where it finds
 * none, and undefined between attempts, so that the caller can stop. Plans need not keep `limits` of earlier levels. Cost O(task copies x log copies) for each flow that is tried,
 * plus a small linear program.
 */
export function* planFleet(
  instance: Instance,
  target: Target,
  { value, certificate }: FleetBound,
  limits: readonly LevelLimit[] = [],
): Generator<Plan | undefined, void, void> {
  if (isFleet(instance, target) !== true) return;
  const fleet = fleetOf(instance, target, certificate, limits);
  if (loadObjective(target) === undefined) {
    const packing = yield* pack(instance, fleet, fleet.limitAt(Infinity));
    if (packing !== undefined) yield wholePlan(instance, packing.place);
  } else yield* planLevel(instance, fleet, value / target.terms[0].factor);
}

function* planLevel(
  instance: Instance,
  fleet: Fleet,
  least: number,
): Generator<Plan | undefined, void, void> {
  const packAt = (rise: number) =>
    pack(instance, fleet, fleet.limitAt(Math.ceil(Math.max(1, least) * (1 + rise))));
  // Something to hold, whenever the caller stops.
  const easy = yield* packAt(EASY_RISE);
  if (easy !== undefined) yield wholePlan(instance, easy.place);
  let failed = 0;
  let rise = FIRST_RISE;
  let packing = yield* packAt(rise);
  while (packing === undefined && rise < MOST_RISE) {
    failed = rise;
    rise *= 2;
    packing = yield* packAt(rise);
  }
  if (packing === undefined) return;
  if (easy === undefined || rise < EASY_RISE) yield wholePlan(instance, packing.place);
  while (rise - failed > LEAST_STEP) {
    const middle = (failed + rise) / 2;
    packing = yield* packAt(middle);
    if (packing === undefined) failed = middle;
    else {
      rise = middle;
      yield wholePlan(instance, packing.place);
    }
  }
}

/** A packing of every task within `limit` on each copy of a pool, if one is found. */
function* pack(
  instance: Instance,
  fleet: Fleet,
  limit: Float64Array,
): Generator<undefined, FleetPacking | undefined, void> {
  const { taskCopyStart, resourceCopyStart } = instance;
  const total = totalLoad(fleet);
  const room = limit.map((one, r) => Math.min(total, one * fleet.copies[r]));
  const cuts: PoolRow[] = [];
  for (let n = 0; n < TRIES; n++) {
    const flow = splitFlow(fleet, room, limit, cuts);
    if (flow === undefined) return undefined;
    const packing = packFlow(fleet, flow, limit, taskCopyStart, resourceCopyStart);
    if (packing.unplaced === 0) return packing;
    yield undefined;
    for (const { pool, gap, large } of packing.waste) {
      cuts.push({ pool, room: large, use: (weight) => (weight > gap ? weight : 0) });
    }
  }
  return undefined;
}

/** More than any pool can be asked to take. */
function totalLoad({ classes, pools, count, weight }: Fleet): number {
  let sum = 1;
  for (let t = 0; t < classes; t++) {
    let most = 0;
    for (let r = 0; r < pools; r++) {
      const one = weight[t * pools + r];
      if (one < Infinity) most = Math.max(most, one);
    }
    sum += count[t] * most;
  }
  return sum;
}
