import type { Instance } from "../../src/instance/types.ts";

/** A task copy that stands in line. */
export interface Waiting {
  readonly copy: number;
  /** Milliseconds. */
  readonly arrival: number;
}

/** Jobs in the order in which they come: at their release, or when what they wait for has ended. Equal ones by number. */
export class Line {
  readonly #arrival: Float64Array;
  /** By task copy: how many it still waits for, and who waits for it with which lag. */
  readonly #missing: Int32Array;
  readonly #after: readonly { readonly copy: number; readonly lag: number }[][];
  /** The last one comes first. */
  readonly #sorted: Waiting[];

  constructor({ taskOfCopy, tasks, taskCopyStart, schedule }: Instance) {
    this.#arrival = Float64Array.from(taskOfCopy, (t) => tasks[t].release);
    this.#missing = new Int32Array(taskOfCopy.length);
    this.#after = Array.from(taskOfCopy, () => []);
    for (const { before, after, lag, pairwise } of schedule?.precedence ?? []) {
      for (let i = 0; i < tasks[before].count; i++) {
        for (let j = 0; j < tasks[after].count; j++) {
          if (pairwise && i !== j) continue;
          this.#after[taskCopyStart[before] + i].push({ copy: taskCopyStart[after] + j, lag });
          this.#missing[taskCopyStart[after] + j]++;
        }
      }
    }
    this.#sorted = [...taskOfCopy.keys()]
      .filter((copy) => this.#missing[copy] === 0)
      .map((copy) => ({ copy, arrival: this.#arrival[copy] }))
      .sort((a, b) => b.arrival - a.arrival || b.copy - a.copy);
  }

  next(): Waiting | undefined {
    return this.#sorted.pop();
  }

  /** Tells when a copy that came out of the line ends. */
  ended(copy: number, end: number): void {
    for (const { copy: other, lag } of this.#after[copy]) {
      this.#arrival[other] = Math.max(this.#arrival[other], end + lag);
      if (--this.#missing[other] === 0)
        this.#insert({ copy: other, arrival: this.#arrival[other] });
    }
  }

  #insert(one: Waiting): void {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { arrival, copy } = this.#sorted[middle];
      if (arrival > one.arrival || (arrival === one.arrival && copy > one.copy)) low = middle + 1;
      else high = middle;
    }
    this.#sorted.splice(low, 0, one);
  }
}
