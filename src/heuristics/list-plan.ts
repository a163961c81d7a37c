import { type Instance, WHOLE } from "../instance/types.ts";
import type { Plan } from "../plan/types.ts";
import { type CopySearch, makeCopySearch } from "./search.ts";
import { shareWithin } from "./shares.ts";
import type { Slot } from "./state/sequences.ts";
import { State } from "./state/state.ts";

/**
 * A state as lists fill it: in task copies instead of pieces, with shares of any size, and never over the budget. Keeps
 * every rule at each step. Tasks and resources are copy numbers throughout.
 */
export class ListPlan {
  readonly instance: Instance;
  readonly state: State;
  /** `usablePairs(instance)`: entries, not copies. */
  readonly usable: Uint8Array;
  readonly dimensions: number;
  /** As in `State`. */
  readonly load: Float64Array;
  readonly capacity: Float64Array;
  readonly busy: Float64Array;
  readonly placed: Float64Array;
  /** Pieces by resource copy; their number says whether the copy is used. */
  readonly held: readonly (readonly number[])[];
  /** Finds copies of an entry that have room. */
  readonly search: CopySearch;
  /** The share of each divisible task that is nowhere and may come next. */
  readonly #spare = new Map<number, number>();

  /** `byRatio` as in `Sequences`. */
  constructor(instance: Instance, { byRatio = false }: { readonly byRatio?: boolean } = {}) {
    this.instance = instance;
    this.state = new State(instance, { byRatio });
    this.usable = this.state.usable;
    this.dimensions = this.state.dimensions;
    this.load = this.state.load;
    this.capacity = this.state.capacity;
    this.busy = this.state.busy;
    this.placed = this.state.placed;
    this.held = this.state.held;
    this.search = makeCopySearch(this);
  }

  /** Micro-dollars of all pieces, used copies and transfers. */
  get cost(): number {
    return this.state.cost;
  }

  /** Task copies on a resource copy, one for each piece; in batch mode in running order. */
  tasksOn(copy: number): readonly number[] {
    return this.held[copy].map((piece) => this.taskOf(piece));
  }

  /** The task copy of a piece. */
  taskOf(piece: number): number {
    return this.state.pieces.task[piece];
  }

  /** Resource copies of the placed pieces of a task. */
  copiesOf(task: number): readonly number[] {
    const { first, next, at } = this.state.pieces;
    const copies: number[] = [];
    for (let p = first[task]; p >= 0; p = next[p]) if (at[p] >= 0) copies.push(at[p]);
    return copies;
  }

  /** Index into the pair tables. */
  pair(task: number, copy: number): number {
    const { taskOfCopy, resourceOfCopy, resources } = this.instance;
    return taskOfCopy[task] * resources.length + resourceOfCopy[copy];
  }

  /** Milliseconds of the task. */
  runtime(task: number, copy: number): number {
    return this.instance.pairs.runtime[this.pair(task, copy)];
  }

  /** Micro-dollars that a piece would add now: also the fixed price of an unused copy and transfers to what is placed. */
  priceOf(task: number, copy: number, share = WHOLE): number {
    const piece = this.#open(task, share);
    return piece < 0 ? 0 : this.state.priceOf(piece, copy);
  }

  /** True once nothing more of the task may or must be placed. */
  isComplete(task: number): boolean {
    return (
      this.placed[task] >= WHOLE * this.instance.tasks[this.instance.taskOfCopy[task]].replicas
    );
  }

