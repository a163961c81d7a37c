import type { Instance } from "../../src/instance/types.ts";
import { demandOf } from "../../src/instance/usable.ts";
import { buildPlan, planFromAssignment } from "../../src/plan/build.ts";
import { withDevices } from "../../src/plan/devices.ts";
import { type OrderItem, startAsap } from "../../src/plan/sequence.ts";
import type { Plan } from "../../src/plan/types.ts";

/**
 * Deals counts by pair of entries out to copies: in batch mode the longest first, each to the copy that is free first
 * (Graham 1969, DOI 10.1137/0117039); in placement mode the largest first, each to the first copy that has room.
 * A placed task that finds no room stays out where it is optional; else undefined. The plan is not yet verified.
 * O(copies x log) in batch mode, O(tasks x copies) in placement mode.
 */
export function dealOut(
  instance: Instance,
  countOf: (task: number, resource: number) => number,
): Plan | undefined {
  const home = new Int32Array(instance.taskOfCopy.length).fill(-1);
  const next = instance.taskCopyStart.slice();
  for (let r = 0; r < instance.resources.length; r++) {
    const held = tasksOn(instance, r, countOf);
    const isDealt =
      instance.mode === "batch"
        ? dealBatch(instance, r, held, next, home)
        : dealPlacement(instance, r, held, next, home);
    if (!isDealt) return undefined;
  }
  const missing = home.some(
    (r, copy) => r < 0 && !instance.tasks[instance.taskOfCopy[copy]].optional,
  );
  return missing ? undefined : planOf(instance, home);
}

/** Task entries on a resource entry with their counts, the largest part of it first. */
function tasksOn(
  instance: Instance,
  r: number,
  countOf: (task: number, resource: number) => number,
): readonly { readonly task: number; readonly count: number }[] {
  const { tasks, dimensions, resources, pairs, mode } = instance;
  const size = (t: number): number => {
    if (mode === "batch") return pairs.runtime[t * resources.length + r];
    return dimensions.reduce((most, _, d) => {
      const room = resources[r].capacity[d];
      return room === 0 ? most : Math.max(most, demandOf(instance, t, r, d) / room);
    }, 0);
  };
  return tasks
    .map((_, task) => ({ task, count: countOf(task, r), size: size(task) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.size - a.size || a.task - b.task);
}

type Held = readonly { readonly task: number; readonly count: number }[];

function dealBatch(
  { resourceCopyStart, pairs, resources }: Instance,
  r: number,
  held: Held,
  next: Int32Array,
  home: Int32Array,
): boolean {
  const heap = new FreeFirst(resourceCopyStart[r], resourceCopyStart[r + 1]);
  for (const { task, count } of held) {
    for (let i = 0; i < count; i++) {
      home[next[task]++] = heap.take(pairs.runtime[task * resources.length + r]);
    }
  }
  return true;
}

function dealPlacement(
  instance: Instance,
  r: number,
  held: Held,
  next: Int32Array,
  home: Int32Array,
): boolean {
  const { resourceCopyStart, resources, dimensions, tasks } = instance;
  const [from, to] = [resourceCopyStart[r], resourceCopyStart[r + 1]];
  const left = Array.from({ length: to - from }, () => [...resources[r].capacity]);
  for (const { task, count } of held) {
    const demand = dimensions.map((_, d) => demandOf(instance, task, r, d));
    let first = 0;
    for (let i = 0; i < count; i++) {
      // Equal tasks: a copy that was too full stays too full.
      while (first < left.length && demand.some((one, d) => one > left[first][d])) first++;
      if (first === left.length) {
        if (!tasks[task].optional) return false;
        break;
      }
      demand.forEach((one, d) => {
        left[first][d] -= one;
      });
      home[next[task]++] = from + first;
    }
  }
  return true;
}

function planOf(instance: Instance, home: Int32Array): Plan | undefined {
  if (instance.mode === "placement") {
    if (!instance.dimensions.some(({ devices }) => devices)) {
      return planFromAssignment(instance, home);
    }
    const placed = [...home].flatMap((resource, task) =>
      resource < 0 ? [] : [{ task, resource }],
    );
    const pieces = withDevices(instance, placed);
    return pieces === undefined ? undefined : buildPlan(instance, pieces);
  }
  const orders = new Map<number, OrderItem[]>();
  home.forEach((resource, task) => {
    if (resource < 0) return;
    const items = orders.get(resource);
    if (items === undefined) orders.set(resource, [{ task }]);
    else items.push({ task });
  });
  return buildPlan(instance, startAsap(instance, orders));
}

/** Copies by the time at which they are free: a binary heap, ties by number. */
class FreeFirst {
  readonly #copy: Int32Array;
  readonly #free: Float64Array;

  constructor(from: number, to: number) {
    this.#copy = Int32Array.from({ length: to - from }, (_, i) => from + i);
    this.#free = new Float64Array(to - from);
  }

  /** Gives a piece of work to the copy that is free first and returns that copy. */
  take(runtime: number): number {
    const copy = this.#copy[0];
    this.#free[0] += runtime;
    this.#sink();
    return copy;
  }

  #sink(): void {
    for (let i = 0; ; ) {
      let least = i;
      for (let child = 2 * i + 1; child <= 2 * i + 2; child++) {
        if (child < this.#copy.length && this.#isBefore(child, least)) least = child;
      }
      if (least === i) return;
      [this.#free[i], this.#free[least]] = [this.#free[least], this.#free[i]];
      [this.#copy[i], this.#copy[least]] = [this.#copy[least], this.#copy[i]];
      i = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const d = this.#free[a] - this.#free[b];
    return d < 0 || (d === 0 && this.#copy[a] < this.#copy[b]);
  }
}
