import type { Random } from "../../util/random.ts";
import type { State } from "../state/state.ts";
import { measureOf, type PlaceMeasure, paysCopies, tellsPlacesApart } from "./measure.ts";
import { tightest } from "./tightest.ts";
import type { Step, Walk } from "./walk.ts";

/** Power of a uniform draw that picks from ranked places: the higher, the more often the first ones. */
const BIAS = 2.5;
/** Copies that are sampled for a piece that has to go somewhere. */
const SAMPLES = 8;
/** The same of used copies, for all that is on a copy which is emptied. */
const USED_SAMPLES = 48;
/** Of so many with room the fullest is taken. */
const TIGHT = 5;
/** Copies of which the lightest is emptied. */
const LIGHT = 5;
/** A copy with more pieces than this is not emptied at once. */
const DRAINED = 24;
/** Lists of usable copies are kept up to this many numbers in all. */
const LISTED = 20_000_000;

/** How often each kind of move is proposed, in parts of their sum. */
const PARTS = { shift: 40, swap: 35, eject: 17, rotate: 5 } as const;
const SUM = PARTS.shift + PARTS.swap + PARTS.eject + PARTS.rotate;

/** Proposes random moves for a walk: half of them where the target's maximum hangs, if it has one. */
export class MoveSampler {
  readonly #walk: Walk;
  readonly #state: State;
  readonly #random: Random;
  readonly #movable: Int32Array;
  readonly #places: (Int32Array | undefined)[] = [];
  readonly #anywhere: Int32Array;
  readonly #drains: boolean;
  readonly #orders: boolean;
  /** True if lists of places begin with those where the target's own measure is low. */
  readonly #ranked: boolean;
  readonly #measure: PlaceMeasure;
  #listed = 0;

