import type { PackingCore } from "../../cores/packing.ts";
import { DEVICE } from "../../instance/types.ts";
import { packBins } from "../../plan/packing.ts";
import { relaxDevices } from "./device-relax.ts";
import { type EntryItems, itemsOf, lagrange } from "./relax.ts";
import type { Configuration, PricedConfiguration } from "./types.ts";

/** Placements that one packing of shares may try. */
const PACKING_NODES = 200;

/** Doubles sum whole numbers below 2^40 with less error than this over any item list we make. */
const MARGIN = 0.25;

/**
 * The best configuration of one copy of a resource entry by branch and bound: worth[t] whole numbers below 2^40.
 * Capacities are relaxed with prices; items in the order of what a deviation costs, shares packed on devices as they
 * come. After `nodes` nodes it stops with what it has and the bound of the root. `warm` is tried first.
 */
export function priceBranch(
  core: PackingCore,
  resource: number,
  worth: Float64Array,
  nodes: number,
  warm: Configuration | undefined,
): PricedConfiguration {
  const items = itemsOf(core, resource, worth);
  const relaxed = lagrange(items);
  const search = new Search(items, relaxed.price);
  if (warm !== undefined) search.start(warm);
  search.greedy();
  let bound = relaxed.bound;
  if (core.device !== undefined) {
    const { bound: exact, fills } = relaxDevices(items, core.dimensions, core.device);
    search.compose(fills);
    bound = Math.min(bound, exact);
  }
  search.run(nodes, relaxed.bound, bound);
  return search.priced(bound);
}

class Search {
  readonly #items: EntryItems;
  readonly #price: Float64Array;
  /** Worth less the price of what an item takes. */
  readonly #net: Float64Array;
  readonly #free: Float64Array;
  /** Shares on devices in the order in which they came. */
  readonly #shares: number[] = [];
  #owned = 0;
  readonly #count: Int32Array;
  #value = 0;
  #best = 0;
  #bestCount: Int32Array;
  #order: readonly number[] = [];
  #suffix = new Float64Array(1);
  #nodes = 0;
  #complete = true;

