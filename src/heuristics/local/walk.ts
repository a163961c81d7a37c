import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";
import { Layout } from "./layout.ts";
import { countsEnds, TargetGauge } from "./target-gauge.ts";

/** One piece to another copy, or to none (-1); batch: `position` in the queue, by default the best. */
export interface Step {
  readonly piece: number;
  readonly to: number;
  readonly position?: number;
}

/** Where all pieces are, with the orders of queues. */
export interface Snapshot {
  readonly at: Int32Array;
  /** Batch mode only. */
  readonly held?: readonly (readonly number[])[];
  readonly value: number;
}

/**
 * A layout with its gauges: tries moves made of several steps, all or none, and takes them back exactly. A move that
 * stands keeps every rule, the budget and the limits of earlier levels.
 */
export class Walk {
  readonly layout: Layout;
  readonly target: Target;
  readonly gauge: TargetGauge;
  readonly #limits: readonly { readonly gauge: TargetGauge; readonly atMost: number }[];
  readonly #gauges: readonly TargetGauge[];
  readonly #budget: number;
  /** The steps done: piece, copy it left (-1: none), place there, copy it came to (-1: none). */
  readonly #done: number[] = [];
  readonly #touched: number[] = [];

  /** `plan` must be feasible; a limit that it breaks is widened to its value. */
  constructor(instance: Instance, target: Target, limits: readonly LevelLimit[], plan: Plan) {
    const targets = [target, ...limits.map((limit) => limit.target)];
    this.target = target;
    this.layout = new Layout(instance, plan, countsEnds(targets));
    this.gauge = new TargetGauge(this.layout, target);
    this.#limits = limits.map((limit) => {
      const gauge = new TargetGauge(this.layout, limit.target);
      return { gauge, atMost: Math.max(limit.atMost, gauge.value()) };
    });
    this.#gauges = [this.gauge, ...this.#limits.map(({ gauge }) => gauge)];
    this.#budget = Math.max(instance.budget ?? Infinity, this.layout.cost);
  }

  /** Does all steps: first every piece leaves, then they come in the given order. False, and nothing done, if one cannot. */
  attempt(steps: readonly Step[]): boolean {
    this.#done.length = 0;
    this.#touched.length = 0;
    for (const { piece } of steps) if (this.layout.at[piece] >= 0) this.#take(piece);
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

  /** Takes the last attempt back; only once and only if it succeeded. */
  undo(): void {
    this.#rewind();
    this.#settle();
  }

  snapshot(): Snapshot {
    const { at, held, queues } = this.layout;
    return {
      at: at.slice(),
      ...(queues !== undefined && { held: held.map((list) => [...list]) }),
      value: this.gauge.value(),
    };
  }

  /** Goes to where a snapshot of this walk was. O(pieces, in batch mode x pieces on a copy). */
  restore({ at, held }: Snapshot): void {
    this.#done.length = 0;
    this.#touched.length = 0;
    const { layout } = this;
    const changed = new Set<number>();
    for (let piece = 0; piece < at.length; piece++) {
      if (at[piece] === layout.at[piece] && held === undefined) continue;
      if (layout.at[piece] >= 0) changed.add(layout.at[piece]);
      if (at[piece] >= 0) changed.add(at[piece]);
    }
    if (held === undefined) {
      const moved = [...at.keys()].filter((piece) => at[piece] !== layout.at[piece]);
      for (const piece of moved) if (layout.at[piece] >= 0) this.#take(piece);
      for (const piece of moved) if (at[piece] >= 0) this.#put(piece, at[piece], -1);
    } else {
      for (const copy of changed) for (const piece of [...layout.held[copy]]) this.#take(piece);
      for (const copy of changed) {
        for (const piece of held[copy]) this.#put(piece, copy, layout.held[copy].length);
      }
    }
    this.#touched.push(...changed);
    this.#settle();
    this.#done.length = 0;
  }

  #admits(piece: number, to: number, position: number | undefined): boolean {
    if (!this.layout.admits(piece, to)) return false;
    if (position === undefined || this.layout.queues === undefined) return true;
    return this.layout.queues.admits(to, piece, position);
  }

  #keepsLimits(): boolean {
    if (this.layout.cost > this.#budget) return false;
    for (const { gauge, atMost } of this.#limits) if (gauge.value() > atMost) return false;
    return true;
  }

  #take(piece: number): void {
    const from = this.layout.at[piece];
    const place = this.layout.take(piece);
    this.#done.push(piece, from, place, -1);
    this.#touched.push(from);
    for (const gauge of this.#gauges) gauge.left(piece, from);
  }

  #put(piece: number, to: number, position = -1): void {
    this.layout.put(piece, to, position);
    this.#done.push(piece, -1, -1, to);
    this.#touched.push(to);
    for (const gauge of this.#gauges) gauge.came(piece, to);
  }

  #rewind(): void {
    const { layout } = this;
    const done = this.#done;
    for (let i = done.length - 4; i >= 0; i -= 4) {
      const [piece, from, place, to] = [done[i], done[i + 1], done[i + 2], done[i + 3]];
      if (to >= 0) {
        layout.take(piece);
        for (const gauge of this.#gauges) gauge.left(piece, to);
      } else {
        layout.put(piece, from, place);
        for (const gauge of this.#gauges) gauge.came(piece, from);
      }
    }
    done.length = 0;
  }

  #settle(): void {
    for (const copy of this.#touched) for (const gauge of this.#gauges) gauge.settle(copy);
  }
}
