import type { PackingCore } from "../../cores/packing.ts";
import type { Random } from "../../util/random.ts";
import { type CopyLoad, emptyLoad } from "./load.ts";
import { fitsAlone, meanSizes } from "./sizes.ts";

/** Steps without a smaller overload before the next start. */
const STALE = 4000;
/** Steps for which a task does not go back to a copy that it left, from one to the other. */
const TABU = [5, 20] as const;
/** What a local minimum adds to the weight of everything that is too full there. */
const RISE = 1.3;
/** Part of the score by which starts differ. */
const NOISE = 0.2;

/**
 * Looks for a way to put every task on so many copies of each resource entry, by a search through overload: all tasks stand somewhere; from a
 * copy that is too full the best shift or swap goes to another, even if it is worse, and what stays too full weighs more and more (weights at
 * local minima: Morris 1993, "The breakout method for escaping from local minima", AAAI; tabu: Glover 1989, DOI 10.1287/ijoc.1.3.190). Values of
 * pieces do not count. Yields undefined after each step, and loads by copy in the end: of all tasks, if it finds a way. Devices are
 * counted as amounts, so whoever takes the loads looks whether they can be found.
 */
export function* fillByOverload(
  core: PackingCore,
  open: ArrayLike<number>,
  random: Random,
  steps: number,
): Generator<readonly CopyLoad[] | undefined, void, void> {
  const search = new Overload(core, open);
  if (!search.isPossible) return;
  for (let step = 0, stale = STALE, least = Infinity; step < steps; step++, stale++) {
    if (stale >= STALE) {
      search.start(random);
      stale = 0;
      least = search.total();
    } else search.step(step, random);
    const total = search.total();
    if (total === 0) {
      yield search.loads();
      return;
    }
    if (total < least) [least, stale] = [total, 0];
    yield undefined;
  }
}

/** All tasks on the open copies, fitting or not. Copies are numbered as they come by entry. */
class Overload {
  readonly #core: PackingCore;
  /** By open copy. */
  readonly #entry: Int32Array;
  /** By task copy: its entry, and the open copy that it is on. */
  readonly #task: Int32Array;
  readonly #home: Int32Array;
  /** By open copy and dimension. */
  readonly #load: Float64Array;
  readonly #capacity: Float64Array;
  readonly #weight: Float64Array;
  /** By task copy x open copy: until which step it may not go back. */
  readonly #tabu: Int32Array;
  readonly #held: number[][];
  readonly #size: Float64Array;
  /** By task entry x resource entry: 1 where it fits alone. */
  readonly #fits: Uint8Array;

