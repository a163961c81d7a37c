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
  const order = new Int32Array(plan.task.length + moved.task.length);
  let [pieces, m] = [0, 0];
  const add = (place: number) => {
    order[pieces++] = place;
  };
  for (let k = 0; k < plan.task.length; k++) {
    if (isLost.has(plan.resource[k])) continue;
    for (; m < moved.task.length && isBefore(moved, m, plan, k); m++) add(-1 - m);
    add(k);
  }
  for (; m < moved.task.length; m++) add(-1 - m);
  return gather(plan, moved, order.subarray(0, pieces));
}

/** Some pieces of a plan by themselves, in the order given. O(pieces given). */
export function piecesOf(plan: Plan, pieces: Int32Array): Plan {
  return gather(plan, plan, pieces);
}

/** Pieces in their order: k of the plan, or -1 - k of those that are moved. */
function gather(plan: Plan, moved: Plan, order: Int32Array): Plan {
  let devices = 0;
  for (const place of order) {
    const { deviceStart } = place < 0 ? moved : plan;
    const k = place < 0 ? -1 - place : place;
    devices += deviceStart[k + 1] - deviceStart[k];
  }
  const gathered = {
    task: new Int32Array(order.length),
    resource: new Int32Array(order.length),
    share: new Int32Array(order.length),
    start: new Float64Array(order.length),
    deviceStart: new Int32Array(order.length + 1),
    device: new Int32Array(devices),
  };
  let at = 0;
  for (let i = 0; i < order.length; i++) {
    const of = order[i] < 0 ? moved : plan;
    const k = order[i] < 0 ? -1 - order[i] : order[i];
    gathered.task[i] = of.task[k];
    gathered.resource[i] = of.resource[k];
    gathered.share[i] = of.share[k];
    gathered.start[i] = of.start[k];
    for (let d = of.deviceStart[k]; d < of.deviceStart[k + 1]; d++) {
      gathered.device[at++] = of.device[d];
    }
    gathered.deviceStart[i + 1] = at;
  }
  return gathered;
}

function isBefore(a: Plan, i: number, b: Plan, k: number): boolean {
  return a.task[i] < b.task[k] || (a.task[i] === b.task[k] && a.resource[i] < b.resource[k]);
}

/** The plan with other recoveries; its columns are shared. */
export function withRecoveries(plan: Plan, recoveries: readonly Recovery[]): Plan {
  const { recoveries: _, ...columns } = plan;
  return { ...columns, recoveries };
}
