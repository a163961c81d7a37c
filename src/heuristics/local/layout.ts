import { sharesDevices } from "../../instance/facts/devices.ts";
import { DEVICE, type Instance, WHOLE } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { buildPlan, type Piece } from "../../plan/build.ts";
import { withDevices } from "../../plan/devices.ts";
import { shareCeil } from "../../plan/shares.ts";
import type { Plan } from "../../plan/types.ts";
import { type Moves, movesOf } from "../moves.ts";
import { shareScale } from "../shares.ts";
import { Crowds } from "./crowds.ts";
import { Queues } from "./queues.ts";
import { type Roster, rosterOf } from "./roster.ts";

/**
 * A feasible plan that a local search takes apart and puts together, piece by piece, in typed arrays. Unlike a greedy
 * `PlacementState` each step can be taken back exactly: what fits depends only on which pieces lie where and, in batch
 * mode, on their order. `admits` costs O(dimensions), with device shares or queues O(pieces on the copy).
 */
export class Layout {
  readonly instance: Instance;
  readonly roster: Roster;
  /** `usablePairs(instance)`: entries, not copies. */
  readonly usable: Uint8Array;
  readonly dimensions: number;
  /** Placement mode: by resource copy x dimension, in 1 / scale of the dimension's unit. */
  readonly load: Float64Array;
  /** By resource entry x dimension, scaled alike. */
  readonly capacity: Float64Array;
  /** By resource copy: sum of runtimes, ms. */
  readonly busy: Float64Array;
  /** By piece: resource copy or -1. */
  readonly at: Int32Array;
  /** Pieces by resource copy; batch mode: in running order. */
  readonly held: number[][];
  /** By task copy: how many of its pieces are placed. */
  readonly placed: Int32Array;
  /** Micro-dollars of pieces, used copies and transfers. */
  cost = 0;
  readonly queues: Queues | undefined;
  readonly crowds: Crowds | undefined;
  readonly taskOf: Int32Array;
  readonly firstPiece: Int32Array;
  readonly #scale: number;
  readonly #moves: Moves | undefined;
  readonly #isPlacement: boolean;
  /** Placement mode: where in `held` a piece stands. */
  readonly #place: Int32Array;
  /** Device dimensions in which tasks share devices. */
  readonly #shared: readonly number[];
  #free = new Float64Array(16);

