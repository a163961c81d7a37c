import type { Instance } from "../../instance/types.ts";

/** What queues must know of the layout whose pieces they line up. */
export interface Lined {
  readonly instance: Instance;
  /** By resource copy: pieces in running order. */
  readonly held: readonly number[][];
  /** By piece: resource copy or -1. */
  readonly at: Int32Array;
  readonly taskOf: Int32Array;
  readonly firstPiece: Int32Array;
  readonly busy: Float64Array;
  runtime(piece: number, copy: number): number;
}

/**
 * Batch mode: when the pieces on each resource copy run, each as early as the order, its release and the resource's
 * `from` allow; with sums for the objectives that look at ends. Orders change outside, then `changed` is called.
 */
export class Queues {
  /** The last end by resource copy, 0 without pieces, ms. */
  readonly end: Float64Array;
  /** The end of each placed piece, ms. */
  readonly endOf: Float64Array;
  /** Sum over placed task copies of weight (thousandths) x last end; kept only if asked for. */
  weighted = 0;
  readonly timed: boolean;
  /** True if pieces line up by weight over runtime. */
  readonly ordered: boolean;
  readonly #lined: Lined;
  readonly #from: Float64Array;
  readonly #until: Float64Array;
  readonly #weightedOn: Float64Array;
  /** Of task copies with several replicas. */
  readonly #joint = new Map<number, number>();
  #earliest = new Float64Array(64);

  /** `byRatio`: some objective counts weighted ends, so pieces line up by weight over runtime (Smith 1956). */
  constructor(lined: Lined, pieces: number, byRatio: boolean) {
    const { resources, resourceOfCopy, tasks } = lined.instance;
    this.#lined = lined;
    this.ordered = byRatio;
    this.timed = tasks.some((task) => task.release > 0 || task.deadline !== undefined);
    this.#from = Float64Array.from(resourceOfCopy, (r) => resources[r].from);
    this.#until = Float64Array.from(resourceOfCopy, (r) => resources[r].until ?? Infinity);
    this.end = new Float64Array(resourceOfCopy.length);
    this.#weightedOn = new Float64Array(resourceOfCopy.length);
    this.endOf = new Float64Array(pieces);
  }

  /** Times and sums of a resource copy after its order changed; `gone` is the piece that left, if any. O(pieces there). */
  changed(copy: number, gone = -1): void {
    const { held } = this.#lined;
    let clock = this.#from[copy];
    let sum = 0;
    for (const piece of held[copy]) {
      const { release, weight, replicas } = this.#taskOf(piece);
      clock = Math.max(clock, release) + this.#lined.runtime(piece, copy);
      this.endOf[piece] = clock;
      if (!this.ordered) continue;
      if (replicas === 1) sum += weight * clock;
      else this.#rejoin(this.#lined.taskOf[piece], weight);
    }
    this.end[copy] = held[copy].length === 0 ? 0 : clock;
    if (!this.ordered) return;
    this.weighted += sum - this.#weightedOn[copy];
    this.#weightedOn[copy] = sum;
    if (gone >= 0) {
      const { replicas, weight } = this.#taskOf(gone);
      if (replicas > 1) this.#rejoin(this.#lined.taskOf[gone], weight);
    }
  }

  /** Where a new piece may stand, or -1: where the copy ends first, or nearest to its place by ratio. O(pieces there). */
  slot(copy: number, piece: number): number {
    const list = this.#lined.held[copy];
    const runtime = this.#lined.runtime(piece, copy);
    if (this.timed) return this.#timedSlot(copy, piece, runtime);
    if (this.#from[copy] + this.#lined.busy[copy] + runtime > this.#until[copy]) return -1;
    return this.ordered ? this.#ratioPlace(copy, piece, runtime) : list.length;
  }

  /** True if the piece may stand at `position` and all behind it still end in time. O(pieces there). */
  admits(copy: number, piece: number, position: number): boolean {
    const list = this.#lined.held[copy];
    let clock = this.#from[copy];
    for (let i = 0; i <= list.length; i++) {
      const other = i === position ? piece : list[i < position ? i : i - 1];
      const { release, deadline = Infinity } = this.#taskOf(other);
      clock = Math.max(clock, release) + this.#lined.runtime(other, copy);
      if (clock > deadline) return false;
    }
    return clock <= this.#until[copy];
  }

  #taskOf(piece: number): Instance["tasks"][number] {
    const { tasks, taskOfCopy } = this.#lined.instance;
    return tasks[taskOfCopy[this.#lined.taskOf[piece]]];
  }

  #rejoin(task: number, weight: number): void {
    const { firstPiece, at } = this.#lined;
    let last = 0;
    for (let p = firstPiece[task]; p < firstPiece[task + 1]; p++) {
      if (at[p] >= 0) last = Math.max(last, this.endOf[p]);
    }
    this.weighted += weight * last - (this.#joint.get(task) ?? 0);
    this.#joint.set(task, weight * last);
  }

  #ratioPlace(copy: number, piece: number, runtime: number): number {
    const list = this.#lined.held[copy];
    const { weight } = this.#taskOf(piece);
    let position = list.length;
    while (position > 0) {
      const before = list[position - 1];
      if (weight * this.#lined.runtime(before, copy) <= this.#taskOf(before).weight * runtime)
        break;
      position--;
    }
    return position;
  }

  /** Backwards over the queue: the latest start that keeps all later deadlines, and the end that starts force. */
  #timedSlot(copy: number, piece: number, runtime: number): number {
    const list = this.#lined.held[copy];
    const n = list.length;
    const earliest = this.#earliestStarts(copy);
    const { release, deadline = Infinity } = this.#taskOf(piece);
    const wanted = this.ordered ? this.#ratioPlace(copy, piece, runtime) : 0;
    let [best, bestRank] = [-1, Infinity];
    let [latest, work, forced] = [this.#until[copy], 0, -Infinity];
    for (let i = n; i >= 0; i--) {
      if (i < n) {
        const at = this.#taskOf(list[i]);
        const ran = this.#lined.runtime(list[i], copy);
        latest = Math.min(at.deadline ?? Infinity, latest) - ran;
        work += ran;
        forced = Math.max(at.release + work, forced);
      }
      const own = Math.max(earliest[i], release) + runtime;
      if (own > deadline || own > latest) continue;
      const rank = this.ordered ? Math.abs(i - wanted) : Math.max(own + work, forced);
      if (rank < bestRank) [best, bestRank] = [i, rank];
    }
    return best;
  }

  #earliestStarts(copy: number): Float64Array {
    const list = this.#lined.held[copy];
    if (this.#earliest.length <= list.length)
      this.#earliest = new Float64Array(2 * list.length + 2);
    this.#earliest[0] = this.#from[copy];
    for (let i = 0; i < list.length; i++) this.#earliest[i + 1] = this.endOf[list[i]];
    return this.#earliest;
  }
}
