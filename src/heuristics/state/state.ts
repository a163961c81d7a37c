import { type Instance, WHOLE } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { buildPlan, type Piece } from "../../plan/build.ts";
import { withDevices } from "../../plan/devices.ts";
import { shareCeil } from "../../plan/shares.ts";
import type { Plan } from "../../plan/types.ts";
import { InvariantError } from "../../util/errors.ts";
import { emptyLists, listAt } from "../lists.ts";
import { movesOf, type TransferCosts } from "../moves.ts";
import { shareScale } from "../shares.ts";
import { type DeviceLists, Devices } from "./devices.ts";
import { GroupCounts } from "./groups.ts";
import type { Guard } from "./guard.ts";
import { PieceTable } from "./pieces.ts";
import { apartReplicas } from "./replicas.ts";
import { Sequences } from "./sequences.ts";

/** What a state begins with. */
export interface StateOptions {
  /** A feasible plan; without one nothing is placed. */
  readonly plan?: Plan;
  /** Batch mode: pieces line up by weight over runtime instead of by earliest end. */
  readonly byRatio?: boolean;
}

/**
 * The one plan in motion of placements and sequences: pieces come and go one at a time, and loads, sequences, devices, groups and
 * cost follow. What fits depends on which pieces lie where, on their order (batch mode) and on their devices; each step can be
 * taken back exactly with what it returned. Pieces and resource copies by number throughout.
 */
export class State {
  readonly instance: Instance;
  readonly pieces: PieceTable;
  /** `usablePairs(instance)`: entries, not copies. */
  readonly usable: Uint8Array;
  readonly dimensions: number;
  /** Loads count in units of 1 / scale, so that shares of demands stay exact where 2^53 allows. */
  readonly scale: number;
  /** Placement mode: by resource copy x dimension, scaled. */
  readonly load: Float64Array;
  /** By resource entry x dimension, scaled alike. */
  readonly capacity: Float64Array;
  /** By resource copy: sum of runtimes, ms. */
  readonly busy: Float64Array;
  /** Pieces by resource copy; batch mode: in running order. */
  readonly held: number[][];
  /** By task copy: millionths that are placed, a whole for each replica. */
  readonly placed: Float64Array;
  /** Micro-dollars of pieces, used copies and transfers. */
  cost = 0;
  /** Batch mode. */
  readonly sequences: Sequences | undefined;
  readonly groups: GroupCounts | undefined;
  readonly devices: Devices | undefined;
  readonly #guards: readonly Guard[];
  readonly #moves: TransferCosts | undefined;
  readonly #isPlacement: boolean;
  /** Placement mode: where in `held` a piece stands. */
  #place: Int32Array;