  /** True if this piece may be added now without breaking a rule. */
  fits(task: number, copy: number, share = WHOLE): boolean {
    const piece = this.#open(task, share);
    if (piece < 0 || !this.#isLeft(task, share) || !this.state.admits(piece, copy)) return false;
    const { budget } = this.instance;
    return budget === undefined || this.cost + this.state.priceOf(piece, copy) <= budget;
  }

  /** Batch mode: where the task, not yet complete, would run. */
  slot(task: number, copy: number): Slot | undefined {
    const piece = this.#open(task, WHOLE);
    return piece < 0 ? undefined : this.state.sequences?.slot(piece, copy);
  }

  /** Batch mode: the last end on the copy, or from when on it is open. */
  end(copy: number): number {
    return this.state.sequences?.openFrom(copy) ?? 0;
  }

  /** Adds a piece. Requires `fits`. */
  place(task: number, copy: number, share = WHOLE): void {
    this.state.put(this.#open(task, share), copy);
    this.#spare.delete(task);
    this.search.changed(copy);
  }

  /** Takes a piece away. Requires that it is there. */
  remove(task: number, copy: number): void {
    const { first, next, at } = this.state.pieces;
    let piece = first[task];
    while (at[piece] !== copy) piece = next[piece];
    this.state.take(piece);
    this.search.changed(copy);
  }

  /** Takes all pieces of a task away. */
  removeAll(task: number): void {
    for (const copy of this.copiesOf(task)) this.remove(task, copy);
  }

  /** The resource copy that colocated companions already hold, or -1. */
  homeOf(task: number): number {
    return this.state.groups?.homeOf(task) ?? -1;
  }

  /** The largest share that fits on the copy, at most what is left of the task; 0 if none. */
  largestShare(task: number, copy: number): number {
    const { pairs, budget, tasks, taskOfCopy, resources, resourceOfCopy, demand } = this.instance;
    const { scale, sequences } = this.state;
    const pair = this.pair(task, copy);
    if (this.usable[pair] === 0) return 0;
    let share = WHOLE - this.placed[task];
    for (let d = 0; d < this.dimensions && share > 0; d++) {
      const amount = demand[d].values[demand[d].perPair ? pair : taskOfCopy[task]];
      const free = this.free(copy, d);
      if (scale === 1) share = shareWithin(amount, free, share);
      else if (amount > 0) share = Math.min(share, (free - (free % amount)) / amount);
    }
    if (budget !== undefined) {
      const left = budget - this.cost - this.priceOf(task, copy, 0);
      share = shareWithin(pairs.cost[pair], left, share);
    }
    if (sequences !== undefined) {
      const { release, deadline = Infinity } = tasks[taskOfCopy[task]];
      const { until = Infinity } = resources[resourceOfCopy[copy]];
      const room = Math.min(deadline, until) - Math.max(this.end(copy), release);
      share = shareWithin(pairs.runtime[pair], room, share);
    }
    return share > 0 && this.fits(task, copy, share) ? share : 0;
  }

  /** What is left of a dimension, scaled. In batch mode each piece finds the whole capacity. */
  free(copy: number, dimension: number): number {
    return this.state.free(copy, dimension);
  }

  /** Scaled demand of the whole task. */
  need(task: number, copy: number, dimension: number): number {
    const { demand, taskOfCopy } = this.instance;
    const { perPair, values } = demand[dimension];
    return this.state.scale * values[perPair ? this.pair(task, copy) : taskOfCopy[task]];
  }

  /** Largest load over capacity on the copy (placement), or the last end in ms (batch). */
  utilization(copy: number): number {
    if (this.state.sequences !== undefined) return this.end(copy);
    let utilization = 0;
    const D = this.dimensions;
    const at = this.instance.resourceOfCopy[copy] * D;
    for (let d = 0; d < D; d++) {
      if (this.capacity[at + d] > 0) {
        utilization = Math.max(utilization, this.load[copy * D + d] / this.capacity[at + d]);
      }
    }
    return utilization;
  }

  /** The plan as it stands. */
  toPlan(): Plan {
    return this.state.toPlan();
  }

  /** True if so much of the task is not placed yet. */
  #isLeft(task: number, share: number): boolean {
    const { replicas } = this.instance.tasks[this.instance.taskOfCopy[task]];
    return this.placed[task] + share <= WHOLE * replicas;
  }

  /** A piece of the task that is nowhere, of that share; -1 if there is none. */
  #open(task: number, share: number): number {
    const { pieces } = this.state;
    const { divisible } = this.instance.tasks[this.instance.taskOfCopy[task]];
    if (!divisible) {
      let piece = pieces.first[task];
      while (piece >= 0 && pieces.at[piece] >= 0) piece = pieces.next[piece];
      return piece;
    }
    let piece = this.#spare.get(task);
    if (piece === undefined) {
      piece = this.#unplacedShare(task);
      this.#spare.set(task, piece);
    }
    pieces.share[piece] = share;
    return piece;
  }

  #unplacedShare(task: number): number {
    const { first, next, at } = this.state.pieces;
    for (let p = first[task]; p >= 0; p = next[p]) if (at[p] < 0) return p;
    return this.state.addShare(task);
  }
}
