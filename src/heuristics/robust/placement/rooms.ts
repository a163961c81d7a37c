import { isDeviceShare } from "../../../instance/facts/devices.ts";
import { membershipOf } from "../../../instance/facts/groups.ts";
import { DEVICE, type Instance } from "../../../instance/types.ts";
import { demandOf, usablePairs } from "../../../instance/usable.ts";
import { type DeviceRange, deviceRanges } from "../../../plan/piece.ts";
import type { Plan } from "../../../plan/types.ts";

/** A piece that was put somewhere: what is needed to take it away again. */
export interface Stand {
  readonly task: number;
  readonly copy: number;
  /** Numbers of devices inside the resource, ascending. */
  readonly devices: readonly number[];
}

/**
 * What is left on each resource copy beside the pieces of a plan, which stay with their devices. Whole tasks come and
 * go one at a time; `fits` sees capacity, devices as they lie, separate groups and replicas, not colocate groups.
 */
export class Rooms {
  readonly instance: Instance;
  /** Pieces by resource copy. */
  readonly count: Int32Array;
  readonly #usable: Uint8Array;
  /** By resource copy x dimension; of devices, the sum of what is left. */
  readonly #free: Float64Array;
  /** What is left of each device, resource copy after resource copy. */
  readonly #device: Int32Array;
  readonly #deviceStart: Int32Array;
  readonly #ranges: readonly (readonly DeviceRange[])[];
  /** Separate groups by task entry. */
  readonly #apart: readonly (readonly number[])[];
  /** Pieces by separate group x resource copy. */
  readonly #members = new Map<number, number>();
  /** Resource copies with replicas, by task copy; only of tasks that have some. */
  readonly #replicas = new Map<number, number[]>();

