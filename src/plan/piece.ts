import { runtimeOf } from "../instance/features.ts";
import { DEVICE, type Instance } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import { shareCeil } from "./shares.ts";
import type { Plan } from "./types.ts";

/** The task entry and the resource entry behind piece `k`. */
export function pairOf(
  { taskOfCopy, resourceOfCopy }: Instance,
  plan: Plan,
  k: number,
): readonly [task: number, resource: number] {
  return [taskOfCopy[plan.task[k]], resourceOfCopy[plan.resource[k]]];
}

/** What the task of piece `k` demands of a dimension when it is there whole, in the dimension's unit. */
export function taskDemand(instance: Instance, plan: Plan, k: number, dimension: number): number {
  const task = instance.taskOfCopy[plan.task[k]];
  return demandOf(instance, task, instance.resourceOfCopy[plan.resource[k]], dimension);
}

/** Milliseconds that piece `k` runs: ceil(share x runtime). */
export function pieceRuntime(instance: Instance, plan: Plan, k: number): number {
  return shareCeil(runtimeOf(instance, ...pairOf(instance, plan, k)), plan.share[k]);
}

/** When piece `k` ends, in ms. */
export function pieceEnd(instance: Instance, plan: Plan, k: number): number {
  return plan.start[k] + pieceRuntime(instance, plan, k);
}

/** A device dimension on one resource entry: its devices are numbered `first` .. `first + count - 1`. */
export interface DeviceRange {
  readonly dimension: number;
  readonly first: number;
  readonly count: number;
}

/** The device dimensions of a resource entry in order; one that the resource lacks has count 0. */
export function deviceRanges(instance: Instance, resource: number): readonly DeviceRange[] {
  const ranges: DeviceRange[] = [];
  let first = 0;
  instance.dimensions.forEach(({ devices }, dimension) => {
    if (!devices) return;
    const count = Math.floor(instance.resources[resource].capacity[dimension] / DEVICE);
    ranges.push({ dimension, first, count });
    first += count;
  });
  return ranges;
}

/** The device ranges of each resource entry, found at the first call for it. */
export function deviceRangesOf(instance: Instance): (resource: number) => readonly DeviceRange[] {
  const known: (readonly DeviceRange[])[] = [];
  return (resource) => {
    known[resource] ??= deviceRanges(instance, resource);
    return known[resource];
  };
}

/** How many devices a demand in milli takes: whole devices, or the one that a share stands on. */
export function devicesTaken(demand: number): number {
  return Math.ceil(demand / DEVICE);
}