  constructor(walk: Walk, random: Random) {
    const { state } = walk;
    const { instance, pieces, sequences } = state;
    this.#walk = walk;
    this.#state = state;
    this.#random = random;
    this.#movable = Int32Array.from(
      [...pieces.fixed.keys()].filter((piece) => pieces.fixed[piece] === 0),
    );
    this.#anywhere = Int32Array.from(instance.resourceOfCopy, (_, copy) => copy);
    this.#drains = paysCopies(instance, walk.target);
    this.#measure = measureOf(instance, walk.target);
    this.#ranked = tellsPlacesApart(instance, this.#measure);
    this.#orders = sequences !== undefined && (sequences.isTimed || sequences.byRatio);
  }

  /** True if nothing can ever be moved. */
  get idle(): boolean {
    return this.#movable.length === 0 || this.#anywhere.length === 0;
  }

  /** Steps to attempt; empty if this draw led nowhere. */
  draw(): readonly Step[] {
    const draw = this.#random.int(0, 99);
    const piece = this.#pick();
    if (this.#state.pieces.at[piece] < 0) return this.#insert(piece);
    const { optional } = this.#entryOf(piece);
    if (optional && draw < 5) return this.#remove(piece);
    if (this.#drains && draw < 10) return this.#drain(this.#lightCopy(piece));
    if (this.#orders && draw < 25) return this.#reorder(piece);
    if (this.#isBound(piece)) return this.#together(piece, this.#target(piece));
    let kind = this.#random.int(0, SUM - 1);
    kind -= PARTS.shift;
    if (kind < 0) return this.#shift(piece);
    kind -= PARTS.swap;
    if (kind < 0) return this.#swap(piece);
    kind -= PARTS.eject;
    return kind < 0 ? this.#eject(piece) : this.#rotate(piece);
  }

  /** A usable copy for the piece, at random, half the time rather one where it costs or takes little; -1 without any. */
  placeFor(piece: number): number {
    const places = this.#placesOf(piece);
    if (places.length === 0) return -1;
    if (!this.#ranked || this.#random.int(0, 1) === 0) {
      return places[this.#random.int(0, places.length - 1)];
    }
    return places[Math.floor(places.length * this.#random.unit() ** BIAS)];
  }

  #pick(): number {
    const extremes = this.#random.int(0, 1) === 0 ? this.#walk.gauge.extremes() : undefined;
    if (extremes !== undefined) {
      const list = this.#state.held[extremes.top];
      if (list.length > 0) {
        const piece = list[this.#random.int(0, list.length - 1)];
        if (this.#state.pieces.fixed[piece] === 0) return piece;
      }
    }
    return this.#movable[this.#random.int(0, this.#movable.length - 1)];
  }

  #target(piece: number): number {
    const extremes = this.#random.int(0, 3) === 0 ? this.#walk.gauge.extremes() : undefined;
    return extremes === undefined ? this.placeFor(piece) : extremes.bottom;
  }

  #shift(piece: number): readonly Step[] {
    const to = this.#target(piece);
    if (to < 0 || to === this.#state.pieces.at[piece] || !this.#state.hasRoom(piece, to))
      return NONE;
    return [{ piece, to }];
  }

  #swap(piece: number): readonly Step[] {
    const to = this.#target(piece);
    const other = this.#someoneOn(to, piece);
    if (other < 0) return NONE;
    return [
      { piece, to },
      { piece: other, to: this.#state.pieces.at[piece] },
    ];
  }

  /** The piece takes the place of one or two others, which go elsewhere. */
  #eject(piece: number): readonly Step[] {
    const to = this.#target(piece);
    const other = this.#someoneOn(to, piece);
    if (other < 0) return NONE;
    const steps: Step[] = [{ piece, to }];
    const second = this.#random.int(0, 2) === 0 ? this.#someoneOn(to, piece) : -1;
    for (const ejected of second < 0 || second === other ? [other] : [other, second]) {
      const away = this.#roomFor(ejected, to);
      if (away < 0 && !this.#entryOf(ejected).optional) return NONE;
      if (away < 0 && this.#entryOf(ejected).replicas > 1) return NONE;
      steps.push({ piece: ejected, to: away });
    }
    return steps;
  }

  #rotate(piece: number): readonly Step[] {
    const second = this.#someoneOn(this.#target(piece), piece);
    if (second < 0) return NONE;
    const third = this.#someoneOn(this.placeFor(second), second);
    if (third < 0 || third === piece) return NONE;
    const { at } = this.#state.pieces;
    return [
      { piece, to: at[second] },
      { piece: second, to: at[third] },
      { piece: third, to: at[piece] },
    ];
  }

  /** All pieces of an unplaced optional task; a full copy gives up an optional piece for it. */
  #insert(piece: number): readonly Step[] {
    const { first, next, task: taskOf } = this.#state.pieces;
    const task = taskOf[piece];
    const home = this.#state.groups?.homeOf(task) ?? -1;
    const steps: Step[] = [];
    for (let p = first[task]; p >= 0; p = next[p]) {
      const room = home >= 0 ? home : this.#roomFor(p, -1);
      const to = room >= 0 ? room : this.placeFor(p);
      if (to < 0) return NONE;
      steps.push({ piece: p, to });
      if (this.#state.hasRoom(p, to)) continue;
      const other = this.#someoneOn(to, p);
      if (other < 0 || steps.some((step) => step.piece === other)) return NONE;
      const away = this.#roomFor(other, to);
      const { optional, replicas } = this.#entryOf(other);
      if (away < 0 && (!optional || replicas > 1)) return NONE;
      steps.push({ piece: other, to: away });
    }
    return steps;
  }

  #remove(piece: number): readonly Step[] {
    const { first, next, task } = this.#state.pieces;
    const steps: Step[] = [];
    for (let p = first[task[piece]]; p >= 0; p = next[p]) steps.push({ piece: p, to: -1 });
    return steps;
  }

  /** Empties a copy: all its pieces to an unused copy, or each to some used one. */
  #drain(copy: number): readonly Step[] {
    const { held, pieces } = this.#state;
    const list = held[copy];
    if (list.length > DRAINED || list.some((piece) => pieces.fixed[piece] === 1)) return NONE;
    if (this.#random.int(0, 3) === 0) {
      const other = this.placeFor(list[0]);
      if (other < 0 || other === copy || held[other].length > 0) return NONE;
      return list.map((piece) => ({ piece, to: other }));
    }
    const steps: Step[] = [];
    let home = -1;
    for (const piece of list) {
      const bound = this.#isBound(piece);
      const to = bound && home >= 0 ? home : this.#roomBeside(piece, copy, steps);
      if (to < 0) return NONE;
      if (bound) home = to;
      steps.push({ piece, to });
    }
    return steps;
  }

  /** Of the copies of a placed piece and a few others the one with the fewest pieces. */
  #lightCopy(piece: number): number {
    const { held, pieces } = this.#state;
    let best = pieces.at[piece];
    for (let i = 1; i < LIGHT; i++) {
      const copy = pieces.at[this.#movable[this.#random.int(0, this.#movable.length - 1)]];
      if (copy >= 0 && held[copy].length < held[best].length) best = copy;
    }
    return best;
  }

  /** Of a few used copies with room for the piece beside what steps bring there already the fullest; -1 if no sampled one has. */
  #roomBeside(piece: number, from: number, steps: readonly Step[]): number {
    const found: number[] = [];
    for (let i = 0; i < USED_SAMPLES && found.length < TIGHT; i++) {
      const copy = this.placeFor(piece);
      if (copy < 0 || copy === from || this.#state.held[copy].length === 0) continue;
      if (this.#state.hasRoom(piece, copy)) found.push(copy);
    }
    return tightest(this.#state, piece, found, steps);
  }

  #reorder(piece: number): readonly Step[] {
    const to = this.#state.pieces.at[piece];
    const last = this.#state.held[to].length - 1;
    return last < 1 ? NONE : [{ piece, to, position: this.#random.int(0, last) }];
  }

  #together(piece: number, to: number): readonly Step[] {
    if (to < 0 || to === this.#state.pieces.at[piece]) return NONE;
    const { groups, pieces, placed } = this.#state;
    const bound = groups?.companions(pieces.task[piece], (task) => placed[task] > 0) ?? [];
    const steps: Step[] = bound.map((task) => ({ piece: pieces.first[task], to }));
    const other = this.#someoneOn(to, piece);
    if (other >= 0 && this.#random.int(0, 1) === 0) {
      steps.push({ piece: other, to: this.#state.pieces.at[piece] });
    }
    return steps;
  }

  /** A free, movable piece of another task on the copy; -1 if this draw found none. */
  #someoneOn(copy: number, piece: number): number {
    if (copy < 0 || copy === this.#state.pieces.at[piece]) return -1;
    const list = this.#state.held[copy];
    if (list.length === 0) return -1;
    const other = list[this.#random.int(0, list.length - 1)];
    if (this.#state.pieces.fixed[other] === 1 || this.#isBound(other)) return -1;
    return this.#state.pieces.task[other] === this.#state.pieces.task[piece] ? -1 : other;
  }

  /** A copy other than `not` with room for the piece, among some sampled ones; -1 if none has. */
  #roomFor(piece: number, not: number): number {
    for (let i = 0; i < SAMPLES; i++) {
      const copy = this.placeFor(piece);
      if (copy < 0) return -1;
      if (copy === not || copy === this.#state.pieces.at[piece]) continue;
      if (this.#state.hasRoom(piece, copy)) return copy;
    }
    return -1;
  }

  #isBound(piece: number): boolean {
    return this.#state.groups?.isBound(this.#state.pieces.task[piece]) ?? false;
  }

  #entryOf(piece: number) {
    const { instance, pieces } = this.#state;
    return instance.tasks[instance.taskOfCopy[pieces.task[piece]]];
  }

  /** Usable copies by task entry, worked out when first asked for; all copies once there are too many lists. */
  #placesOf(piece: number): Int32Array {
    const { instance, pieces, usable } = this.#state;
    const entry = instance.taskOfCopy[pieces.task[piece]];
    const known = this.#places[entry];
    if (known !== undefined) return known;
    if (this.#listed > LISTED) return this.#anywhere;
    const R = instance.resources.length;
    const list = this.#anywhere.filter(
      (copy) => usable[entry * R + instance.resourceOfCopy[copy]] === 1,
    );
    if (this.#ranked) {
      const { resourceOfCopy } = instance;
      const row = instance.resources.map((_, r) => this.#measure(entry, r));
      list.sort((a, b) => row[resourceOfCopy[a]] - row[resourceOfCopy[b]]);
    }
    this.#listed += list.length;
    this.#places[entry] = list;
    return list;
  }
}

const NONE: readonly Step[] = [];