  constructor(instance: Instance, plan: Plan) {
    const { resources, resourceOfCopy, dimensions } = instance;
    this.instance = instance;
    this.#usable = usablePairs(instance);
    this.#free = Float64Array.from(
      { length: resourceOfCopy.length * dimensions.length },
      (_, i) =>
        resources[resourceOfCopy[Math.floor(i / dimensions.length)]].capacity[
          i % dimensions.length
        ],
    );
    this.#ranges = resources.map((_, r) => deviceRanges(instance, r));
    const devices = this.#ranges.map((ranges) => ranges.reduce((sum, { count }) => sum + count, 0));
    this.#deviceStart = new Int32Array(resourceOfCopy.length + 1);
    resourceOfCopy.forEach((r, j) => {
      this.#deviceStart[j + 1] = this.#deviceStart[j] + devices[r];
    });
    this.#device = new Int32Array(this.#deviceStart[resourceOfCopy.length]).fill(DEVICE);
    this.#apart = membershipOf(instance).apart;
    this.count = new Int32Array(resourceOfCopy.length);
    for (let k = 0; k < plan.task.length; k++) this.put(standOf(plan, k));
  }

  /** True if the task may stand there as things are; its devices aside. */
  fits(task: number, copy: number): boolean {
    const { taskOfCopy, resourceOfCopy, resources, dimensions } = this.instance;
    const [t, r] = [taskOfCopy[task], resourceOfCopy[copy]];
    if (this.#usable[t * resources.length + r] === 0) return false;
    const D = dimensions.length;
    for (let d = 0; d < D; d++) {
      if (demandOf(this.instance, t, r, d) > this.#free[copy * D + d]) return false;
    }
    return this.#replicasAllow(task, copy) && this.#groupsAllow(t, copy);
  }

  /** Every choice of devices that is not like another one, the fullest devices first; none if devices do not suffice. */
  deviceChoices(task: number, copy: number): readonly (readonly number[])[] {
    const { taskOfCopy, resourceOfCopy } = this.instance;
    const [t, r] = [taskOfCopy[task], resourceOfCopy[copy]];
    let choices: readonly (readonly number[])[] = [[]];
    for (const range of this.#ranges[r]) {
      const demand = demandOf(this.instance, t, r, range.dimension);
      if (demand === 0) continue;
      const own = this.#choicesOf(copy, range, demand);
      choices = choices.flatMap((list) => own.map((more) => [...list, ...more]));
    }
    return choices;
  }

  /** Adds a piece. Requires `fits` and one of `deviceChoices`, or a plan that keeps its rules. */
  put(stand: Stand): void {
    this.#shift(stand, 1);
  }

  take(stand: Stand): void {
    this.#shift(stand, -1);
  }

  /** How little is left where the task would stand: the sum over dimensions of what is left over capacity. */
  slack(task: number, copy: number): number {
    const { taskOfCopy, resourceOfCopy, resources, dimensions } = this.instance;
    const [t, r] = [taskOfCopy[task], resourceOfCopy[copy]];
    const D = dimensions.length;
    let sum = 0;
    for (let d = 0; d < D; d++) {
      const capacity = resources[r].capacity[d];
      if (capacity === 0) continue;
      sum += (this.#free[copy * D + d] - demandOf(this.instance, t, r, d)) / capacity;
    }
    return sum;
  }

  /** What is left of a dimension on all resource copies but some. */
  freeWithout(dimension: number, lost: ReadonlySet<number>): number {
    const D = this.instance.dimensions.length;
    let sum = 0;
    for (let j = 0; j < this.count.length; j++) {
      if (!lost.has(j)) sum += this.#free[j * D + dimension];
    }
    return sum;
  }

  #choicesOf(
    copy: number,
    { first, count }: DeviceRange,
    demand: number,
  ): readonly (readonly number[])[] {
    const at = this.#deviceStart[copy];
    const numbers = Array.from({ length: count }, (_, i) => first + i);
    if (!isDeviceShare(demand)) {
      const idle = numbers.filter((n) => this.#device[at + n] === DEVICE);
      return idle.length * DEVICE < demand ? [] : [idle.slice(0, demand / DEVICE)];
    }
    const byRoom = new Map<number, number>();
    for (const n of numbers) {
      const room = this.#device[at + n];
      if (room >= demand && !byRoom.has(room)) byRoom.set(room, n);
    }
    return [...byRoom].sort((a, b) => a[0] - b[0]).map(([, n]) => [n]);
  }

  #replicasAllow(task: number, copy: number): boolean {
    const { tasks, taskOfCopy, resourceOfCopy, domains } = this.instance;
    const { replicas, across } = tasks[taskOfCopy[task]];
    if (replicas === 1) return true;
    const others = this.#replicas.get(task) ?? [];
    if (across === undefined) return !others.includes(copy);
    const { of } = domains[across];
    const value = of[resourceOfCopy[copy]];
    return others.every((other) => of[resourceOfCopy[other]] !== value);
  }

  #groupsAllow(entry: number, copy: number): boolean {
    const copies = this.count.length;
    return this.#apart[entry].every((g) => (this.#members.get(g * copies + copy) ?? 0) === 0);
  }

  #shift({ task, copy, devices }: Stand, by: 1 | -1): void {
    const { tasks, taskOfCopy, resourceOfCopy, dimensions } = this.instance;
    const [t, r] = [taskOfCopy[task], resourceOfCopy[copy]];
    const D = dimensions.length;
    this.count[copy] += by;
    for (let d = 0; d < D; d++) this.#free[copy * D + d] -= by * demandOf(this.instance, t, r, d);
    for (const { dimension, first, count } of this.#ranges[r]) {
      const each = Math.min(DEVICE, demandOf(this.instance, t, r, dimension));
      for (const n of devices) {
        if (n >= first && n < first + count) this.#device[this.#deviceStart[copy] + n] -= by * each;
      }
    }
    for (const g of this.#apart[t]) {
      const key = g * this.count.length + copy;
      this.#members.set(key, (this.#members.get(key) ?? 0) + by);
    }
    if (tasks[t].replicas === 1) return;
    const held = this.#replicas.get(task) ?? [];
    this.#replicas.set(task, held);
    if (by === 1) held.push(copy);
    else held.splice(held.indexOf(copy), 1);
  }
}

/** A piece of a plan as what stands on a resource copy. */
export function standOf(plan: Plan, k: number): Stand {
  return {
    task: plan.task[k],
    copy: plan.resource[k],
    devices: [...plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1])],
  };
}
