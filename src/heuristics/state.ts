import { type Instance, WHOLE } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import { buildPlan } from "../plan/build.ts";
import { shareCeil } from "../plan/shares.ts";
import type { Plan } from "../plan/types.ts";
import { type DeviceBoard, makeDeviceBoards } from "./device-board.ts";
import { type GroupCounts, makeGroupCounts } from "./groups.ts";
import { emptyLists, listAt } from "./lists.ts";
import { type Moves, movesOf } from "./moves.ts";
import { piecesOf } from "./pieces.ts";
import { type CopySearch, makeCopySearch } from "./search.ts";
import { shareScale, shareWithin } from "./shares.ts";
import { makeTimeline, type Slot, type Timeline } from "./timeline.ts";
import type { PlacementView } from "./view.ts";

/**
 * A plan in the making that keeps every rule at each step: pieces come and go one at a time, and loads,
 * devices, times, groups and cost follow. Tasks and resources are copy numbers throughout.
 * `fits` costs O(dimensions), with device shares O(devices), with releases or deadlines O(pieces there).
 */
export class PlacementState implements PlacementView {
  readonly instance: Instance;
  /** `usablePairs(instance)`: entries, not copies. */
  readonly usable: Uint8Array;
  readonly dimensions: number;
  /** Loads count in units of 1/scale, so that shares of demands stay exact where 2^53 allows. */
  readonly scale: number;
  /** Placement mode: by resource copy x dimension, scaled. */
  readonly load: Float64Array;
  /** By resource entry x dimension, scaled. */
  readonly capacity: Float64Array;
  /** Sum of runtimes by resource copy. */
  readonly busy: Float64Array;
  /** Task copies by resource copy, in batch mode in running order. */
  readonly onCopy: number[][];
  /** Resource copies by task copy, in order of placing. */
  readonly pieces: number[][];
  /** By task copy: millionths if divisible, else a whole for each replica. */
  readonly placed: Float64Array;
  /** Finds copies of an entry that have room. */
  readonly search: CopySearch;
  /** Micro-dollars of all pieces and used copies. */
  cost = 0;

  readonly #timeline: Timeline | undefined;
  readonly #groups: GroupCounts | undefined;
  /** By dimension; only where tasks share devices. */
  readonly #boards: (DeviceBoard | undefined)[];
  readonly #sharesDevices: boolean;
  readonly #shares = new Map<number, number>();
  readonly #moves: Moves | undefined;

  /** `smith`: batch pieces line up by weight over runtime instead of by earliest end. */
  constructor(instance: Instance, options: { usable?: Uint8Array; smith?: boolean } = {}) {
    const { resources, taskOfCopy, resourceOfCopy } = instance;
    const copies = resourceOfCopy.length;
    this.instance = instance;
    this.usable = options.usable ?? usablePairs(instance);
    this.dimensions = instance.dimensions.length;
    this.scale = shareScale(instance);
    this.capacity = Float64Array.from(
      resources.flatMap((resource) => resource.capacity.map((amount) => amount * this.scale)),
    );
    this.load = new Float64Array(instance.mode === "placement" ? copies * this.dimensions : 0);
    this.busy = new Float64Array(copies);
    this.onCopy = emptyLists(copies);
    this.pieces = emptyLists(taskOfCopy.length);
    this.placed = new Float64Array(taskOfCopy.length);
    this.#groups = makeGroupCounts(instance);
    this.#moves = movesOf(instance);
    this.#boards = makeDeviceBoards(instance);
    this.#sharesDevices = this.#boards.some((board) => board !== undefined);
    this.#timeline =
      instance.mode === "batch"
        ? makeTimeline(instance, this.onCopy, (t, c) => this.runtime(t, c), options.smith ?? false)
        : undefined;
    this.search = makeCopySearch(this);
  }

