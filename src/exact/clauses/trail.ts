/**
 * Bounds of integer variables, and why each came to be. Bound 2 x of variable x is its least value, bound 2 x + 1 minus its largest; a
 * literal (b, v) says "bound b is at least v", and its opposite is (b ^ 1, 1 - v). So nothing is made for a literal before it is needed
 * (Ohrimenko, Stuckey, Codish, 2009, DOI 10.1007/s10601-008-9064-x).
 *
 * A reason is -1 (none), -2 - c (clause c), or a place in `notes`: [kind, what it speaks of, number of arguments, number of premises,
 * arguments, premises as literals]. Premises that hold at the root are left out.
 */
export class Trail {
  /** By bound: now, and without any decision. */
  readonly now: Int32Array;
  readonly root: Int32Array;
  /** By bound: the last entry that raised it, -1 for none. */
  readonly last: Int32Array;
  /** By entry. */
  bound = new Int32Array(FIRST);
  to = new Int32Array(FIRST);
  from = new Int32Array(FIRST);
  before = new Int32Array(FIRST);
  reason = new Int32Array(FIRST);
  level = new Int32Array(FIRST);
  size = 0;
  notes = new Int32Array(4 * FIRST);
  noted = 0;
  /** By level above 0: entries and notes when it began. */
  readonly #begun: number[] = [];
  readonly #notedThen: number[] = [];
  /** Why the last `raise` failed: what was concluded, and its reason. */
  failedBound = -1;
  failedTo = 0;
  failedReason = -1;

  constructor(lows: ArrayLike<number>) {
    this.now = Int32Array.from(lows);
    this.root = this.now.slice();
    this.last = new Int32Array(lows.length).fill(-1);
  }

  get depth(): number {
    return this.#begun.length;
  }

  beginLevel(): void {
    this.#begun.push(this.size);
    this.#notedThen.push(this.noted);
  }

  /** Starts a reason; `premise` adds to it, `raise` takes it. */
  note(kind: number, about: number): number {
    const at = this.noted;
    this.#room(4);
    this.notes[at] = kind;
    this.notes[at + 1] = about;
    this.notes[at + 2] = 0;
    this.notes[at + 3] = 0;
    this.noted = at + 4;
    return at;
  }

  /** An argument of the last reason, before its premises. */
  argument(note: number, value: number): void {
    this.#room(1);
    this.notes[this.noted++] = value;
    this.notes[note + 2]++;
  }

  premise(note: number, bound: number, least: number): void {
    if (least <= this.root[bound]) return;
    this.#room(2);
    this.notes[this.noted++] = bound;
    this.notes[this.noted++] = least;
    this.notes[note + 3]++;
  }

  /** The same for the first premise of a rule that shifts a bound, which is kept even if it holds at the root. */
  source(note: number, bound: number, least: number): void {
    this.#room(2);
    this.notes[this.noted++] = bound;
    this.notes[this.noted++] = least;
    this.notes[note + 3]++;
  }

  #room(more: number): void {
    if (this.noted + more <= this.notes.length) return;
    const larger = new Int32Array(2 * this.notes.length);
    larger.set(this.notes);
    this.notes = larger;
  }

  /** Raises a bound. False if the variable has no value left: then `failed...` tells why. */
  raise(bound: number, to: number, reason: number): boolean {
    const { now } = this;
    if (to <= now[bound]) {
      if (reason >= 0) this.noted = reason;
      return true;
    }
    if (to > -now[bound ^ 1]) {
      this.failedBound = bound;
      this.failedTo = to;
      this.failedReason = reason;
      return false;
    }
    const e = this.size++;
    if (e === this.bound.length) this.#grow();
    this.bound[e] = bound;
    this.to[e] = to;
    this.from[e] = now[bound];
    this.before[e] = this.last[bound];
    this.reason[e] = reason;
    this.level[e] = this.#begun.length;
    this.last[bound] = e;
    now[bound] = to;
    return true;
  }

  /** A contradiction that concludes nothing; always false. */
  fail(reason: number): false {
    this.failedBound = -1;
    this.failedReason = reason;
    return false;
  }

  #grow(): void {
    const larger = (old: Int32Array) => {
      const array = new Int32Array(2 * old.length);
      array.set(old);
      return array;
    };
    this.bound = larger(this.bound);
    this.to = larger(this.to);
    this.from = larger(this.from);
    this.before = larger(this.before);
    this.reason = larger(this.reason);
    this.level = larger(this.level);
  }

  /** Takes back all above a level. */
  cancel(depth: number): void {
    if (this.#begun.length <= depth) return;
    const begin = this.#begun[depth];
    for (let e = this.size - 1; e >= begin; e--) {
      const b = this.bound[e];
      this.now[b] = this.from[e];
      this.last[b] = this.before[e];
    }
    this.size = begin;
    this.noted = this.#notedThen[depth];
    this.#begun.length = depth;
    this.#notedThen.length = depth;
  }

  /** Makes all that holds now the root. Only at level 0. */
  settle(): void {
    for (let e = 0; e < this.size; e++) {
      const b = this.bound[e];
      this.root[b] = this.now[b];
      this.last[b] = -1;
    }
    this.size = 0;
    this.noted = 0;
  }

  /** The first entry by which a bound is at least `least`; -1 at the root. */
  entryOf(bound: number, least: number): number {
    let e = this.last[bound];
    let found = -1;
    while (e >= 0 && this.to[e] >= least) {
      found = e;
      e = this.before[e];
    }
    return found;
  }
}

const FIRST = 1 << 14;
