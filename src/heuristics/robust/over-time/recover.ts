import { copiesLost } from "../../../instance/losses.ts";
import { rulesOf } from "../../../instance/schedule.ts";
import type { Instance } from "../../../instance/types.ts";
import { buildPlan } from "../../../plan/build.ts";
import { lostPieces, withRecoveries } from "../../../plan/recovery.ts";
import type { Plan, Recovery } from "../../../plan/types.ts";
import { byLoss, NODE_LIMIT, placesOf, type Recovered, unitsOf } from "../recovered.ts";
import { type LostPiece, type RepackOptions, repackSchedule } from "./repack.ts";
import type { Stay } from "./spans.ts";
import { Stays, stayOf } from "./stays.ts";

export interface RecoverScheduleOptions {
  /** Places tried for each loss. */
  readonly nodeLimit?: number;
  /** Recoveries of a plan like this one, whose places are tried first. */
  readonly hint?: readonly Recovery[];
  /** The loss to try first: one that did not work out for a plan like this one. */
  readonly first?: number;
}

/**
 * Looks for a recovery from every loss of an instance over time, for a plan that keeps all other rules: what is lost keeps its start,
 * what stays keeps everything. Deterministic; "impossible" is proven by trying all there is, "unknown" says that nodes ran out.
 */
export function recoverSchedule(
  instance: Instance,
  plan: Plan,
  { nodeLimit = NODE_LIMIT, hint, first }: RecoverScheduleOptions = {},
): Recovered {
  const { robust } = instance;
  if (robust === undefined) return { plan };
  const hints = byLoss(hint);
  const stays = new Stays(instance);
  const all = Array.from(plan.task, (_, k) => stayOf(instance, plan, k));
  for (const stay of all) stays.put(stay);
  const latest = latestEnds(instance, plan);
  const held = new Set(plan.resource);
  const lost = lostPieces(instance, plan);
  const order = [...lost.keys()];
  if (first !== undefined) order.unshift(...order.splice(first, 1));
  const recoveries: Recovery[] = [];
  for (const loss of order) {
    if (lost[loss].length === 0) continue;
    const gone = lost[loss].map((k) => all[k]);
    for (const stay of gone) stays.take(stay);
    const pieces = gone.map(({ task, start }) => ({ task, start, latest: latest[task] }));
    const out = new Set(copiesLost(robust, loss));
    const known = hints.get(loss);
    const moves = [known, ontoSpares(instance, gone, out, held)];
    const found =
      moves.find((moved) => moved !== undefined && stillHolds(stays, pieces, out, moved)) ??
      searched(stays, pieces, { lost: out, nodeLimit, preferred: placesOf(known) });
    for (const stay of gone) stays.put(stay);
    if (typeof found === "string") return { loss, why: found };
    recoveries.push({ loss, moved: found });
  }
  return {
    plan: withRecoveries(
      plan,
      recoveries.sort((a, b) => a.loss - b.loss),
    ),
  };
}

/** All that is lost on copies of the same entries that hold nothing, as it was; undefined if there are too few of those. */
function ontoSpares(
  instance: Instance,
  gone: readonly Stay[],
  lost: ReadonlySet<number>,
  held: ReadonlySet<number>,
): Plan | undefined {
  const { resourceOfCopy, resourceCopyStart } = instance;
  const spareFor = new Map<number, number>();
  const taken = new Set<number>();
  for (const copy of new Set(gone.map((stay) => stay.copy))) {
    const entry = resourceOfCopy[copy];
    let spare = resourceCopyStart[entry];
    const end = resourceCopyStart[entry + 1];
    while (spare < end && (lost.has(spare) || held.has(spare) || taken.has(spare))) spare++;
    if (spare === end) return undefined;
    spareFor.set(copy, spare);
    taken.add(spare);
  }
  return buildPlan(
    instance,
    gone.map(({ task, copy, start, devices }) => ({
      task,
      resource: spareFor.get(copy)!,
      start,
      devices,
    })),
  );
}

function searched(
  stays: Stays,
  pieces: readonly LostPiece[],
  options: RepackOptions,
): Plan | "impossible" | "unknown" {
  const { instance } = stays;
  const found = repackSchedule(
    stays,
    unitsOf(instance, pieces, ({ task }) => task),
    options,
  );
  if (typeof found === "string") return found;
  return buildPlan(
    instance,
    found.map(({ task, copy, start, devices }) => ({ task, resource: copy, start, devices })),
  );
}

/** True if a recovery of a plan like this one moves the same pieces and has room for them here, too. */
function stillHolds(
  stays: Stays,
  pieces: readonly LostPiece[],
  lost: ReadonlySet<number>,
  moved: Plan,
): boolean {
  const { instance } = stays;
  if (instance.colocate.length > 0 || moved.task.length !== pieces.length) return false;
  const put: Stay[] = [];
  const holds = pieces.every(({ task, start, latest }, k) => {
    // Both are in the order of task copies.
    if (moved.task[k] !== task || moved.start[k] !== start) return false;
    const stay = stayOf(instance, moved, k);
    const fits =
      !lost.has(stay.copy) &&
      stays.mayRun(stay, latest) &&
      stays.fits(stay) &&
      stays.devicesFit(stay);
    if (!fits) return false;
    stays.put(stay);
    put.push(stay);
    return true;
  });
  const isLawful = holds && put.every(({ copy }) => stays.setupsHold(copy));
  for (const stay of put) stays.take(stay);
  return isLawful;
}

/** By task copy: by when it must end for what waits for it, whose starts stay. O(pieces + copies x waits). */
function latestEnds(instance: Instance, plan: Plan): Float64Array {
  const { taskOfCopy, taskCopyStart } = instance;
  const starts = new Float64Array(taskOfCopy.length).fill(Infinity);
  for (let k = 0; k < plan.task.length; k++) starts[plan.task[k]] = plan.start[k];
  const latest = new Float64Array(taskOfCopy.length).fill(Infinity);
  for (const { before, after, lag, pairwise } of rulesOf(instance).precedence) {
    const waiting = starts.subarray(taskCopyStart[after], taskCopyStart[after + 1]);
    const first = waiting.reduce((least, start) => Math.min(least, start), Infinity);
    for (let copy = taskCopyStart[before]; copy < taskCopyStart[before + 1]; copy++) {
      const start = pairwise ? waiting[copy - taskCopyStart[before]] : first;
      latest[copy] = Math.min(latest[copy], start - lag);
    }
  }
  return latest;
}
