import { DEVICE, type Instance } from "../../../instance/types.ts";
import { demandOf, usablePairs } from "../../../instance/usable.ts";
import { deviceRanges } from "../../../plan/piece.ts";

/** A resource copy as it stands: equal ones share one object, so what is worked out of it is worked out once. */
export interface HostState {
  readonly number: number;
  readonly entry: number;
  /** Free by dimension; of the device dimension its sum. */
  readonly free: readonly number[];
  /** Free milli of the devices, ascending. */
  readonly devices: readonly number[];
}

/** Hosts whose tasks come one by one and stay; devices are shared, and nobody is moved. One dimension has devices. */
export class GpuHosts {
  readonly instance: Instance;
  /** The dimension with devices. */
  readonly gpu: number;
  readonly usable: Uint8Array;
  /** By resource copy. */
  readonly states: HostState[];
  /** By resource copy: free milli of each device, by its number. */
  readonly #devices: Int32Array[];
  readonly #known = new Map<string, HostState>();

  constructor(instance: Instance) {
    const { resources, resourceOfCopy, dimensions } = instance;
    this.instance = instance;
    this.usable = usablePairs(instance);
    this.gpu = dimensions.findIndex(({ devices }) => devices);
    const counts = resources.map((_, r) =>
      deviceRanges(instance, r).reduce((sum, { count }) => sum + count, 0),
    );
    this.#devices = Array.from(resourceOfCopy, (r) => new Int32Array(counts[r]).fill(DEVICE));
    this.states = Array.from(resourceOfCopy, (r, copy) =>
      this.#stateOf(r, resources[r].capacity, this.#devices[copy]),
    );
  }

  /** Demand of a task entry on a resource entry. */
  demand(task: number, entry: number, dimension: number): number {
    return demandOf(this.instance, task, entry, dimension);
  }

  /** True if the task fits, on whatever devices. */
  fits(task: number, state: HostState): boolean {
    const { entry, free, devices } = state;
    if (this.usable[task * this.instance.resources.length + entry] === 0) return false;
    for (let d = 0; d < free.length; d++) if (this.demand(task, entry, d) > free[d]) return false;
    const need = this.demand(task, entry, this.gpu);
    if (need === 0) return true;
    if (need < DEVICE) return devices[devices.length - 1] >= need;
    const whole = need / DEVICE;
    return Number.isInteger(whole) && devices[devices.length - whole] === DEVICE;
  }

  /** What a host may become when a task that fits comes: for a share one state for each different device that has room. */
  choices(task: number, state: HostState): readonly HostState[] {
    const { entry, free, devices } = state;
    const need = this.demand(task, entry, this.gpu);
    const left = free.map((amount, d) => amount - this.demand(task, entry, d));
    if (need === 0) return [this.#stateOf(entry, left, devices)];
    if (need >= DEVICE) {
      const whole = need / DEVICE;
      const kept = devices.slice(0, devices.length - whole);
      return [this.#stateOf(entry, left, [...kept, ...new Array<number>(whole).fill(0)])];
    }
    const roomy = devices.flatMap((room, i) =>
      room >= need && room !== devices[i - 1] ? [i] : [],
    );
    return roomy.map((i) =>
      this.#stateOf(
        entry,
        left,
        devices.map((room, k) => (k === i ? room - need : room)),
      ),
    );
  }

  /** A task comes to a copy, which becomes one of its choices; returns the numbers of its devices. */
  place(task: number, copy: number, after: HostState): readonly number[] {
    const { entry } = this.states[copy];
    const need = this.demand(task, entry, this.gpu);
    const own = this.#devices[copy];
    const chosen: number[] = [];
    for (let left = need; left > 0; left -= DEVICE) {
      const taken = Math.min(left, DEVICE);
      // A device that is left with what the choice has more of than there is now.
      const at = own.findIndex(
        (room) =>
          room >= taken && countOf(after.devices, room - taken) > countOf(own, room - taken),
      );
      own[at] -= taken;
      chosen.push(at);
    }
    this.states[copy] = after;
    return chosen;
  }

  #stateOf(entry: number, free: readonly number[], devices: ArrayLike<number>): HostState {
    const sorted = Array.from(devices).sort((a, b) => a - b);
    const key = `${entry} ${free.join()} ${sorted.join()}`;
    let state = this.#known.get(key);
    if (state === undefined) {
      state = { number: this.#known.size, entry, free: [...free], devices: sorted };
      this.#known.set(key, state);
    }
    return state;
  }
}

function countOf(values: ArrayLike<number>, wanted: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === wanted) count++;
  return count;
}
