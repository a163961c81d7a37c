import type { GapCore } from "../../cores/types.ts";
import { type KnapsackKernel, MOST_PROFIT, makeKnapsack, PADDING } from "../kernels/knapsack.ts";
import { ASSIGNMENTS, type Coarseness, grainsOf } from "./grain.ts";
import type { GapNode } from "./node.ts";

/**
 * The Lagrangian relaxation of the assignment rows at integer prices u = price x scale: with knapsacks K by resource,
 *
 *     scale x cost >= scale x fixed + sum over free tasks of u  -  sum over resources of K(u - scale x cost)
 *
 * Fisher, Jaikumar, Van Wassenhove (1986), DOI 10.1287/mnsc.32.9.1095. Where capacities are too large for tables, knapsacks
 * count weights and room in coarser units, rounded down: whatever fits still fits, so values and losses are a little lower and hold.
 * Holds the knapsack tables of its last evaluation; a resource whose items did not change is not filled again.
 */
export interface Relaxation {
  readonly scale: number;
  /** Units of weight in one of a resource's knapsack, by resource; 1 where it is exact. */
  readonly grain: Int32Array;
  /** Prices lie in 0 .. highest. */
  readonly highest: number;
  /** By task: how many resources took it in the last evaluation. */
  readonly taken: Int32Array;
  /**
   * Length n x m, by pair left free: how much the value rises if the resource must take the task (0 if it does),
   * and if it must not (0 if it does not). Written by `penalise`.
   */
  readonly withIt: Int32Array;
  readonly without: Int32Array;
  /** Lists what a node leaves to each resource; needed after every change of the node, before `evaluate`. */
  open(node: GapNode): void;
  /** The value at prices, times the scale. */
  evaluate(prices: Int32Array): number;
  /** Penalties of every pair at the prices of the last evaluation. */
  penalise(prices: Int32Array): void;
  /** The resource that took each free task in the last evaluation, the first if several, else -1. */
  choices(): Int32Array;
  /** What was done so far; cells are entries of knapsack tables. */
  readonly work: { cells: number };
}

/** Most bytes of knapsack tables. */
const MOST_BYTES = 2 ** 30;

/** The finest scale; beyond it rounding no longer costs anything. */
const FINEST_SCALE = 200;

/** Undefined if tables or numbers of the core do not fit 32 bits and the memory. */
export function makeRelaxation(
  core: GapCore,
  coarseness: Coarseness = ASSIGNMENTS,
): Relaxation | undefined {
  const grain = grainsOf(core, coarseness);
  const size = sizeOf(core);
  const layout = layOut(core, grain);
  if (size === undefined || layout.bytes > MOST_BYTES) return undefined;
  return new Knapsacks(core, size.scale, size.highest, layout);
}

interface Layout {
  readonly bytes: number;
  readonly grain: Int32Array;
  readonly row: Int32Array;
  readonly table: Int32Array;
  readonly items: Int32Array;
  readonly scratch: number;
}

function sizeOf(core: GapCore): { scale: number; highest: number } | undefined {
  const { tasks, resources, cost, weight, capacity } = core;
  let range = 0;
  for (let e = 0; e < cost.length; e++) {
    if (weight[e] <= capacity[e % resources]) range = Math.max(range, cost[e]);
    if (cost[e] < 0 || weight[e] < 0) return undefined;
  }
  const highest = Math.floor(MOST_PROFIT / Math.max(1, tasks));
  // Prices may pass the dearest cost: a task may be worth more than any single place.
  const scale = Math.min(FINEST_SCALE, Math.floor(highest / (2 * range + 2)));
  return scale >= 1 ? { scale, highest } : undefined;
}

function layOut({ tasks, resources, capacity }: GapCore, grain: Int32Array): Layout {
  const row = new Int32Array(resources);
  const table = new Float64Array(resources);
  const items = new Float64Array(resources);
  let end = 0;
  let widest = 16;
  for (let i = 0; i < resources; i++) {
    row[i] = Math.ceil((Math.floor(capacity[i] / grain[i]) + 1 + PADDING) / 4) * 16;
    if (row[i] > widest) widest = row[i];
    table[i] = end;
    end += row[i] * (tasks + 1);
    items[i] = end;
    end += 16 * (tasks + 1);
  }
  return {
    bytes: end + widest,
    grain,
    row,
    table: Int32Array.from(table),
    items: Int32Array.from(items),
    scratch: end,
  };
}

/** The state behind `Relaxation`; a class for its inner loops over typed arrays. */
class Knapsacks implements Relaxation {
  readonly scale: number;
  readonly highest: number;
  readonly grain: Int32Array;
  readonly taken: Int32Array;
  readonly withIt: Int32Array;
  readonly without: Int32Array;
  readonly work = { cells: 0 };
  readonly #core: GapCore;
  readonly #layout: Layout;
  readonly #kernel: KnapsackKernel;
  /** Costs times the scale. */
  readonly #cost: Int32Array;
  /** In units of the knapsacks. */
  readonly #weight: Int32Array;
  /** Tasks left to each resource: #task[#start[i]] .. #task[#start[i] + #left[i] - 1]. */
  readonly #task: Int32Array;
  readonly #left: Int32Array;
  /** Tasks behind the items of the last filling, in the same rows as #task. */
  readonly #item: Int32Array;
  readonly #count: Int32Array;
  readonly #worth: Int32Array;
  /** Capacity of the last filling, or -1. */
  readonly #filled: Int32Array;
  #node: GapNode | undefined;