  /** Millionths of the task copy on the resource copy; requires that it is there. */
  shareOf(task: number, copy: number): number {
    if (this.#shares.size === 0) return WHOLE;
    return this.#shares.get(task * this.busy.length + copy) ?? WHOLE;
  }

  /** Milliseconds of a piece; `share` defaults to the piece that is there, or to the whole task. */
  runtime(task: number, copy: number, share = this.shareOf(task, copy)): number {
    return shareCeil(this.instance.pairs.runtime[this.pair(task, copy)], share);
  }

  /** Micro-dollars that a piece would add now: also the fixed price of an unused copy and transfers to what is placed. */
  priceOf(task: number, copy: number, share = WHOLE): number {
    const entry = this.instance.resourceOfCopy[copy];
    const fixed = this.onCopy[copy].length === 0 ? this.instance.resources[entry].fixedPrice : 0;
    const own = shareCeil(this.instance.pairs.cost[this.pair(task, copy)], share) + fixed;
    if (this.#moves === undefined) return own;
    return own + this.#moves.costOf(task, copy, (other) => this.pieces[other][0] ?? -1);
  }

  /** Index into the pair tables. */
  pair(task: number, copy: number): number {
    const { taskOfCopy, resourceOfCopy, resources } = this.instance;
    return taskOfCopy[task] * resources.length + resourceOfCopy[copy];
  }

  /** True once nothing more of the task may or must be placed. */
  isComplete(task: number): boolean {
    return (
      this.placed[task] >= WHOLE * this.instance.tasks[this.instance.taskOfCopy[task]].replicas
    );
  }

  /** True if this piece may be added now without breaking a rule. */
  fits(task: number, copy: number, share = WHOLE): boolean {
    return (
      this.usable[this.pair(task, copy)] === 1 &&
      this.#countAllows(task, copy, share) &&
      this.#roomAllows(task, copy, share) &&
      (!this.#sharesDevices || this.#devicesAllow(task, copy)) &&
      (this.#groups === undefined || this.#groups.allow(task, copy)) &&
      this.#budgetAllows(task, copy, share) &&
      (this.#timeline === undefined || this.slot(task, copy, share) !== undefined)
    );
  }

  /** Batch mode: where the piece would run. */
  slot(task: number, copy: number, share = WHOLE): Slot | undefined {
    return this.#timeline?.slot(copy, task, this.runtime(task, copy, share));
  }

  /** Batch mode: the last end on the copy. */
  end(copy: number): number {
    return this.#timeline?.end(copy) ?? 0;
  }

  /** Adds a piece. Requires `fits`. */
  place(task: number, copy: number, share = WHOLE): void {
    const slot = this.slot(task, copy, share);
    this.cost += this.priceOf(task, copy, share);
    if (share !== WHOLE) this.#shares.set(task * this.busy.length + copy, share);
    this.#placeDevices(task, copy);
    listAt(this.pieces, task).push(copy);
    this.placed[task] += share;
    this.#groups?.count(task, copy, 1);
    const list = listAt(this.onCopy, copy);
    if (slot === undefined || slot.position === list.length) list.push(task);
    else list.splice(slot.position, 0, task);
    this.#shift(task, copy, share, 1);
  }

  /** Takes a piece away. Requires that it is there. */
  remove(task: number, copy: number): void {
    const share = this.shareOf(task, copy);
    const list = this.onCopy[copy];
    list.splice(list.lastIndexOf(task), 1);
    this.cost -= this.priceOf(task, copy, share);
    this.pieces[task].splice(this.pieces[task].indexOf(copy), 1);
    this.placed[task] -= share;
    this.#groups?.count(task, copy, -1);
    this.#boards.forEach((board, d) => {
      board?.remove(copy, task, this.demand(task, copy, d));
    });
    this.#shift(task, copy, share, -1);
    this.#shares.delete(task * this.busy.length + copy);
  }

  /** Takes all pieces of a task away. */
  removeAll(task: number): void {
    while (this.pieces[task].length > 0) this.remove(task, this.pieces[task].at(-1) as number);
  }

  /** The resource copy that colocated companions already hold, or -1. */
  homeOf(task: number): number {
    return this.#groups?.homeOf(task) ?? -1;
  }

  /** The largest share that fits on the copy, at most what is left of the task; 0 if none. */
  largestShare(task: number, copy: number): number {
    const { pairs, budget, tasks, taskOfCopy, resources, resourceOfCopy } = this.instance;
    const pair = this.pair(task, copy);
    if (this.usable[pair] === 0) return 0;
    let share = WHOLE - this.placed[task];
    for (let d = 0; d < this.dimensions && share > 0; d++) {
      const amount = this.demand(task, copy, d);
      const free = this.free(copy, d);
      if (this.scale === 1) share = shareWithin(amount, free, share);
      else if (amount > 0) share = Math.min(share, (free - (free % amount)) / amount);
    }
    if (budget !== undefined) {
      share = shareWithin(
        pairs.cost[pair],
        budget - this.cost - this.priceOf(task, copy, 0),
        share,
      );
    }
    if (this.#timeline !== undefined) {
      const { release, deadline = Infinity } = tasks[taskOfCopy[task]];
      const { until = Infinity } = resources[resourceOfCopy[copy]];
      const room = Math.min(deadline, until) - Math.max(this.end(copy), release);
      share = shareWithin(pairs.runtime[pair], room, share);
    }
    return share > 0 && this.fits(task, copy, share) ? share : 0;
  }

  /** What is left of a dimension, scaled. In batch mode each piece finds the whole capacity. */
  free(copy: number, dimension: number): number {
    const D = this.dimensions;
    const capacity = this.capacity[this.instance.resourceOfCopy[copy] * D + dimension];
    return this.load.length === 0 ? capacity : capacity - this.load[copy * D + dimension];
  }

  /** What the whole task demands of a dimension there, in the dimension's unit. */
  demand(task: number, copy: number, dimension: number): number {
    const { perPair, values } = this.instance.demand[dimension];
    return values[perPair ? this.pair(task, copy) : this.instance.taskOfCopy[task]];
  }

  /** Scaled demand of a piece. */
  need(task: number, copy: number, dimension: number, share = WHOLE): number {
    const amount = this.demand(task, copy, dimension);
    return this.scale === 1 ? shareCeil(amount, share) : amount * share;
  }

  /** Largest load over capacity on the copy (placement), or busy time in ms (batch: the last end). */
  level(copy: number): number {
    if (this.#timeline !== undefined) return this.end(copy);
    let level = 0;
    const D = this.dimensions;
    const at = this.instance.resourceOfCopy[copy] * D;
    for (let d = 0; d < D; d++) {
      if (this.capacity[at + d] > 0) {
        level = Math.max(level, this.load[copy * D + d] / this.capacity[at + d]);
      }
    }
    return level;
  }

  /** The plan as it stands. */
  toPlan(): Plan {
    return buildPlan(this.instance, piecesOf(this, this.#timeline, this.#boards));
  }

  #countAllows(task: number, copy: number, share: number): boolean {
    const entry = this.instance.tasks[this.instance.taskOfCopy[task]];
    const { replicas, across } = entry;
    if (this.placed[task] + share > WHOLE * replicas) return false;
    if (replicas === 1 && !entry.divisible) return true;
    if (across === undefined) return !this.pieces[task].includes(copy);
    const { of } = this.instance.domains[across];
    const { resourceOfCopy } = this.instance;
    const value = of[resourceOfCopy[copy]];
    return value >= 0 && this.pieces[task].every((other) => of[resourceOfCopy[other]] !== value);
  }

  /** The hottest loop of all, so `need` and `free` are written out. */
  #roomAllows(task: number, copy: number, share: number): boolean {
    const { demand, taskOfCopy, resourceOfCopy } = this.instance;
    const D = this.dimensions;
    const pair = this.pair(task, copy);
    const isPlacement = this.load.length > 0;
    for (let d = 0; d < D; d++) {
      const { perPair, values } = demand[d];
      const amount = values[perPair ? pair : taskOfCopy[task]];
      const need = this.scale === 1 ? shareCeil(amount, share) : amount * share;
      const load = isPlacement ? this.load[copy * D + d] : 0;
      if (need > this.capacity[resourceOfCopy[copy] * D + d] - load) return false;
    }
    return true;
  }

  #devicesAllow(task: number, copy: number): boolean {
    return this.#boards.every((board, d) => {
      const demandOf = (other: number) => this.demand(other, copy, d);
      return board?.fits(copy, demandOf(task), this.onCopy[copy], demandOf) ?? true;
    });
  }

  #budgetAllows(task: number, copy: number, share: number): boolean {
    const { budget } = this.instance;
    return budget === undefined || this.cost + this.priceOf(task, copy, share) <= budget;
  }

  #placeDevices(task: number, copy: number): void {
    for (let d = 0; d < this.#boards.length; d++) {
      this.#boards[d]?.place(copy, task, this.onCopy[copy], (other) => this.demand(other, copy, d));
    }
  }

  /** Loads, times and the index after a piece came (+1) or left (-1). */
  #shift(task: number, copy: number, share: number, by: 1 | -1): void {
    const runtime = by * this.runtime(task, copy, share);
    this.busy[copy] += runtime;
    this.#timeline?.changed(copy, runtime);
    if (this.load.length > 0) {
      for (let d = 0; d < this.dimensions; d++) {
        this.load[copy * this.dimensions + d] += by * this.need(task, copy, d, share);
      }
    }
    this.search.changed(copy);
  }
}
