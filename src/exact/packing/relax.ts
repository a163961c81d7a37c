import type { PackingCore } from "../../cores/packing.ts";
import { DEVICE } from "../../instance/types.ts";

/** The task entries that are worth something on one copy of a resource entry. */
export interface EntryItems {
  readonly resource: number;
  readonly task: readonly number[];
  readonly worth: Float64Array;
  /** Copies that fit at most. */
  readonly most: Int32Array;
  /** Length items x rows; sizes and capacity are whole numbers. */
  readonly size: Float64Array;
  /** By row: the dimensions, then what shares of devices take in a dual feasible measure. */
  readonly capacity: Float64Array;
  /** Demand of devices in milli. */
  readonly gpu: Float64Array;
  readonly devices: number;
}

/** Finer measures of a share: x -> floor((k + 1) x) / k where it is broken (Fekete, Schepers, 2001). */
const MEASURES = [1, 2, 3];

/**
 * The items of a resource entry at whole worths. Rows after the dimensions hold the measures of shares: any set of
 * shares on one device measures at most 1 (Fekete and Schepers 2001, DOI 10.1007/s101070100243).
 */
export function itemsOf(core: PackingCore, resource: number, worth: Float64Array): EntryItems {
  const { dimensions, device, resources, copies, usable, demand } = core;
  const capacity = [...core.capacity.subarray(resource * dimensions, (resource + 1) * dimensions)];
  const devices = device === undefined ? 0 : Math.floor(capacity[device] / DEVICE);
  if (device !== undefined) for (const k of MEASURES) capacity.push(devices * k * DEVICE);
  const task: number[] = [];
  const size: number[] = [];
  const most: number[] = [];
  const gpu: number[] = [];
  for (let t = 0; t < core.tasks; t++) {
    const e = t * resources + resource;
    if (usable[e] === 0 || worth[t] <= 0) continue;
    const row = [...demand.subarray(e * dimensions, (e + 1) * dimensions)];
    const taken = device === undefined ? 0 : row[device];
    if (device !== undefined) for (const k of MEASURES) row.push(measure(taken, k));
    let fits = copies[t];
    row.forEach((amount, d) => {
      if (amount > 0) fits = Math.min(fits, Math.floor(capacity[d] / amount));
    });
    if (fits === 0) continue;
    task.push(t);
    size.push(...row);
    most.push(fits);
    gpu.push(taken);
  }
  return {
    resource,
    task,
    worth: Float64Array.from(task, (t) => worth[t]),
    most: Int32Array.from(most),
    size: Float64Array.from(size),
    capacity: Float64Array.from(capacity),
    gpu: Float64Array.from(gpu),
    devices,
  };
}

/** Prices on the rows, and the bound that they give on the worth of any configuration. */
export interface Relaxed {
  readonly price: Float64Array;
  readonly bound: number;
}

/**
 * Prices from 0 on that make price . capacity + sum of most x max(0, worth - price . size) small. Any prices give a bound, so
 * nothing rests on convergence.
 */
export function lagrange({ worth, most, size, capacity, task }: EntryItems): Relaxed {
  const D = capacity.length;
  return lowerBound(capacity, { steps: 250, patience: 8, returns: true }, (price, slope) => {
    let bound = 0;
    for (let d = 0; d < D; d++) bound += price[d] * capacity[d];
    for (let i = 0; i < task.length; i++) {
      let net = worth[i];
      for (let d = 0; d < D; d++) net -= price[d] * size[i * D + d];
      if (net <= 0) continue;
      bound += most[i] * net;
      for (let d = 0; d < D; d++) slope[d] -= most[i] * size[i * D + d];
    }
    return bound;
  });
}

interface Steps {
  readonly steps: number;
  /** Steps without a better bound after which they become shorter, by then from the best prices where it `returns`. */
  readonly patience: number;
  readonly returns: boolean;
}

/**
 * The prices of the least bound that subgradient steps towards a falling target find, each row in its own unit, or the finest
 * unit would take all of a step. `boundAt` takes off `slope`, which holds the capacities, what is used at the prices.
 */
export function lowerBound(
  capacity: Float64Array,
  { steps, patience, returns }: Steps,
  boundAt: (price: Float64Array, slope: Float64Array) => number,
): Relaxed {
  const D = capacity.length;
  const price = new Float64Array(D);
  const slope = new Float64Array(D);
  let best: Relaxed = { price: price.slice(), bound: Number.POSITIVE_INFINITY };
  let share = 0.3;
  let stalled = 0;
  for (let step = 0; step < steps; step++) {
    slope.set(capacity);
    const bound = boundAt(price, slope);
    if (bound < best.bound * (1 - 1e-5)) stalled = 0;
    else if (++stalled > patience) {
      stalled = 0;
      share /= 2;
      if (returns) price.set(best.price);
    }
    if (bound < best.bound) best = { price: price.slice(), bound };
    let norm = 0;
    for (let d = 0; d < D; d++) if (capacity[d] > 0) norm += (slope[d] / capacity[d]) ** 2;
    if (norm === 0 || share < 1e-4) break;
    const length = (share * bound) / norm;
    for (let d = 0; d < D; d++) {
      if (capacity[d] > 0) {
        price[d] = Math.max(0, price[d] - (length * slope[d]) / capacity[d] ** 2);
      }
    }
  }
  return best;
}

/** k x 1000 times the measure, so that it stays whole; whole devices measure as what they are. */
function measure(milli: number, k: number): number {
  const scaled = (k + 1) * milli;
  return scaled % DEVICE === 0 ? k * milli : Math.floor(scaled / DEVICE) * DEVICE;
}
