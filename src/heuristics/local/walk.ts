import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { withRecoveries } from "../../plan/recovery.ts";
import type { Plan, Recovery } from "../../plan/types.ts";
import { Survival } from "../robust/placement/survival.ts";
import type { DeviceLists } from "../state/devices.ts";
import { State } from "../state/state.ts";
import { countsEnds, TargetGauge } from "./target-gauge.ts";

/** One piece to another copy, or to none (-1); batch: `position` in the sequence, by default the best. */
export interface Step {
  readonly piece: number;
  readonly to: number;
  readonly position?: number;
}

/** Where all pieces are, with the orders of sequences and the devices. */
export interface Snapshot {
  readonly at: Int32Array;
  /** Batch mode only. */
  readonly held?: readonly (readonly number[])[];
  /** By piece, where the state knows devices. */
  readonly devices?: readonly (readonly number[] | undefined)[];
  /** Where the plan must survive losses. */
  readonly recoveries?: readonly Recovery[];
  readonly value: number;
}

/** A step that was done: a piece left a copy (`to` -1) from its place and devices there, or came to one (`from` -1). */
interface Done {
  readonly piece: number;
  readonly from: number;
  readonly place: number;
  readonly to: number;
  /** Of a piece that left: its devices. */
  readonly devices: readonly number[] | undefined;
  /** Where a piece came: how others lay whose devices were packed anew. */
  readonly before: DeviceLists | undefined;
}

/**
 * A state with its gauges: tries moves made of several steps, all or none, and takes them back exactly. A move that
 * stands keeps every rule, the budget and the limits of earlier levels; that the plan survives every loss is dear to find out
 * and asked by `confirm` of a move that is to stay.
 */
export class Walk {
  readonly state: State;
  readonly target: Target;
  readonly gauge: TargetGauge;
  readonly #limits: readonly { readonly gauge: TargetGauge; readonly atMost: number }[];
  /** The target's, then those of the limits. */
  readonly gauges: readonly TargetGauge[];
  readonly #budget: number;
  readonly #survival: Survival | undefined;
  readonly #done: Done[] = [];
  /** Copies that the move touched, and for each the last move that did. */
  readonly #touched: number[] = [];
  readonly #touchedBy: Float64Array;
  #move = 0;

