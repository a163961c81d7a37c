import type { ShopModel } from "./model.ts";

/** Where an operation may go: on a machine, before the operation that is now at a place of its order. */
export interface ShopPlace {
  readonly machine: number;
  readonly place: number;
}

/**
 * An order of operations on each machine, with the longest paths through it: starts as early as that order allows, and tails from an end
 * to the end of all. O(operations + arcs) an evaluation.
 */
export class ShopState {
  readonly #model: ShopModel;
  /** Operations of each machine in order. */
  readonly orders: number[][];
  readonly machineOf: Int32Array;
  /** Starts, and longest ways from an end to the last. */
  readonly head: Float64Array;
  readonly tail: Float64Array;
  length = 0;
  readonly #place: Int32Array;
  /** Neighbours on the machine, -1 for none, and the time there. */
  readonly #previous: Int32Array;
  readonly #next: Int32Array;
  readonly #time: Float64Array;
  /** The shortest time anywhere. */
  readonly #shortest: Float64Array;
  /** Operations so that whatever comes before stands before. */
  readonly #sorted: Int32Array;
  readonly #rank: Int32Array;
  readonly #waits: Int32Array;
  /** Heads and tails without one operation. */
  readonly #headWithout: Float64Array;
  readonly #tailWithout: Float64Array;