  /** `plan` must be feasible. `byRatio` as in `Queues`. */
  constructor(instance: Instance, plan: Plan, byRatio: boolean) {
    const copies = instance.resourceOfCopy.length;
    this.instance = instance;
    this.roster = rosterOf(instance, plan);
    this.taskOf = this.roster.task;
    this.firstPiece = this.roster.first;
    this.usable = usablePairs(instance);
    this.dimensions = instance.dimensions.length;
    this.#scale = shareScale(instance);
    this.#moves = movesOf(instance);
    this.#isPlacement = instance.mode === "placement";
    this.capacity = Float64Array.from(
      instance.resources.flatMap(({ capacity }) => capacity.map((amount) => amount * this.#scale)),
    );
    this.load = new Float64Array(this.#isPlacement ? copies * this.dimensions : 0);
    this.busy = new Float64Array(copies);
    this.at = new Int32Array(this.roster.count).fill(-1);
    this.#place = new Int32Array(this.roster.count);
    this.held = Array.from({ length: copies }, () => []);
    this.placed = new Int32Array(instance.taskOfCopy.length);
    this.queues = this.#isPlacement ? undefined : new Queues(this, this.roster.count, byRatio);
    this.crowds = Crowds.of(instance);
    this.#shared = this.#isPlacement
      ? [...instance.dimensions.keys()].filter((d) => sharesDevices(instance)[d])
      : [];
    this.#adopt(plan);
  }

  /** Index into the pair tables. */
  pair(piece: number, copy: number): number {
    const { taskOfCopy, resourceOfCopy, resources } = this.instance;
    return taskOfCopy[this.taskOf[piece]] * resources.length + resourceOfCopy[copy];
  }

  /** Milliseconds of the piece there. */
  runtime(piece: number, copy: number): number {
    return shareCeil(this.instance.pairs.runtime[this.pair(piece, copy)], this.roster.share[piece]);
  }

  /** Scaled demand of the piece there. */
  need(piece: number, copy: number, dimension: number): number {
    const { perPair, values } = this.instance.demand[dimension];
    const { taskOfCopy } = this.instance;
    const amount = values[perPair ? this.pair(piece, copy) : taskOfCopy[this.taskOf[piece]]];
    const share = this.roster.share[piece];
    if (share === WHOLE) return amount * this.#scale;
    return this.#scale === 1 ? shareCeil(amount, share) : amount * share;
  }

  /** True if the amounts of a piece fit on what is left of the copy; placement only. */
  hasRoom(piece: number, copy: number): boolean {
    if (!this.#isPlacement) return true;
    const D = this.dimensions;
    const row = this.instance.resourceOfCopy[copy] * D;
    for (let d = 0; d < D; d++) {
      const load = this.load[copy * D + d] + this.need(piece, copy, d);
      if (load > this.capacity[row + d]) return false;
    }
    return true;
  }

  /** True if the piece, now nowhere, may come to the copy without breaking a rule (but budget and limits). */
  admits(piece: number, copy: number): boolean {
    return (
      this.usable[this.pair(piece, copy)] === 1 &&
      this.hasRoom(piece, copy) &&
      this.#standsApart(piece, copy) &&
      (this.crowds === undefined || this.crowds.admit(this.taskOf[piece], copy)) &&
      this.#findsDevices(piece, copy) &&
      (this.queues === undefined || this.queues.slot(copy, piece) >= 0)
    );
  }

  /** Adds a piece that the copy admits; batch mode: at `position`, by default where it fits best. */
  put(piece: number, copy: number, position = -1): void {
    const list = this.held[copy];
    if (list.length === 0) this.cost += this.#fixedPrice(copy);
    if (this.queues === undefined) {
      this.#place[piece] = list.length;
      list.push(piece);
    } else {
      list.splice(position < 0 ? this.queues.slot(copy, piece) : position, 0, piece);
    }
    this.at[piece] = copy;
    this.#count(piece, copy, 1);
    this.queues?.changed(copy);
  }

  /** Takes a placed piece away and says where in the queue it stood. */
  take(piece: number): number {
    const copy = this.at[piece];
    const list = this.held[copy];
    const position = this.queues === undefined ? this.#place[piece] : list.indexOf(piece);
    if (this.queues === undefined) {
      const last = list.pop() as number;
      if (last !== piece) {
        list[position] = last;
        this.#place[last] = position;
      }
    } else list.splice(position, 1);
    if (list.length === 0) this.cost -= this.#fixedPrice(copy);
    this.at[piece] = -1;
    this.#count(piece, copy, -1);
    this.queues?.changed(copy, piece);
    return position;
  }

  /** The plan as it stands; undefined if the devices of some copy were not found again. */
  toPlan(): Plan | undefined {
    const pieces: Piece[] = [];
    for (let piece = 0; piece < this.roster.count; piece++) {
      const resource = this.at[piece];
      if (resource < 0) continue;
      const end = this.queues?.endOf[piece];
      pieces.push({
        task: this.taskOf[piece],
        resource,
        share: this.roster.share[piece],
        ...(end !== undefined && { start: end - this.runtime(piece, resource) }),
      });
    }
    const packed = withDevices(this.instance, pieces);
    return packed && buildPlan(this.instance, packed);
  }

  /** Batch: in order of the plan's starts. */
  #adopt(plan: Plan): void {
    const { start } = this.roster;
    const pieces = [...start.keys()].filter((piece) => start[piece] >= 0);
    if (this.queues === undefined) {
      for (const piece of pieces) this.put(piece, start[piece]);
      return;
    }
    const next = this.firstPiece.slice();
    const startOf = new Float64Array(this.roster.count);
    for (let k = 0; k < plan.task.length; k++) startOf[next[plan.task[k]]++] = plan.start[k];
    const end = (piece: number) => startOf[piece] + this.runtime(piece, start[piece]);
    pieces.sort((a, b) => startOf[a] - startOf[b] || end(a) - end(b));
    for (const piece of pieces) this.put(piece, start[piece], this.held[start[piece]].length);
  }

  #fixedPrice(copy: number): number {
    return this.instance.resources[this.instance.resourceOfCopy[copy]].fixedPrice;
  }

  /** Sums after a piece came (1) or left (-1). */
  #count(piece: number, copy: number, by: 1 | -1): void {
    const { pairs } = this.instance;
    const pair = this.pair(piece, copy);
    const share = this.roster.share[piece];
    this.placed[this.taskOf[piece]] += by;
    this.cost += by * shareCeil(pairs.cost[pair], share);
    if (this.#moves !== undefined) this.cost += by * this.#moved(piece, copy);
    this.busy[copy] += by * shareCeil(pairs.runtime[pair], share);
    this.crowds?.count(this.taskOf[piece], copy, by);
    if (!this.#isPlacement) return;
    const D = this.dimensions;
    for (let d = 0; d < D; d++) this.load[copy * D + d] += by * this.need(piece, copy, d);
  }

  /** To and from linked tasks that are placed; these have one piece each. */
  #moved(piece: number, copy: number): number {
    const at = (task: number) => this.at[this.firstPiece[task]];
    return this.#moves?.costOf(this.taskOf[piece], copy, at) ?? 0;
  }

  /** Replicas of one task copy stand on distinct copies or in distinct domains. */
  #standsApart(piece: number, copy: number): boolean {
    const task = this.taskOf[piece];
    const from = this.firstPiece[task];
    const to = this.firstPiece[task + 1];
    if (to - from === 1) return true;
    const { tasks, taskOfCopy, domains, resourceOfCopy } = this.instance;
    const { across } = tasks[taskOfCopy[task]];
    const of = across === undefined ? undefined : domains[across].of;
    for (let p = from; p < to; p++) {
      const other = this.at[p];
      if (other < 0) continue;
      if (other === copy) return false;
      if (of !== undefined && of[resourceOfCopy[other]] === of[resourceOfCopy[copy]]) return false;
    }
    return true;
  }

  /** First fit on descending shares, whatever the order in which pieces came: sufficient, and never forgets. */
  #findsDevices(piece: number, copy: number): boolean {
    for (const d of this.#shared) {
      const devices =
        this.capacity[this.instance.resourceOfCopy[copy] * this.dimensions + d] / DEVICE;
      const shares: number[] = [];
      let whole = 0;
      const sort = (amount: number) => {
        if (amount >= DEVICE) whole += amount / DEVICE;
        else if (amount > 0) shares.push(amount);
      };
      sort(this.need(piece, copy, d));
      for (const other of this.held[copy]) sort(this.need(other, copy, d));
      if (whole + shares.length > devices && !this.#packs(shares, devices - whole)) return false;
    }
    return true;
  }

  #packs(shares: number[], devices: number): boolean {
    if (devices <= 0) return shares.length === 0;
    shares.sort((a, b) => b - a);
    if (this.#free.length < devices) this.#free = new Float64Array(2 * devices);
    const free = this.#free.fill(DEVICE, 0, devices);
    for (const share of shares) {
      let g = 0;
      while (g < devices && free[g] < share) g++;
      if (g === devices) return false;
      free[g] -= share;
    }
    return true;
  }
}
