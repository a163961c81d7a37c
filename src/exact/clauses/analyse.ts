import { RUNS_SHIFT, SHIFT } from "./apply-inequality.ts";
import type { Clauses } from "./clauses.ts";
import type { Trail } from "./trail.ts";

/** What a contradiction teaches. */
export interface Lesson {
  /** Literals (bound, least); the first one is the only one that is not false at `depth`. Empty: nothing is possible. */
  readonly literals: Int32Array;
  readonly depth: number;
  /** Levels that the literals come from. */
  readonly levels: number;
}

/** Follows a proof: each antecedent in the order in which it is used, the contradiction last with bound -1. */
export type Antecedents = (reason: number, bound: number, least: number) => void;

/**
 * Conflict analysis to the first unique implication point, over bounds: what is needed of a bound is the largest value that any premise
 * needs, so a clause has one literal for each (Marques-Silva, Sakallah, 1999, DOI 10.1109/12.769433; Ohrimenko, Stuckey, Codish, 2009).
 */
export class Analysis {
  readonly #trail: Trail;
  readonly #clauses: Clauses;
  /** By bound: what is needed of it (or `NOTHING`), and the entry that gave it. */
  readonly #need: Int32Array;
  readonly #at: Int32Array;
  readonly #needed: number[] = [];
  #level = 0;
  #open = 0;

  readonly #seen: (bound: number, least: number) => void;

  /** `seen` hears of each literal that takes part. */
  constructor(trail: Trail, clauses: Clauses, seen: (bound: number, least: number) => void) {
    this.#seen = seen;
    this.#trail = trail;
    this.#clauses = clauses;
    this.#need = new Int32Array(trail.now.length).fill(NOTHING);
    this.#at = new Int32Array(trail.now.length).fill(-1);
  }

  /** Analyses the failure that the trail tells of. `used` is called if given. */
  analyse(used: Antecedents | undefined): Lesson {
    const trail = this.#trail;
    const { failedBound, failedReason } = trail;
    // Just so much that it is too much.
    const wanted = failedBound < 0 ? 0 : 1 - trail.now[failedBound ^ 1];
    const first: number[] = [];
    this.#premises(failedReason, failedBound, trail.failedTo, wanted, (b, v) => first.push(b, v));
    if (failedBound >= 0) first.push(failedBound ^ 1, 1 - wanted);
    let level = 0;
    for (let i = 0; i < first.length; i += 2) {
      const e = first[i + 1] <= trail.root[first[i]] ? -1 : trail.entryOf(first[i], first[i + 1]);
      if (e >= 0) level = Math.max(level, trail.level[e]);
    }
    this.#level = level;
    this.#open = 0;
    for (let i = 0; i < first.length; i += 2) this.#add(first[i], first[i + 1]);
    const resolved: number[] = [];
    const uip = level === 0 ? -1 : this.#resolve(resolved);
    const lesson = this.#lesson(uip, resolved);
    if (used !== undefined) {
      this.#tell(resolved, used);
      used(failedReason, -1, 0);
    }
    for (const b of this.#needed) {
      this.#need[b] = NOTHING;
      this.#at[b] = -1;
    }
    this.#needed.length = 0;
    return lesson;
  }

  /** Entries of the highest level are replaced by their reasons until one is left; gives its bound. */
  #resolve(resolved: number[]): number {
    const trail = this.#trail;
    let e = trail.size - 1;
    for (;;) {
      while (this.#need[trail.bound[e]] === NOTHING || this.#at[trail.bound[e]] !== e) e--;
      const b = trail.bound[e];
      if (this.#open === 1) return b;
      const need = this.#need[b];
      this.#need[b] = NOTHING;
      this.#at[b] = -1;
      this.#open--;
      resolved.push(e, need);
      this.#premises(trail.reason[e], b, trail.to[e], need, (c, v) => this.#add(c, v));
    }
  }

  #add(bound: number, least: number): void {
    const trail = this.#trail;
    if (least <= trail.root[bound]) return;
    const held = this.#need[bound];
    if (held !== NOTHING && held >= least) return;
    const e = trail.entryOf(bound, least);
    this.#seen(bound, least);
    if (held === NOTHING) this.#needed.push(bound);
    else if (trail.level[this.#at[bound]] === this.#level) this.#open--;
    this.#need[bound] = least;
    this.#at[bound] = e;
    if (trail.level[e] === this.#level) this.#open++;
  }

  /** Calls `take` with each premise of a reason for (bound, to) of which `need` is needed. */
  #premises(
    reason: number,
    bound: number,
    to: number,
    need: number,
    take: (bound: number, least: number) => void,
  ): void {
    if (reason === -1) return;
    if (reason < -1) {
      const literals = this.#clauses.literals[-2 - reason];
      this.#clauses.facts[-2 - reason].activity += 1;
      for (let i = 0; i < literals.length; i += 2) {
        if (literals[i] !== bound || literals[i + 1] !== to)
          take(literals[i] ^ 1, 1 - literals[i + 1]);
      }
      return;
    }
    const { notes } = this.#trail;
    const kind = notes[reason];
    const begin = reason + 4 + notes[reason + 2];
    const end = begin + 2 * notes[reason + 3];
    // A shift of a bound by less needs less of where it comes from.
    const slack = (kind === SHIFT || kind === RUNS_SHIFT) && bound >= 0 ? to - need : 0;
    for (let i = begin; i < end; i += 2) take(notes[i], notes[i + 1] - (i === begin ? slack : 0));
  }

  /** The clause of what is needed, without what follows from the rest. */
  #lesson(uip: number, resolved: number[]): Lesson {
    const trail = this.#trail;
    if (uip < 0) return { literals: new Int32Array(0), depth: 0, levels: 0 };
    const kept: number[] = [];
    for (const b of new Set(this.#needed)) {
      if (this.#need[b] === NOTHING || b === uip) continue;
      const e = this.#at[b];
      if (this.#follows(e, b)) resolved.push(e, this.#need[b]);
      else kept.push(b);
    }
    let depth = 0;
    let deepest = -1;
    const levels = new Set<number>([this.#level]);
    kept.forEach((b, i) => {
      const level = trail.level[this.#at[b]];
      levels.add(level);
      if (level <= depth) return;
      depth = level;
      deepest = i;
    });
    if (deepest > 0) [kept[0], kept[deepest]] = [kept[deepest], kept[0]];
    const literals = new Int32Array(2 + 2 * kept.length);
    [uip, ...kept].forEach((b, i) => {
      literals[2 * i] = b ^ 1;
      literals[2 * i + 1] = 1 - this.#need[b];
    });
    return { literals, depth, levels: levels.size };
  }

  /** Whether all premises of an entry are needed anyway, by entries before it: without that two could stand for each other. */
  #follows(e: number, b: number): boolean {
    const trail = this.#trail;
    if (trail.reason[e] === -1) return false;
    let holds = true;
    this.#premises(trail.reason[e], b, trail.to[e], this.#need[b], (c, v) => {
      if (!holds || v <= trail.root[c]) return;
      holds = this.#need[c] !== NOTHING && this.#need[c] >= v && this.#at[c] < e;
    });
    return holds;
  }

  /** In the order of the trail. */
  #tell(resolved: readonly number[], used: Antecedents): void {
    const trail = this.#trail;
    const order = Array.from({ length: resolved.length / 2 }, (_, i) => 2 * i);
    order.sort((a, b) => resolved[a] - resolved[b]);
    for (const i of order) {
      const e = resolved[i];
      used(trail.reason[e], trail.bound[e], resolved[i + 1]);
    }
  }
}

const NOTHING = -(2 ** 31);