  /** `plan` must be feasible, with its recoveries; a limit that it breaks is widened to its value. */
  constructor(instance: Instance, target: Target, limits: readonly LevelLimit[], plan: Plan) {
    const targets = [target, ...limits.map((limit) => limit.target)];
    this.target = target;
    this.state = new State(instance, { plan, byRatio: countsEnds(instance, targets) });
    this.#touchedBy = new Float64Array(instance.resourceOfCopy.length);
    this.gauge = new TargetGauge(this.state, target);
    this.#limits = limits.map((limit) => {
      const gauge = new TargetGauge(this.state, limit.target);
      return { gauge, atMost: Math.max(limit.atMost, gauge.value()) };
    });
    this.gauges = [this.gauge, ...this.#limits.map(({ gauge }) => gauge)];
    this.#budget = Math.max(instance.budget ?? Infinity, this.state.cost);
    if (instance.robust !== undefined) {
      this.#survival = new Survival(this.state, plan.recoveries ?? []);
    }
  }

  /** Does all steps: first every piece leaves, then they come in the given order. False, and nothing done, if one cannot. */
  attempt(steps: readonly Step[]): boolean {
    this.#begin();
    for (const { piece } of steps) if (this.state.pieces.at[piece] >= 0) this.#take(piece);
    for (const { piece, to, position } of steps) {
      if (to < 0) continue;
      if (!this.#admits(piece, to, position)) {
        this.#rewind();
        return false;
      }
      this.#put(piece, to, position);
    }
    this.#settle();
    if (this.#keepsLimits()) return true;
    this.undo();
    return false;
  }

  /** True if confirming a move is dear. */
  get isDear(): boolean {
    return this.#survival !== undefined;
  }

  /** True if the last attempt, which succeeded, may stay; else it is taken back. */
  confirm(): boolean {
    if (this.#survival === undefined || this.#survival.confirm()) return true;
    this.undo();
    return false;
  }

  /** Takes the last attempt back; only once and only if it succeeded. */
  undo(): void {
    this.#rewind();
    this.#settle();
  }

  snapshot(): Snapshot {
    const { pieces, held, sequences, devices } = this.state;
    return {
      at: pieces.at.slice(),
      ...(sequences !== undefined && { held: held.map((list) => [...list]) }),
      ...(devices !== undefined && {
        devices: Array.from(pieces.at, (_, piece) => devices.of[piece]),
      }),
      ...(this.#survival !== undefined && { recoveries: this.#survival.recoveries }),
      value: this.gauge.value(),
    };
  }

  /** Goes to where a snapshot of this walk was. O(pieces, in batch mode x pieces on a copy). */
  restore(snapshot: Snapshot): void {
    this.#begin();
    if (snapshot.held === undefined) this.#restorePlaces(snapshot);
    else this.#restoreOrders(snapshot.held);
    this.#settle();
    this.#done.length = 0;
    this.#survival?.begin(snapshot.recoveries);
  }

  /** The plan as it stands, with its recoveries. */
  toPlan(): Plan {
    const plan = this.state.toPlan();
    return this.#survival === undefined ? plan : withRecoveries(plan, this.#survival.recoveries);
  }

  #begin(): void {
    this.#done.length = 0;
    this.#touched.length = 0;
    this.#move++;
    this.#survival?.begin();
  }

  #restorePlaces({ at, devices }: Snapshot): void {
    const { state } = this;
    const moved = [...at.keys()].filter(
      (piece) =>
        at[piece] !== state.pieces.at[piece] ||
        (devices !== undefined && devices[piece] !== state.devices?.of[piece]),
    );
    for (const piece of moved) if (state.pieces.at[piece] >= 0) this.#take(piece);
    for (const piece of moved)
      if (at[piece] >= 0) this.#put(piece, at[piece], -1, devices?.[piece]);
  }

  #restoreOrders(held: readonly (readonly number[])[]): void {
    const { state } = this;
    for (let copy = 0; copy < held.length; copy++) {
      const isSame =
        held[copy].length === state.held[copy].length &&
        held[copy].every((piece, i) => piece === state.held[copy][i]);
      if (isSame) continue;
      this.#touch(copy);
      for (const piece of [...state.held[copy]]) this.#take(piece);
    }
    for (const copy of [...this.#touched]) {
      for (const piece of held[copy]) this.#put(piece, copy, state.held[copy].length);
    }
  }

  #admits(piece: number, to: number, position: number | undefined): boolean {
    if (!this.state.admits(piece, to)) return false;
    if (position === undefined || this.state.sequences === undefined) return true;
    return this.state.sequences.admits(piece, to, position);
  }

  #keepsLimits(): boolean {
    if (this.state.cost > this.#budget) return false;
    for (const { gauge, atMost } of this.#limits) if (gauge.value() > atMost) return false;
    return true;
  }

  #take(piece: number): void {
    const from = this.state.pieces.at[piece];
    const devices = this.state.devices?.of[piece];
    const place = this.state.take(piece);
    this.#done.push({ piece, from, place, to: -1, devices, before: undefined });
    this.#touch(from);
    this.#survival?.changed(piece, from);
    for (const gauge of this.gauges) gauge.left(piece, from);
  }

  #put(piece: number, to: number, position = -1, devices?: readonly number[]): void {
    const before = this.state.put(piece, to, position, devices);
    this.#done.push({ piece, from: -1, place: -1, to, devices: undefined, before });
    this.#touch(to);
    this.#survival?.changed(piece, to);
    for (const gauge of this.gauges) gauge.came(piece, to);
  }

  #rewind(): void {
    const { state } = this;
    for (let done = this.#done.pop(); done !== undefined; done = this.#done.pop()) {
      const { piece, from, place, to, devices, before } = done;
      if (to >= 0) {
        state.take(piece);
        if (before !== undefined) state.devices?.restore(to, before);
        for (const gauge of this.gauges) gauge.left(piece, to);
      } else {
        state.put(piece, from, place, devices);
        for (const gauge of this.gauges) gauge.came(piece, from);
      }
    }
    this.#survival?.undo();
  }

  #touch(copy: number): void {
    if (this.#touchedBy[copy] === this.#move) return;
    this.#touchedBy[copy] = this.#move;
    this.#touched.push(copy);
  }

  #settle(): void {
    for (const copy of this.#touched) for (const gauge of this.gauges) gauge.settle(copy);
  }
}
