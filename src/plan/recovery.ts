import { copiesLost, lossCount } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan } from "./types.ts";

/** Where the pieces of a plan go after one loss. What is not lost stays as it is, with its devices. */
export interface Recovery {
  /** Number of the loss in `Instance.robust`. */
  readonly loss: number;
  /** Each lost piece once, where it goes: a plan of these pieces alone. */
  readonly moved: Plan;
}

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
  const rows: { readonly of: Plan; readonly k: number }[] = [];
  let m = 0;
  for (let k = 0; k < plan.task.length; k++) {
    if (isLost.has(plan.resource[k])) continue;
    while (m < moved.task.length && isBefore(moved, m, plan, k)) rows.push({ of: moved, k: m++ });
    rows.push({ of: plan, k });
  }
  while (m < moved.task.length) rows.push({ of: moved, k: m++ });
  const deviceStart = new Int32Array(rows.length + 1);
  const device: number[] = [];
  rows.forEach(({ of, k }, i) => {
    for (let d = of.deviceStart[k]; d < of.deviceStart[k + 1]; d++) device.push(of.device[d]);
    deviceStart[i + 1] = device.length;
  });
  return {
    task: Int32Array.from(rows, ({ of, k }) => of.task[k]),
    resource: Int32Array.from(rows, ({ of, k }) => of.resource[k]),
    share: Int32Array.from(rows, ({ of, k }) => of.share[k]),
    start: Float64Array.from(rows, ({ of, k }) => of.start[k]),
    deviceStart,
    device: Int32Array.from(device),
  };
}

function isBefore(a: Plan, i: number, b: Plan, k: number): boolean {
  return a.task[i] < b.task[k] || (a.task[i] === b.task[k] && a.resource[i] < b.resource[k]);
}

/** The plan with other recoveries; its columns are shared. */
export function withRecoveries(plan: Plan, recoveries: readonly Recovery[]): Plan {
  const { recoveries: _, ...columns } = plan;
  return { ...columns, recoveries };
}