  constructor(model: ShopModel, machineOf: ArrayLike<number>, start: ArrayLike<number>) {
    const n = model.operations;
    this.#model = model;
    this.machineOf = Int32Array.from(machineOf);
    this.orders = Array.from({ length: model.machines }, () => []);
    this.head = new Float64Array(n);
    this.tail = new Float64Array(n);
    this.#place = new Int32Array(n);
    this.#previous = new Int32Array(n);
    this.#next = new Int32Array(n);
    this.#time = new Float64Array(n);
    this.#shortest = Float64Array.from({ length: n }, (_, i) =>
      model.eligible[i].reduce(
        (least, k) => Math.min(least, model.time[i * model.machines + k]),
        Infinity,
      ),
    );
    this.#sorted = new Int32Array(n);
    this.#rank = new Int32Array(n);
    this.#waits = new Int32Array(n);
    this.#headWithout = new Float64Array(n);
    this.#tailWithout = new Float64Array(n);
    const inOrder = [...this.head.keys()].sort((a, b) => start[a] - start[b] || a - b);
    for (const i of inOrder) this.orders[this.machineOf[i]].push(i);
    for (let k = 0; k < model.machines; k++) this.#number(k);
  }

  /** Heads, tails and length of the whole; false where the order goes round in a circle. */
  evaluate(): boolean {
    const { operations: n, before, after } = this.#model;
    if (!this.#sort()) return false;
    this.length = 0;
    for (let s = 0; s < n; s++) {
      const i = this.#sorted[s];
      const earlier = this.#previous[i];
      let head = this.#earliest(i, this.machineOf[i]);
      if (earlier >= 0) head = Math.max(head, this.head[earlier] + this.#time[earlier]);
      for (let a = before.start[i]; a < before.start[i + 1]; a++) {
        const b = before.other[a];
        head = Math.max(head, this.head[b] + this.#time[b] + before.lag[a]);
      }
      this.head[i] = head;
      this.length = Math.max(this.length, head + this.#time[i]);
    }
    for (let s = n - 1; s >= 0; s--) {
      const i = this.#sorted[s];
      const later = this.#next[i];
      let tail = later >= 0 ? this.tail[later] + this.#time[later] : 0;
      for (let a = after.start[i]; a < after.start[i + 1]; a++) {
        const b = after.other[a];
        tail = Math.max(tail, after.lag[a] + this.#time[b] + this.tail[b]);
      }
      this.tail[i] = tail;
    }
    return true;
  }

  /** One longest path: operations on it, from the last; ties by `choose`, which takes a number of choices. */
  critical(choose: (count: number) => number): readonly number[] {
    const { operations: n, before } = this.#model;
    const ends: number[] = [];
    for (let i = 0; i < n; i++) if (this.head[i] + this.#time[i] >= this.length) ends.push(i);
    const path: number[] = [];
    let at: number | undefined = ends[choose(ends.length)];
    while (at !== undefined) {
      path.push(at);
      const causes: number[] = [];
      const earlier: number = this.#previous[at];
      if (earlier >= 0 && this.head[earlier] + this.#time[earlier] >= this.head[at])
        causes.push(earlier);
      for (let a = before.start[at]; a < before.start[at + 1]; a++) {
        const b = before.other[a];
        if (this.head[b] + this.#time[b] + before.lag[a] >= this.head[at]) causes.push(b);
      }
      at = causes.length === 0 ? undefined : causes[choose(causes.length)];
    }
    return path;
  }

  /**
   * Offers every place where an operation may be inserted so that no path is closed, with the length of the longest path through
   * it there. Source: Mastrolilli, Gambardella (2000), DOI 10.1002/(SICI)1099-1425(200001/02)3:1<3::AID-JOS32>3.0.CO;2-Y.
   */
  insertions(i: number, offer: (machine: number, place: number, through: number) => void): void {
    const { eligible, time, machines } = this.#model;
    this.#without(i);
    const [heads, tails] = [this.#headWithout, this.#tailWithout];
    for (const k of eligible[i]) {
      const own = time[i * machines + k];
      const order = this.orders[k];
      const at = k === this.machineOf[i] ? this.#place[i] : order.length;
      const count = k === this.machineOf[i] ? order.length - 1 : order.length;
      const nth = (p: number) => order[p < at ? p : p + 1];
      const head = Math.max(heads[i], this.#model.from[k]);
      // Those before `mayBeFirst` can be behind nothing of it, those from `mustBefore` on can be before nothing of it.
      let ahead = 0;
      while (ahead < count && tails[nth(ahead)] + this.#time[nth(ahead)] > tails[i]) ahead++;
      let behind = count;
      while (behind > 0 && heads[nth(behind - 1)] + this.#time[nth(behind - 1)] > head) behind--;
      for (let p = Math.min(ahead, behind); p <= Math.max(ahead, behind); p++) {
        const [x, y] = [p > 0 ? nth(p - 1) : -1, p < count ? nth(p) : -1];
        const start = x < 0 ? head : Math.max(head, heads[x] + this.#time[x]);
        const rest = y < 0 ? tails[i] : Math.max(tails[i], this.#time[y] + tails[y]);
        offer(k, p, start + own + rest);
      }
    }
  }

  /** Takes an operation to a place as `insertions` offers it; returns the way back. */
  move(i: number, { machine, place }: ShopPlace): ShopPlace {
    const back = { machine: this.machineOf[i], place: this.#place[i] };
    this.orders[back.machine].splice(back.place, 1);
    this.#number(back.machine);
    this.orders[machine].splice(place, 0, i);
    this.machineOf[i] = machine;
    this.#number(machine);
    return back;
  }

  placeOf(i: number): number {
    return this.#place[i];
  }

  #number(k: number): void {
    const { time, machines } = this.#model;
    const order = this.orders[k];
    for (let p = 0; p < order.length; p++) {
      const i = order[p];
      this.#place[i] = p;
      this.#previous[i] = p > 0 ? order[p - 1] : -1;
      this.#next[i] = p + 1 < order.length ? order[p + 1] : -1;
      this.#time[i] = time[i * machines + k];
    }
  }

  #earliest(i: number, k: number): number {
    return Math.max(this.#model.release[i], this.#model.from[k]);
  }

  #sort(): boolean {
    const { operations: n, before, after } = this.#model;
    let end = 0;
    for (let i = 0; i < n; i++) {
      this.#waits[i] = before.start[i + 1] - before.start[i] + (this.#previous[i] >= 0 ? 1 : 0);
      if (this.#waits[i] === 0) this.#sorted[end++] = i;
    }
    for (let s = 0; s < end; s++) {
      const i = this.#sorted[s];
      this.#rank[i] = s;
      for (let a = after.start[i]; a < after.start[i + 1]; a++) {
        if (--this.#waits[after.other[a]] === 0) this.#sorted[end++] = after.other[a];
      }
      const next = this.#next[i];
      if (next >= 0 && --this.#waits[next] === 0) this.#sorted[end++] = next;
    }
    return end === n;
  }

  /** Heads of what comes after an operation and tails of what comes before, as if it were not on its machine. */
  #without(gone: number): void {
    const { operations: n, before, after, release } = this.#model;
    const [heads, tails] = [this.#headWithout, this.#tailWithout];
    heads.set(this.head);
    tails.set(this.tail);
    const from = this.#rank[gone];
    for (let s = from; s < n; s++) {
      const i = this.#sorted[s];
      let head = i === gone ? release[i] : this.#earliest(i, this.machineOf[i]);
      let earlier = this.#previous[i];
      if (earlier === gone) earlier = this.#previous[gone];
      if (i !== gone && earlier >= 0) head = Math.max(head, heads[earlier] + this.#time[earlier]);
      for (let a = before.start[i]; a < before.start[i + 1]; a++) {
        const b = before.other[a];
        // It still takes its time between those before and after it.
        const time = b === gone ? this.#shortest[b] : this.#time[b];
        head = Math.max(head, heads[b] + time + before.lag[a]);
      }
      heads[i] = head;
    }
    for (let s = from; s >= 0; s--) {
      const i = this.#sorted[s];
      let later = this.#next[i];
      if (later === gone) later = this.#next[gone];
      let tail = i !== gone && later >= 0 ? tails[later] + this.#time[later] : 0;
      for (let a = after.start[i]; a < after.start[i + 1]; a++) {
        const b = after.other[a];
        const time = b === gone ? this.#shortest[b] : this.#time[b];
        tail = Math.max(tail, after.lag[a] + time + tails[b]);
      }
      tails[i] = tail;
    }
  }
}