  constructor(core: GapCore, scale: number, highest: number, layout: Layout) {
    const { tasks, resources, cost, weight, capacity } = core;
    this.#core = core;
    this.scale = scale;
    this.highest = highest;
    this.#layout = layout;
    this.#kernel = makeKnapsack(layout.bytes);
    this.#cost = cost.map((one, e) => (weight[e] <= capacity[e % resources] ? one * scale : 0));
    const { grain } = layout;
    this.grain = grain;
    this.#weight = grain.every((one) => one === 1)
      ? weight
      : weight.map((one, e) => Math.floor(one / grain[e % resources]));
    this.taken = new Int32Array(tasks);
    this.withIt = new Int32Array(tasks * resources);
    this.without = new Int32Array(tasks * resources);
    this.#task = new Int32Array(tasks * resources);
    this.#item = new Int32Array(tasks * resources);
    this.#left = new Int32Array(resources);
    this.#count = new Int32Array(resources);
    this.#worth = new Int32Array(resources);
    this.#filled = new Int32Array(resources).fill(-1);
  }

  open(node: GapNode): void {
    const { tasks, resources } = this.#core;
    const { allowed, home } = node;
    this.#node = node;
    this.#left.fill(0);
    for (let j = 0, e = 0; j < tasks; j++) {
      if (home[j] !== -1) {
        e += resources;
        continue;
      }
      for (let i = 0; i < resources; i++, e++) {
        if (allowed[e] === 1) this.#task[i * tasks + this.#left[i]++] = j;
      }
    }
  }

  evaluate(prices: Int32Array): number {
    const { tasks, resources } = this.#core;
    const node = this.#node as GapNode;
    const memory = this.#kernel.memory;
    this.taken.fill(0);
    let value = node.fixed * this.scale;
    for (let k = 0; k < node.freeCount; k++) value += prices[node.free[k]];
    for (let i = 0; i < resources; i++) {
      value -= this.#fill(i, prices, Math.floor(node.room[i] / this.grain[i]));
      const items = this.#layout.items[i] >> 2;
      const row = i * tasks;
      for (let t = 0, at = items + 2; t < this.#count[i]; t++, at += 4) {
        if (memory[at] === 1) this.taken[this.#item[row + t]]++;
      }
    }
    return value;
  }

  penalise(prices: Int32Array): void {
    const { tasks, resources } = this.#core;
    const weight = this.#weight;
    const node = this.#node as GapNode;
    const memory = this.#kernel.memory;
    for (let i = 0; i < resources; i++) {
      const room = Math.floor(node.room[i] / this.grain[i]);
      const count = this.#count[i];
      const worth = this.#worth[i];
      const { items, table, row, scratch } = this.#layout;
      this.#kernel.lose(items[i], count, table[i], row[i], room + 1, scratch, worth);
      const last = (table[i] + row[i] * count) >> 2;
      // Tasks that are worth nothing here are no items: forced in, they take room for a loss.
      for (let k = i * tasks, end = k + this.#left[i]; k < end; k++) {
        const e = this.#task[k] * resources + i;
        this.without[e] = 0;
        const profit = prices[this.#task[k]] - this.#cost[e];
        if (profit <= 0) this.withIt[e] = worth - memory[last + room - weight[e]] - profit;
      }
      for (let t = 0, at = (items[i] >> 2) + 2; t < count; t++, at += 4) {
        const e = this.#item[i * tasks + t] * resources + i;
        const taken = memory[at] === 1;
        this.withIt[e] = taken ? 0 : memory[at + 1];
        this.without[e] = taken ? memory[at + 1] : 0;
      }
    }
  }

  choices(): Int32Array {
    const { tasks, resources } = this.#core;
    const chosen = new Int32Array(tasks).fill(-1);
    for (let i = resources - 1; i >= 0; i--) {
      for (let t = 0, at = (this.#layout.items[i] >> 2) + 2; t < this.#count[i]; t++, at += 4) {
        if (this.#kernel.memory[at] === 1) chosen[this.#item[i * tasks + t]] = i;
      }
    }
    return chosen;
  }

  /** Worth of the best filling; the rows before the first item that changed stand. */
  #fill(i: number, prices: Int32Array, room: number): number {
    const { tasks, resources } = this.#core;
    const weight = this.#weight;
    const memory = this.#kernel.memory;
    const start = i * tasks;
    // Rows filled for more room hold for less.
    const before = room <= this.#filled[i] ? this.#count[i] : 0;
    let at = this.#layout.items[i] >> 2;
    let count = 0;
    let same = 0;
    for (let k = start, end = start + this.#left[i]; k < end; k++) {
      const j = this.#task[k];
      const e = j * resources + i;
      const profit = prices[j] - this.#cost[e];
      if (profit <= 0) continue;
      if (same === count && count < before && this.#item[start + count] === j) {
        if (memory[at + 1] === profit) same++;
      }
      this.#item[start + count++] = j;
      memory[at] = weight[e];
      memory[at + 1] = profit;
      at += 4;
    }
    if (same === count && count === before && this.#filled[i] === room) return this.#worth[i];
    const { items, table, row } = this.#layout;
    this.#count[i] = count;
    this.#filled[i] = room;
    this.work.cells += (count - same) * (room + 1);
    const worth = this.#kernel.fill(items[i], same, count, table[i], row[i], room + 1);
    this.#worth[i] = worth;
    return worth;
  }
}
