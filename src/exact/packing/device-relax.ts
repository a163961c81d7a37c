import { DEVICE } from "../../instance/types.ts";
import { gcd } from "../../util/divisor.ts";
import { type EntryItems, lowerBound } from "./relax.ts";

/** What a relaxation that keeps devices exact knows of one copy of a resource entry. */
export interface DeviceRelaxed {
  /** No configuration is worth more. */
  readonly bound: number;
  /** By row of the items; 0 but on the dimensions beside the devices. */
  readonly price: Float64Array;
  /** Fillings of one device that were best at some prices, as positions of items, the latest last. */
  readonly fills: readonly (readonly number[])[];
}

const FILLS = 6;

/** The most valuable content of all devices at prices on the other dimensions. */
interface Content {
  readonly worth: number;
  readonly fill: readonly number[];
}

/**
 * Prices on every dimension but the devices; at those, one device is a knapsack of shares (or a task that owns it),
 * solved exactly, and whole devices are dealt out to these and to tasks that own several. Any prices give a bound.
 */
export function relaxDevices(items: EntryItems, dimensions: number, device: number): DeviceRelaxed {
  const isPriced = (d: number) => d < dimensions && d !== device;
  const capacity = items.capacity.map((one, d) => (isPriced(d) ? one : 0));
  const priced = [...capacity.keys()].filter((d) => capacity[d] > 0);
  const fills = new Map<string, readonly number[]>();
  const best = lowerBound(capacity, { steps: 80, patience: 4, returns: false }, (price, slope) => {
    const { worth, fill } = contentOf(items, priced, price, slope);
    const key = fill.join(" ");
    fills.delete(key);
    fills.set(key, fill);
    return priced.reduce((sum, d) => sum + price[d] * capacity[d], worth);
  });
  return { ...best, fills: [...fills.values()].slice(-FILLS) };
}

/** Takes off `slope` what the content needs of the dimensions that are priced. */
function contentOf(
  items: EntryItems,
  priced: readonly number[],
  price: Float64Array,
  slope: Float64Array,
): Content {
  const D = items.capacity.length;
  const net = items.worth.map((worth, i) =>
    priced.reduce((sum, d) => sum - price[d] * items.size[i * D + d], worth),
  );
  let worth = 0;
  const take = (i: number, times: number) => {
    for (const d of priced) slope[d] -= times * items.size[i * D + d];
  };
  for (let i = 0; i < net.length; i++) {
    if (items.gpu[i] > 0 || net[i] <= 0) continue;
    worth += items.most[i] * net[i];
    take(i, items.most[i]);
  }
  const filled = fillDevice(items, net);
  // dealt[g]: the most that g devices are worth; last[g]: the item that owns the last of them, or -1 for a filling.
  const dealt = new Float64Array(items.devices + 1);
  const last = new Int32Array(items.devices + 1).fill(-1);
  for (let g = 1; g <= items.devices; g++) {
    dealt[g] = dealt[g - 1] + filled.worth;
    for (let i = 0; i < net.length; i++) {
      const owned = items.gpu[i] / DEVICE;
      if (owned < 2 || owned > g || dealt[g - owned] + net[i] <= dealt[g]) continue;
      dealt[g] = dealt[g - owned] + net[i];
      last[g] = i;
    }
  }
  for (let g = items.devices; g > 0; ) {
    if (last[g] === -1) for (const i of filled.fill) take(i, 1);
    else take(last[g], 1);
    g -= last[g] === -1 ? 1 : items.gpu[last[g]] / DEVICE;
  }
  return { worth: worth + dealt[items.devices], fill: filled.fill };
}

/** The best content of one device: a knapsack, by dynamic programming over milli. */
function fillDevice(
  items: EntryItems,
  net: Float64Array,
): { readonly worth: number; readonly fill: readonly number[] } {
  const sharing = [...net.keys()].filter((i) => net[i] > 0 && items.gpu[i] > 0);
  const small = sharing.filter((i) => items.gpu[i] <= DEVICE);
  let unit = DEVICE;
  for (const i of small) unit = gcd(unit, items.gpu[i]);
  const cells = DEVICE / unit;
  const best = new Float64Array(cells + 1);
  const steps: { readonly item: number; readonly size: number; readonly taken: Uint8Array }[] = [];
  for (const item of small) {
    const size = items.gpu[item] / unit;
    const most = Math.min(items.most[item], Math.floor(cells / size));
    for (let copy = 0; copy < most; copy++) {
      const taken = new Uint8Array(cells + 1);
      for (let cell = cells; cell >= size; cell--) {
        if (best[cell - size] + net[item] <= best[cell]) continue;
        best[cell] = best[cell - size] + net[item];
        taken[cell] = 1;
      }
      steps.push({ item, size, taken });
    }
  }
  const fill: number[] = [];
  let cell = cells;
  for (let k = steps.length - 1; k >= 0; k--) {
    if (steps[k].taken[cell] === 0) continue;
    fill.push(steps[k].item);
    cell -= steps[k].size;
  }
  return { worth: best[cells], fill };
}