  constructor(core: PackingCore, open: ArrayLike<number>) {
    this.#core = core;
    const { dimensions: D, capacity, copies } = core;
    const entries: number[] = [];
    for (let r = 0; r < core.resources; r++) for (let n = 0; n < open[r]; n++) entries.push(r);
    this.#entry = Int32Array.from(entries);
    const tasks = [...copies.keys()].flatMap((t) => new Array<number>(copies[t]).fill(t));
    this.#task = Int32Array.from(tasks);
    this.#home = new Int32Array(tasks.length).fill(-1);
    this.#capacity = Float64Array.from(
      entries.flatMap((r) => [...capacity.subarray(r * D, r * D + D)]),
    );
    this.#load = new Float64Array(entries.length * D);
    this.#weight = new Float64Array(entries.length * D);
    this.#tabu = new Int32Array(tasks.length * entries.length);
    this.#held = entries.map(() => []);
    this.#size = meanSizes(core);
    this.#fits = fitsAlone(core);
  }

  /** False if some task may go to none of the copies. */
  get isPossible(): boolean {
    const { resources, copies } = this.#core;
    return [...copies.keys()].every(
      (t) => copies[t] === 0 || this.#entry.some((r) => this.#fits[t * resources + r] === 1),
    );
  }

  /** The overload of all copies, in mean sizes of tasks. */
  total(): number {
    const D = this.#core.dimensions;
    let sum = 0;
    for (let k = 0; k < this.#load.length; k++) {
      const over = this.#load[k] - this.#capacity[k];
      if (over > 0) sum += over / this.#size[k % D];
    }
    return sum;
  }

  /**
   * Puts every task anew: those that ask for what few copies have first, large ones before small ones, each where what it asks for
   * lies most in the direction of what is left, or else where it is least too much.
   */
  start(random: Random): void {
    const { dimensions: D } = this.#core;
    this.#load.fill(0);
    this.#home.fill(-1);
    this.#tabu.fill(0);
    for (let k = 0; k < this.#weight.length; k++) this.#weight[k] = 1 / this.#size[k % D];
    for (const list of this.#held) list.length = 0;
    const rank = Float64Array.from(this.#task, (t) => this.#rank(t) * (1 + NOISE * random.unit()));
    const order = [...this.#task.keys()].sort((i, j) => rank[j] - rank[i] || i - j);
    for (const i of order) {
      let best = -1;
      let most = -Infinity;
      for (let h = 0; h < this.#entry.length; h++) {
        if (!this.#mayBe(i, h)) continue;
        const score = this.#alignment(i, h);
        if (score > most) [best, most] = [h, score];
      }
      this.#put(i, best);
    }
  }

  /** From a random copy that is too full: the best shift or swap; at a local minimum what is too full weighs more. */
  step(step: number, random: Random): void {
    const D = this.#core.dimensions;
    const full: number[] = [];
    for (let h = 0; h < this.#entry.length; h++) {
      for (let d = 0; d < D; d++) {
        if (this.#load[h * D + d] > this.#capacity[h * D + d]) {
          full.push(h);
          break;
        }
      }
    }
    const from = full[random.int(0, full.length - 1)];
    const move = this.#bestMove(from, step);
    if (move === undefined || move.change >= 0) {
      for (const h of full) {
        for (let d = 0; d < D; d++) {
          const k = h * D + d;
          if (this.#load[k] > this.#capacity[k]) this.#weight[k] *= RISE;
        }
      }
    }
    if (move === undefined) return;
    const { task, to, other } = move;
    const until = () => step + random.int(TABU[0], TABU[1]);
    this.#move(task, to);
    this.#tabu[task * this.#entry.length + from] = until();
    if (other < 0) return;
    this.#move(other, from);
    this.#tabu[other * this.#entry.length + to] = until();
  }

  loads(): readonly CopyLoad[] {
    const loads: CopyLoad[] = [];
    for (const [h, list] of this.#held.entries()) {
      const load = emptyLoad(this.#core, this.#entry[h]);
      load.tasks.push(...list.map((i) => this.#task[i]).sort((a, b) => a - b));
      loads.push(load);
    }
    return loads;
  }

  #bestMove(
    from: number,
    step: number,
  ):
    | {
        readonly task: number;
        readonly to: number;
        readonly other: number;
        readonly change: number;
      }
    | undefined {
    let best: { task: number; to: number; other: number; change: number } | undefined;
    let least = Infinity;
    const H = this.#entry.length;
    const seen = new Set<number>();
    for (const i of this.#held[from]) {
      // Equal tasks move alike.
      if (seen.has(this.#task[i])) continue;
      seen.add(this.#task[i]);
      for (let to = 0; to < H; to++) {
        if (to === from || !this.#mayBe(i, to) || this.#tabu[i * H + to] > step) continue;
        const shift = this.#change(i, from, to, -1);
        if (shift < least) {
          least = shift;
          best = { task: i, to, other: -1, change: shift };
        }
        let last = -1;
        for (const j of this.#held[to]) {
          const t = this.#task[j];
          if (
            t === this.#task[i] ||
            t === last ||
            !this.#mayBe(j, from) ||
            this.#tabu[j * H + from] > step
          )
            continue;
          last = t;
          const swap = this.#change(i, from, to, j);
          if (swap < least) {
            least = swap;
            best = { task: i, to, other: j, change: swap };
          }
        }
      }
    }
    return best;
  }

  /** What the weighted overload changes by if `i` goes from one copy to another, and `j` the other way. */
  #change(i: number, from: number, to: number, j: number): number {
    const { dimensions: D, demand, resources: R } = this.#core;
    const [a, b] = [this.#task[i] * R, j < 0 ? -1 : this.#task[j] * R];
    const [r, s] = [this.#entry[from], this.#entry[to]];
    let sum = 0;
    for (let d = 0; d < D; d++) {
      const left = demand[(a + r) * D + d] - (b < 0 ? 0 : demand[(b + r) * D + d]);
      const come = demand[(a + s) * D + d] - (b < 0 ? 0 : demand[(b + s) * D + d]);
      const [k, l] = [from * D + d, to * D + d];
      const [x, y] = [this.#load[k] - this.#capacity[k], this.#load[l] - this.#capacity[l]];
      sum += this.#weight[k] * (Math.max(0, x - left) - Math.max(0, x));
      sum += this.#weight[l] * (Math.max(0, y + come) - Math.max(0, y));
    }
    return sum;
  }

  #mayBe(i: number, h: number): boolean {
    return this.#fits[this.#task[i] * this.#core.resources + this.#entry[h]] === 1;
  }

  #move(i: number, to: number): void {
    const from = this.#home[i];
    const list = this.#held[from];
    list[list.indexOf(i)] = list[list.length - 1];
    list.pop();
    this.#add(i, from, -1);
    this.#put(i, to);
  }

  #put(i: number, h: number): void {
    this.#home[i] = h;
    this.#held[h].push(i);
    this.#add(i, h, 1);
  }

  #add(i: number, h: number, sign: 1 | -1): void {
    const { dimensions: D, demand, resources: R } = this.#core;
    const e = this.#task[i] * R + this.#entry[h];
    for (let d = 0; d < D; d++) this.#load[h * D + d] += sign * demand[e * D + d];
  }

  /** Tasks that ask for what not every copy has come first, then large ones. */
  #rank(t: number): number {
    const { dimensions: D, demand, resources: R, capacity } = this.#core;
    const r = this.#entry.find((entry) => this.#fits[t * R + entry] === 1) ?? 0;
    let rank = 0;
    for (let d = 0; d < D; d++) {
      const asked = demand[(t * R + r) * D + d];
      const isScarce = asked > 0 && this.#entry.some((entry) => capacity[entry * D + d] === 0);
      rank += asked / this.#size[d] + (isScarce ? 1000 : 0);
    }
    return rank;
  }

  /** How well a task goes with what is left of a copy; below 0 if it does not fit there. */
  #alignment(i: number, h: number): number {
    const { dimensions: D, demand, resources: R } = this.#core;
    const e = this.#task[i] * R + this.#entry[h];
    let [score, over] = [0, 0];
    for (let d = 0; d < D; d++) {
      const k = h * D + d;
      if (this.#capacity[k] === 0) continue;
      const asked = demand[e * D + d] / this.#capacity[k];
      const left = (this.#capacity[k] - this.#load[k]) / this.#capacity[k];
      over += Math.max(0, asked - left);
      score += asked * left;
      // What it has no use for is kept for others.
      if (asked === 0) score -= 0.001;
    }
    return over > 0 ? -over : score;
  }
}