  constructor(items: EntryItems, price: Float64Array) {
    this.#items = items;
    this.#price = price;
    this.#free = items.capacity.slice();
    this.#count = new Int32Array(items.task.length);
    this.#bestCount = this.#count.slice();
    this.#net = items.worth.map((worth, i) => {
      let net = worth;
      for (let d = 0; d < price.length; d++) net -= price[d] * items.size[i * price.length + d];
      return net;
    });
  }

  start(warm: Configuration): void {
    warm.tasks.forEach((t, k) => {
      const i = this.#items.task.indexOf(t);
      for (let n = 0; i >= 0 && n < warm.counts[k]; n++) {
        if (this.#count[i] < this.#items.most[i]) this.#add(i);
      }
    });
    this.#keep();
    this.#clear();
  }

  greedy(): void {
    const order = [...this.#net.keys()].sort((i, j) => this.#net[j] - this.#net[i] || i - j);
    for (const i of order) while (this.#count[i] < this.#items.most[i] && this.#add(i)) {}
    this.#keep();
    this.#clear();
  }

  /** Two fillings of devices side by side, in all proportions. */
  compose(fills: readonly (readonly number[])[]): void {
    const put = (fill: readonly number[]) => {
      for (const i of fill) if (this.#count[i] < this.#items.most[i]) this.#add(i);
    };
    for (const first of fills) {
      for (const second of fills) {
        for (let n = 0; n <= this.#items.devices; n++) {
          for (let g = 0; g < this.#items.devices; g++) put(g < n ? first : second);
          this.#keep();
          this.#clear();
        }
      }
    }
  }

  /** `bound`: of the prices by which the search prunes; `atMost`: the best bound known. */
  run(nodes: number, bound: number, atMost: number): void {
    const slack = bound - this.#best - 1 + MARGIN;
    if (slack < 0 || atMost < this.#best + 1 - MARGIN) return;
    const { most } = this.#items;
    const open = [...this.#net.keys()].filter((i) => -this.#net[i] <= slack);
    open.sort((i, j) => Math.abs(this.#net[j]) - Math.abs(this.#net[i]) || i - j);
    this.#order = open;
    this.#suffix = new Float64Array(open.length + 1);
    for (let k = open.length - 1; k >= 0; k--) {
      this.#suffix[k] = this.#suffix[k + 1] + most[open[k]] * Math.max(0, this.#net[open[k]]);
    }
    this.#nodes = nodes;
    this.#descend(0);
  }

  priced(bound: number): PricedConfiguration {
    const { task } = this.#items;
    const held = [...task.keys()].filter((i) => this.#bestCount[i] > 0);
    const atMost = this.#complete ? this.#best : Math.max(this.#best, Math.floor(bound + MARGIN));
    return {
      configuration: {
        resource: this.#items.resource,
        tasks: held.map((i) => task[i]),
        counts: held.map((i) => this.#bestCount[i]),
      },
      worth: this.#best,
      atMost,
    };
  }

  #descend(k: number): void {
    this.#keep();
    if (k === this.#order.length || !this.#complete) return;
    if (this.#nodes-- <= 0) {
      this.#complete = false;
      return;
    }
    const i = this.#order[k];
    const most = this.#items.most[i];
    const first = this.#count[i];
    if (this.#net[i] > 0) {
      while (this.#count[i] < most && this.#add(i)) {}
      while (true) {
        if (this.#promising(k + 1)) this.#descend(k + 1);
        if (this.#count[i] === first) return;
        this.#drop(i);
      }
    }
    while (true) {
      if (!this.#promising(k + 1)) break;
      this.#descend(k + 1);
      if (this.#count[i] === most || !this.#add(i)) break;
    }
    while (this.#count[i] > first) this.#drop(i);
  }

  /** False if nothing below can be worth one more than the best. */
  #promising(k: number): boolean {
    let bound = this.#value + this.#suffix[k];
    for (let d = 0; d < this.#price.length; d++) bound += this.#price[d] * this.#free[d];
    return bound >= this.#best + 1 - MARGIN;
  }

  /** Adds a copy of an item if it fits, devices included. */
  #add(i: number): boolean {
    const { size, worth, gpu, devices } = this.#items;
    const D = this.#free.length;
    for (let d = 0; d < D; d++) if (size[i * D + d] > this.#free[d]) return false;
    const demand = gpu[i];
    if (demand >= DEVICE) this.#owned += demand / DEVICE;
    else if (demand > 0) this.#shares.push(demand);
    if (demand > 0 && this.#shares.length > 0) {
      const left = devices - this.#owned;
      const impossible = left < 0 || packBins(this.#shares, left, PACKING_NODES) === "impossible";
      if (impossible) {
        if (demand >= DEVICE) this.#owned -= demand / DEVICE;
        else this.#shares.pop();
        return false;
      }
    }
    for (let d = 0; d < D; d++) this.#free[d] -= size[i * D + d];
    this.#count[i]++;
    this.#value += worth[i];
    return true;
  }

  #drop(i: number): void {
    const { size, worth, gpu } = this.#items;
    const D = this.#free.length;
    for (let d = 0; d < D; d++) this.#free[d] += size[i * D + d];
    if (gpu[i] >= DEVICE) this.#owned -= gpu[i] / DEVICE;
    else if (gpu[i] > 0) this.#shares.splice(this.#shares.lastIndexOf(gpu[i]), 1);
    this.#count[i]--;
    this.#value -= worth[i];
  }

  #keep(): void {
    if (this.#value <= this.#best) return;
    this.#best = this.#value;
    this.#bestCount = this.#count.slice();
  }

  #clear(): void {
    for (let i = 0; i < this.#count.length; i++) while (this.#count[i] > 0) this.#drop(i);
  }
}
