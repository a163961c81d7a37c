import { sharesDevices } from "../instance/facts/devices.ts";
import { DEVICE, type Instance } from "../instance/types.ts";

/**
 * What is left of the devices of one dimension on each resource copy, in milli; made for dimensions where
 * tasks share devices, for there a sum that fits may still not pack.
 */
export interface DeviceBoard {
  /** True if the demand finds its devices as the others lie now, or after all are packed anew. */
  fits(
    copy: number,
    demand: number,
    others: Iterable<number>,
    demandOf: (task: number) => number,
  ): boolean;
  /** Requires `fits`. May move the devices of the others. */
  place(
    copy: number,
    task: number,
    others: Iterable<number>,
    demandOf: (task: number) => number,
  ): void;
  remove(copy: number, task: number, demand: number): void;
  /** Devices of a task on a copy, numbered from 0 inside the dimension, ascending. */
  devicesOf(copy: number, task: number): readonly number[];
}

/** By dimension; none where no task asks for a share, and in batch mode, where each piece has all devices. */
export function makeDeviceBoards(instance: Instance): (DeviceBoard | undefined)[] {
  const { resources, resourceOfCopy, mode } = instance;
  return sharesDevices(instance).map((isShared, d) => {
    if (!isShared || mode === "batch") return undefined;
    return makeDeviceBoard(resourceOfCopy.length, (copy) => {
      return resources[resourceOfCopy[copy]].capacity[d] / DEVICE;
    });
  });
}

/** `countOf(c)` is the number of devices of the dimension on resource copy c. Copies without pieces take no memory. */
function makeDeviceBoard(copies: number, countOf: (copy: number) => number): DeviceBoard {
  const known = new Map<number, Int32Array>();
  const held = new Map<number, readonly number[]>();
  const keyOf = (copy: number, task: number) => task * copies + copy;

  function freeOn(copy: number): Int32Array {
    const free = known.get(copy) ?? new Int32Array(countOf(copy)).fill(DEVICE);
    known.set(copy, free);
    return free;
  }

  function repack(copy: number, tasks: readonly number[], demandOf: (task: number) => number) {
    const left = new Int32Array(countOf(copy)).fill(DEVICE);
    const lists = new Map<number, readonly number[]>();
    const order = [...tasks].sort((a, b) => demandOf(b) - demandOf(a) || a - b);
    for (const task of order) {
      const chosen = choose(left, demandOf(task));
      if (chosen === undefined) return undefined;
      lists.set(task, chosen);
      take(left, chosen, demandOf(task));
    }
    return { left, lists };
  }

  return {
    fits(copy, demand, others, demandOf) {
      const free = known.get(copy);
      if (free === undefined) return isDevices(demand) && demand <= countOf(copy) * DEVICE;
      if (choose(free, demand) !== undefined) return true;
      const withNew = (task: number) => (task < 0 ? demand : demandOf(task));
      return repack(copy, [-1, ...others], withNew) !== undefined;
    },
    place(copy, task, others, demandOf) {
      const demand = demandOf(task);
      if (demand === 0) return;
      const free = freeOn(copy);
      const chosen = choose(free, demand);
      if (chosen !== undefined) {
        held.set(keyOf(copy, task), chosen);
        take(free, chosen, demand);
        return;
      }
      const packed = repack(copy, [...others, task], demandOf);
      if (packed === undefined) return;
      free.set(packed.left);
      for (const [other, list] of packed.lists) held.set(keyOf(copy, other), list);
    },
    remove(copy, task, demand) {
      const list = held.get(keyOf(copy, task));
      if (list === undefined) return;
      take(freeOn(copy), list, -demand);
      held.delete(keyOf(copy, task));
    },
    devicesOf: (copy, task) => held.get(keyOf(copy, task)) ?? [],
  };
}

/** True for whole devices and for a share of one. */
function isDevices(demand: number): boolean {
  return demand < DEVICE || demand % DEVICE === 0;
}

/** Whole devices: the first free ones. A share: the fullest device that still has room (best fit). */
function choose(free: Int32Array, demand: number): number[] | undefined {
  if (demand === 0) return [];
  if (demand < DEVICE) {
    let best = -1;
    for (let i = 0; i < free.length; i++) {
      if (free[i] >= demand && (best < 0 || free[i] < free[best])) best = i;
    }
    return best < 0 ? undefined : [best];
  }
  const list: number[] = [];
  for (let i = 0; i < free.length && list.length * DEVICE < demand; i++) {
    if (free[i] === DEVICE) list.push(i);
  }
  return list.length * DEVICE === demand ? list : undefined;
}

function take(free: Int32Array, devices: readonly number[], demand: number): void {
  const each = Math.sign(demand) * Math.min(Math.abs(demand), DEVICE);
  for (const device of devices) free[device] -= each;
}