  constructor(instance: Instance, { plan, byRatio = false }: StateOptions = {}) {
    const copies = instance.resourceOfCopy.length;
    this.instance = instance;
    this.pieces = new PieceTable(instance, plan);
    this.usable = usablePairs(instance);
    this.dimensions = instance.dimensions.length;
    this.scale = shareScale(instance);
    this.capacity = Float64Array.from(
      instance.resources.flatMap(({ capacity }) => capacity.map((amount) => amount * this.scale)),
    );
    this.#isPlacement = instance.mode === "placement";
    this.load = new Float64Array(this.#isPlacement ? copies * this.dimensions : 0);
    this.busy = new Float64Array(copies);
    this.held = emptyLists(copies);
    this.placed = new Float64Array(instance.taskOfCopy.length);
    this.#place = new Int32Array(this.#isPlacement ? this.pieces.count : 0);
    this.#moves = movesOf(instance);
    this.sequences = this.#isPlacement ? undefined : new Sequences(this, byRatio);
    this.groups = GroupCounts.of(instance);
    this.devices = Devices.of(this);
    this.#guards = [apartReplicas(this), groupGuard(this)].filter((guard) => guard !== undefined);
    if (plan !== undefined) this.#adopt(plan);
  }

  /** Index into the pair tables. */
  pair(piece: number, copy: number): number {
    const { taskOfCopy, resourceOfCopy, resources } = this.instance;
    return taskOfCopy[this.pieces.task[piece]] * resources.length + resourceOfCopy[copy];
  }

  /** Milliseconds of the piece there. */
  runtime(piece: number, copy: number): number {
    return shareCeil(this.instance.pairs.runtime[this.pair(piece, copy)], this.pieces.share[piece]);
  }

  /** What the whole task of a piece demands of a dimension there, in the dimension's unit. */
  demand(piece: number, copy: number, dimension: number): number {
    const { demand, taskOfCopy } = this.instance;
    const { perPair, values } = demand[dimension];
    return values[perPair ? this.pair(piece, copy) : taskOfCopy[this.pieces.task[piece]]];
  }

  /** Scaled demand of the piece there. */
  need(piece: number, copy: number, dimension: number): number {
    const amount = this.demand(piece, copy, dimension);
    const share = this.pieces.share[piece];
    if (share === WHOLE) return amount * this.scale;
    return this.scale === 1 ? shareCeil(amount, share) : amount * share;
  }

  /** What is left of a dimension, scaled. In batch mode each piece finds the whole capacity. */
  free(copy: number, dimension: number): number {
    const D = this.dimensions;
    const capacity = this.capacity[this.instance.resourceOfCopy[copy] * D + dimension];
    return this.#isPlacement ? capacity - this.load[copy * D + dimension] : capacity;
  }

  /** Micro-dollars that a piece adds, or would add: also the fixed price of an unused copy and transfers to what is placed. */
  priceOf(piece: number, copy: number): number {
    const fixed = (this.held[copy].length === 0 ? 1 : 0) * this.#fixedPrice(copy);
    return fixed + this.#priceOf(piece, copy);
  }

  /** True if the amounts of a piece fit on what is left of the copy. */
  hasRoom(piece: number, copy: number): boolean {
    // In a sequence a whole task finds the whole copy, and `usable` says that this suffices.
    if (!this.#isPlacement && this.pieces.fixed[piece] === 0) return true;
    const D = this.dimensions;
    const row = this.instance.resourceOfCopy[copy] * D;
    for (let d = 0; d < D; d++) {
      const load = this.#isPlacement ? this.load[copy * D + d] : 0;
      if (load + this.need(piece, copy, d) > this.capacity[row + d]) return false;
    }
    return true;
  }

  /** True if the piece, now nowhere, may come to the copy without breaking a rule; budget, devices and times aside. */
  suits(piece: number, copy: number): boolean {
    if (this.usable[this.pair(piece, copy)] === 0 || !this.hasRoom(piece, copy)) return false;
    for (const guard of this.#guards) if (!guard.admits(piece, copy)) return false;
    return true;
  }

  /** The same with devices and times: O(dimensions), with device shares or sequences O(pieces on the copy). */
  admits(piece: number, copy: number): boolean {
    return (
      this.suits(piece, copy) &&
      (this.devices === undefined || this.devices.fits(piece, copy)) &&
      (this.sequences === undefined || this.sequences.slot(piece, copy) !== undefined)
    );
  }

  /**
   * Adds a piece that the copy admits. Batch mode: at `position`, by default where it fits best. `devices`: free ones that it
   * takes, by default the fullest. Returns how others lay whose devices were packed anew.
   */
  put(
    piece: number,
    copy: number,
    position = -1,
    devices?: readonly number[],
  ): DeviceLists | undefined {
    const list = listAt(this.held, copy);
    if (list.length === 0) this.cost += this.#fixedPrice(copy);
    const before = this.devices?.came(piece, copy, devices);
    if (this.sequences === undefined) {
      this.#place[piece] = list.length;
      list.push(piece);
    } else {
      const at = position < 0 ? this.sequences.slot(piece, copy)?.position : position;
      if (at === undefined) throw new InvariantError("A piece came to a sequence without room.");
      if (at === list.length) list.push(piece);
      else list.splice(at, 0, piece);
    }
    this.pieces.at[piece] = copy;
    this.#count(piece, copy, 1);
    for (const guard of this.#guards) guard.came?.(piece, copy);
    this.sequences?.changed(copy);
    return before;
  }

  /** Takes a placed piece away and says where in the list of its copy it stood. */
  take(piece: number): number {
    const copy = this.pieces.at[piece];
    const list = this.held[copy];
    const position = this.#isPlacement ? this.#place[piece] : list.lastIndexOf(piece);
    if (this.#isPlacement) {
      const last = list.pop() as number;
      if (last !== piece) {
        list[position] = last;
        this.#place[last] = position;
      }
    } else list.splice(position, 1);
    if (list.length === 0) this.cost -= this.#fixedPrice(copy);
    this.pieces.at[piece] = -1;
    this.#count(piece, copy, -1);
    for (const guard of this.#guards) guard.left?.(piece, copy);
    this.devices?.left(piece, copy);
    this.sequences?.changed(copy);
    return position;
  }

  /** Another share of a divisible task, placed nowhere. */
  addShare(task: number): number {
    const piece = this.pieces.addShare(task);
    if (piece >= this.#place.length && this.#isPlacement) {
      const old = this.#place;
      this.#place = new Int32Array(this.pieces.task.length);
      this.#place.set(old);
    }
    return piece;
  }

  /** The plan as it stands. */
  toPlan(): Plan {
    const pieces: Piece[] = [];
    for (let copy = 0; copy < this.held.length; copy++) {
      for (const [i, piece] of this.held[copy].entries()) {
        const devices = this.devices?.of[piece];
        pieces.push({
          task: this.pieces.task[piece],
          resource: copy,
          share: this.pieces.share[piece],
          ...(this.sequences !== undefined && { start: this.sequences.startOf(copy, i) }),
          ...(devices !== undefined && { devices }),
        });
      }
    }
    // Where nobody shares devices any will do; in a sequence a piece takes the first ones.
    const isOpen = this.#isPlacement && this.devices === undefined && hasDevices(this.instance);
    const complete = isOpen ? withDevices(this.instance, pieces) : pieces;
    if (complete === undefined) throw new InvariantError("Whole devices that fit were not found.");
    return buildPlan(this.instance, complete);
  }

  /** Batch: in order of the plan's starts. Pieces of a plan are numbered in its order. */
  #adopt(plan: Plan): void {
    const next = this.pieces.first.slice();
    const rows = Int32Array.from(plan.task, (task) => {
      const piece = next[task];
      next[task] = this.pieces.next[piece];
      return piece;
    });
    rows.forEach((piece, k) => {
      this.pieces.share[piece] = plan.share[k];
    });
    const order = [...rows.keys()];
    if (this.sequences !== undefined) {
      const end = (k: number) => plan.start[k] + this.runtime(rows[k], plan.resource[k]);
      order.sort((a, b) => plan.start[a] - plan.start[b] || end(a) - end(b));
    }
    for (const k of order) {
      const copy = plan.resource[k];
      const devices = this.devices && [
        ...plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1]),
      ];
      this.put(rows[k], copy, this.held[copy].length, devices);
    }
  }

  #fixedPrice(copy: number): number {
    return this.instance.resources[this.instance.resourceOfCopy[copy]].fixedPrice;
  }

  /** Transfers go to and from linked tasks that are placed; these have one piece each. */
  #priceOf(piece: number, copy: number): number {
    const { share, task, at, first } = this.pieces;
    const own = shareCeil(this.instance.pairs.cost[this.pair(piece, copy)], share[piece]);
    if (this.#moves === undefined) return own;
    return own + this.#moves.costOf(task[piece], copy, (other) => at[first[other]]);
  }

  /** Sums after a piece came (1) or left (-1). */
  #count(piece: number, copy: number, by: 1 | -1): void {
    const { task, share } = this.pieces;
    this.placed[task[piece]] += by * share[piece];
    this.cost += by * this.#priceOf(piece, copy);
    this.busy[copy] += by * this.runtime(piece, copy);
    if (!this.#isPlacement) return;
    const D = this.dimensions;
    for (let d = 0; d < D; d++) this.load[copy * D + d] += by * this.need(piece, copy, d);
  }
}

function hasDevices({ dimensions }: Instance): boolean {
  return dimensions.some(({ devices }) => devices);
}

function groupGuard({ groups, pieces, instance }: State): Guard | undefined {
  if (groups === undefined) return undefined;
  const entryOf = (piece: number) => instance.taskOfCopy[pieces.task[piece]];
  return {
    admits: (piece, copy) => groups.allow(entryOf(piece), copy),
    came: (piece, copy) => groups.count(entryOf(piece), copy, 1),
    left: (piece, copy) => groups.count(entryOf(piece), copy, -1),
  };
}
