import { copiesLost, lossCount } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan, Recovery } from "./types.ts";

/** By loss: the pieces of the plan that it takes, ascending. O(pieces + lost copies). */
export function lostPieces(instance: Instance, plan: Plan): readonly (readonly number[])[] {
  const { robust, resourceOfCopy } = instance;
  if (robust === undefined) return [];
  const byCopy: number[][] = [];
  for (let k = 0; k < plan.task.length; k++) {
    const held = byCopy[plan.resource[k]];
    if (held === undefined) byCopy[plan.resource[k]] = [k];
    else held.push(k);
  }
  byCopy.length = resourceOfCopy.length;
  return Array.from({ length: lossCount(instance) }, (_, i) => {
    const copies = copiesLost(robust, i);
    if (copies.length === 1) return byCopy[copies[0]] ?? [];
    return [...copies].flatMap((j) => byCopy[j] ?? []).sort((a, b) => a - b);
  });
}

/**
 * The plan after a loss: the pieces on other resource copies as they were, and the moved ones, which must be sorted.
 * O(pieces + devices).
 */
export function planAfter(plan: Plan, lost: Int32Array, moved: Plan): Plan {
  const isLost = new Set(lost);
  // Pieces in their order: k of the plan, or -1 - k of those that are moved.
  const order = new Int32Array(plan.task.length + moved.task.length);
  let [pieces, devices, m] = [0, 0, 0];
  const add = (of: Plan, k: number, place: number) => {
    order[pieces++] = place;
    devices += of.deviceStart[k + 1] - of.deviceStart[k];
  };
  for (let k = 0; k < plan.task.length; k++) {
    if (isLost.has(plan.resource[k])) continue;
    for (; m < moved.task.length && isBefore(moved, m, plan, k); m++) add(moved, m, -1 - m);
    add(plan, k, k);
  }
  for (; m < moved.task.length; m++) add(moved, m, -1 - m);
  const after = {
    task: new Int32Array(pieces),
    resource: new Int32Array(pieces),
    share: new Int32Array(pieces),
    start: new Float64Array(pieces),
    deviceStart: new Int32Array(pieces + 1),
    device: new Int32Array(devices),
  };
  let at = 0;
  for (let i = 0; i < pieces; i++) {
    const [of, k] = order[i] < 0 ? [moved, -1 - order[i]] : [plan, order[i]];
    after.task[i] = of.task[k];
    after.resource[i] = of.resource[k];
    after.share[i] = of.share[k];
    after.start[i] = of.start[k];
    for (let d = of.deviceStart[k]; d < of.deviceStart[k + 1]; d++) {
      after.device[at++] = of.device[d];
    }
    after.deviceStart[i + 1] = at;
  }
  return after;
}

function isBefore(a: Plan, i: number, b: Plan, k: number): boolean {
  return a.task[i] < b.task[k] || (a.task[i] === b.task[k] && a.resource[i] < b.resource[k]);
}

/** The plan with other recoveries; its columns are shared. */
export function withRecoveries(plan: Plan, recoveries: readonly Recovery[]): Plan {
  const { recoveries: _, ...columns } = plan;
  return { ...columns, recoveries };
}
