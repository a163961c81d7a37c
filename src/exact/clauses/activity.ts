import type { Trail } from "./trail.ts";

/** Growth of what a bump adds, and where all is scaled down. */
const GROWTH = 1 / 0.95;
const MOST_ACTIVITY = 1e100;

/**
 * Cuts "x <= v" that lately took part in contradictions, the most active first (Moskewicz et al., 2001, DOI 10.1145/378239.379017), and which
 * side each was on. Only cuts that were ever bumped exist.
 */
export class Activity {
  readonly #trail: Trail;
  /** By cut. */
  readonly #variable: number[] = [];
  readonly #value: number[] = [];
  readonly #activity: number[] = [];
  /** 1: x <= v when last decided, 0: x > v. */
  readonly #side: number[] = [];
  /** Place in the heap, -1 outside. */
  readonly #place: number[] = [];
  readonly #heap: number[] = [];
  /** Cuts by variable and value. */
  readonly #known: readonly Map<number, number>[];
  /** Cuts that left the heap since they were decided, in order, and their number when each level began. */
  readonly #left: number[] = [];
  readonly #begun: number[] = [];
  #step = 1;

  constructor(trail: Trail) {
    this.#trail = trail;
    this.#known = Array.from({ length: trail.now.length / 2 }, () => new Map<number, number>());
  }

  /** Counts a literal of a contradiction. */
  bump(bound: number, least: number): void {
    const variable = bound >> 1;
    const value = (bound & 1) === 0 ? least - 1 : -least;
    const known = this.#known[variable];
    let cut = known.get(value);
    if (cut === undefined) {
      cut = this.#variable.length;
      known.set(value, cut);
      this.#variable.push(variable);
      this.#value.push(value);
      this.#activity.push(0);
      this.#side.push(1);
      this.#place.push(-1);
      this.#insert(cut);
    }
    this.#activity[cut] += this.#step;
    if (this.#activity[cut] > MOST_ACTIVITY) this.#rescale();
    if (this.#place[cut] >= 0) this.#up(this.#place[cut]);
  }

  decay(): void {
    this.#step *= GROWTH;
  }

  #rescale(): void {
    for (let i = 0; i < this.#activity.length; i++) this.#activity[i] /= MOST_ACTIVITY;
    this.#step /= MOST_ACTIVITY;
  }

  beginLevel(): void {
    this.#begun.push(this.#left.length);
  }

  /** Cuts that were decided above a level may be open again. */
  cancel(depth: number): void {
    if (this.#begun.length <= depth) return;
    const begin = this.#begun[depth];
    for (let i = this.#left.length - 1; i >= begin; i--) this.#insert(this.#left[i]);
    this.#left.length = begin;
    this.#begun.length = depth;
  }

  /** The literal of the most active open cut, on the side that it was on last; undefined if none is open. */
  next(): readonly [bound: number, least: number] | undefined {
    const { now } = this.#trail;
    for (;;) {
      const cut = this.#heap[0];
      if (cut === undefined) return undefined;
      const [x, v] = [this.#variable[cut], this.#value[cut]];
      const isAtMost = -now[2 * x + 1] <= v;
      if (!isAtMost && now[2 * x] <= v) {
        return this.#side[cut] === 1 ? [2 * x + 1, -v] : [2 * x, v + 1];
      }
      this.#side[cut] = isAtMost ? 1 : 0;
      this.#pop();
      this.#left.push(cut);
    }
  }

  #insert(cut: number): void {
    if (this.#place[cut] >= 0) return;
    this.#place[cut] = this.#heap.length;
    this.#heap.push(cut);
    this.#up(this.#heap.length - 1);
  }

  #pop(): void {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop() as number;
    this.#place[top] = -1;
    if (heap.length === 0) return;
    heap[0] = last;
    this.#place[last] = 0;
    this.#down(0);
  }

  #up(from: number): void {
    const heap = this.#heap;
    const activity = this.#activity;
    const cut = heap[from];
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (activity[heap[parent]] >= activity[cut]) break;
      heap[i] = heap[parent];
      this.#place[heap[i]] = i;
      i = parent;
    }
    heap[i] = cut;
    this.#place[cut] = i;
  }

  #down(from: number): void {
    const heap = this.#heap;
    const activity = this.#activity;
    const cut = heap[from];
    let i = from;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && activity[heap[child + 1]] > activity[heap[child]]) child++;
      if (activity[heap[child]] <= activity[cut]) break;
      heap[i] = heap[child];
      this.#place[heap[i]] = i;
      i = child;
    }
    heap[i] = cut;
    this.#place[cut] = i;
  }
}
