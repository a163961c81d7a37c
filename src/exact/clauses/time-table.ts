import { TIME_TABLE } from "./apply-inequality.ts";
import type { Trail } from "./trail.ts";
import type { Job, SharedPool } from "./types.ts";

/** Most times at which one placing is shown to have no room. */
const MOST_POINTS = 30;

/**
 * The profile of what surely runs on a pool (time-table), its overloads, and what it moves: starts of jobs that surely need it, and
 * placings on it that have no room left. With explanations at single times (Schutt et al., 2011, DOI 10.1007/s10601-010-9103-2).
 */
export class TimeTable {
  readonly #trail: Trail;
  readonly #jobs: readonly Job[];
  readonly #pool: SharedPool;
  readonly #number: number;
  /** By member: least need over open placings, shortest open runtime, and the time in which it surely runs. */
  readonly #need: Float64Array;
  readonly #runtime: Int32Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  /** Members by begin and by end of that time, kept from call to call since they change little. */
  readonly #byFrom: Int32Array;
  readonly #byTo: Int32Array;
  /** Segments of equal height: begin, and height until the next one. */
  readonly #begin: Int32Array;
  readonly #height: Float64Array;
  #segments = 0;
  #highest = 0;

  constructor(trail: Trail, jobs: readonly Job[], pool: SharedPool, number: number) {
    this.#trail = trail;
    this.#jobs = jobs;
    this.#pool = pool;
    this.#number = number;
    const size = pool.members.length;
    this.#need = new Float64Array(size);
    this.#runtime = new Int32Array(size);
    this.#from = new Int32Array(size);
    this.#to = new Int32Array(size);
    this.#byFrom = Int32Array.from({ length: size }, (_, m) => m);
    this.#byTo = this.#byFrom.slice();
    this.#begin = new Int32Array(2 * size + 1);
    this.#height = new Float64Array(2 * size + 1);
  }

  /** False at a contradiction. */
  propagate(): boolean {
    this.#read();
    this.#build();
    for (let s = 0; s < this.#segments; s++) {
      if (this.#height[s] > this.#pool.size) {
        const note = this.#note(-1, [this.#begin[s]]);
        this.#explain(note, -1, this.#begin[s], this.#pool.size);
        return this.#trail.fail(note);
      }
    }
    if (this.#highest === 0) return true;
    for (let m = 0; m < this.#need.length; m++) {
      if (!this.#move(m)) return false;
    }
    return true;
  }

  #read(): void {
    const { now } = this.#trail;
    const { members, need } = this.#pool;
    for (let m = 0; m < members.length; m++) {
      const { start, end, past, choice, runtimes } = this.#jobs[members[m]];
      let least = Infinity;
      let shortest = 2 ** 30;
      if (runtimes.length === 1) {
        least = need[m][0];
        shortest = runtimes[0];
      } else {
        for (let k = 0; k < runtimes.length; k++) {
          if (now[2 * (choice + k) + 1] >= 0) continue;
          if (need[m][k] < least) least = need[m][k];
          if (runtimes[k] < shortest) shortest = runtimes[k];
        }
      }
      this.#need[m] = least === Infinity ? 0 : least;
      this.#runtime[m] = shortest;
      this.#from[m] = -now[2 * start + 1];
      this.#to[m] = this.#need[m] > 0 ? now[2 * end] + past : this.#from[m];
    }
  }

  /** Sorts by insertion: nearly sorted already. */
  #sort(order: Int32Array, key: Int32Array): void {
    for (let i = 1; i < order.length; i++) {
      const m = order[i];
      const k = key[m];
      let j = i - 1;
      while (j >= 0 && key[order[j]] > k) {
        order[j + 1] = order[j];
        j--;
      }
      order[j + 1] = m;
    }
  }

  #build(): void {
    const from = this.#from;
    const to = this.#to;
    this.#sort(this.#byFrom, from);
    this.#sort(this.#byTo, to);
    const size = from.length;
    let [i, j, height, segments, highest] = [0, 0, 0, 0, 0];
    while (j < size) {
      while (i < size && to[this.#byFrom[i]] <= from[this.#byFrom[i]]) i++;
      while (j < size && to[this.#byTo[j]] <= from[this.#byTo[j]]) j++;
      if (j === size) break;
      const time = Math.min(i < size ? from[this.#byFrom[i]] : 2 ** 30, to[this.#byTo[j]]);
      for (; j < size && to[this.#byTo[j]] <= time; j++) {
        const m = this.#byTo[j];
        if (to[m] > from[m]) height -= this.#need[m];
      }
      for (; i < size && from[this.#byFrom[i]] <= time; i++) {
        const m = this.#byFrom[i];
        if (to[m] > from[m]) height += this.#need[m];
      }
      this.#begin[segments] = time;
      this.#height[segments++] = height;
      highest = Math.max(highest, height);
    }
    this.#segments = segments;
    this.#highest = highest;
  }

  /** Height at a segment without what member m has of it. */
  #others(s: number, m: number): number {
    const time = this.#begin[s];
    const isOwn = this.#from[m] <= time && time < this.#to[m];
    return this.#height[s] - (isOwn ? this.#need[m] : 0);
  }

  /** The last time in [from, to) at which others leave less than `need`; -1 if there is none. */
  #lastFull(m: number, from: number, to: number, room: number): number {
    let s = this.#segmentAt(to - 1);
    for (; s >= 0; s--) {
      const until = s + 1 < this.#segments ? this.#begin[s + 1] : 2 ** 30;
      if (until <= from) return -1;
      if (this.#height[s] > room && this.#others(s, m) > room) return Math.min(to, until) - 1;
    }
    return -1;
  }

  /** The first such time. */
  #firstFull(m: number, from: number, to: number, room: number): number {
    let s = Math.max(0, this.#segmentAt(from));
    for (; s < this.#segments && this.#begin[s] < to; s++) {
      if (this.#height[s] > room && this.#others(s, m) > room)
        return Math.max(from, this.#begin[s]);
    }
    return -1;
  }

  /** The last segment that begins by a time, -1 before all. */
  #segmentAt(time: number): number {
    let low = -1;
    let high = this.#segments;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#begin[middle] <= time) low = middle;
      else high = middle;
    }
    return low;
  }

  #move(m: number): boolean {
    const trail = this.#trail;
    const { now } = trail;
    const job = this.#jobs[this.#pool.members[m]];
    const { start, end, past, choice, runtimes } = job;
    const size = this.#pool.size;
    const need = this.#need[m];
    const runtime = this.#runtime[m];
    if (
      need > 0 &&
      runtime > 0 &&
      this.#highest > size - need &&
      now[2 * start] < -now[2 * start + 1]
    ) {
      const room = size - need;
      for (;;) {
        const low = now[2 * start];
        const time = this.#lastFull(m, low, low + runtime, room);
        if (time < 0) break;
        const note = this.#note(m, [time]);
        trail.premise(note, 2 * start, time - runtime + 1);
        this.#own(note, m, need, runtime);
        this.#explain(note, m, time, room);
        if (!trail.raise(2 * start, time + 1, note)) return false;
      }
      for (;;) {
        const high = -now[2 * start + 1];
        const time = this.#firstFull(m, high, high + runtime, room);
        if (time < 0) break;
        const note = this.#note(m, [time]);
        trail.premise(note, 2 * start + 1, -time);
        this.#own(note, m, need, runtime);
        this.#explain(note, m, time, room);
        if (!trail.raise(2 * start + 1, runtime - time, note)) return false;
      }
    }
    if (runtimes.length === 1) return true;
    for (let k = 0; k < runtimes.length; k++) {
      const wanted = this.#pool.need[m][k];
      if (wanted === 0 || runtimes[k] === 0 || this.#highest <= size - wanted) continue;
      if (now[2 * (choice + k)] >= 1 || now[2 * (choice + k) + 1] >= 0) continue;
      const low = now[2 * start];
      const high = Math.min(-now[2 * start + 1], -now[2 * end + 1] + past - runtimes[k]);
      const points: number[] = [];
      let free = low;
      while (free <= high && points.length < MOST_POINTS) {
        const time = this.#lastFull(m, free, free + runtimes[k], size - wanted);
        if (time < 0) break;
        points.push(time);
        free = time + 1;
      }
      if (free <= high || points.length === 0) continue;
      const note = this.#note(m, points);
      trail.premise(note, 2 * start, low);
      // The latest start follows from one of the two.
      const last = points[points.length - 1];
      if (-now[2 * start + 1] <= last) trail.premise(note, 2 * start + 1, -last);
      else trail.premise(note, 2 * end + 1, past - last - runtimes[k]);
      for (const time of points) this.#explain(note, m, time, size - wanted);
      if (!trail.raise(2 * (choice + k) + 1, 0, note)) return false;
    }
    return true;
  }

  #note(m: number, points: readonly number[]): number {
    const note = this.#trail.note(TIME_TABLE, this.#number);
    this.#trail.argument(note, m < 0 ? 0 : this.#jobs[this.#pool.members[m]].copy + 1);
    for (const time of points) this.#trail.argument(note, time);
    return note;
  }

  /** Why a member needs so much for so long: the placings that are out. */
  #own(note: number, m: number, need: number, runtime: number): void {
    const { choice, runtimes } = this.#jobs[this.#pool.members[m]];
    if (runtimes.length === 1) return;
    const { now } = this.#trail;
    for (let k = 0; k < runtimes.length; k++) {
      if (this.#pool.need[m][k] >= need && runtimes[k] >= runtime) continue;
      if (now[2 * (choice + k) + 1] >= 0) this.#trail.premise(note, 2 * (choice + k) + 1, 0);
    }
  }

  /** Members but `m` that surely run at a time and together need more than `room`: as few as a greedy choice leaves. */
  #explain(note: number, m: number, time: number, room: number): void {
    const found: number[] = [];
    let sum = 0;
    for (let o = 0; o < this.#need.length; o++) {
      if (o === m || this.#from[o] > time || this.#to[o] <= time) continue;
      found.push(o);
      sum += this.#need[o];
    }
    const trail = this.#trail;
    const { root } = trail;
    const isFree = (o: number) => {
      const { start, end, past, runtimes } = this.#jobs[this.#pool.members[o]];
      return runtimes.length === 1 && root[2 * start + 1] >= -time && root[2 * end] + past > time;
    };
    // Those that hold at the root cost nothing; of the others the small ones are left out first.
    const costly = found.filter((o) => !isFree(o)).sort((a, b) => this.#need[a] - this.#need[b]);
    for (const o of costly) {
      if (sum - this.#need[o] > room) {
        sum -= this.#need[o];
        continue;
      }
      const { start, end, past } = this.#jobs[this.#pool.members[o]];
      trail.premise(note, 2 * start + 1, -time);
      trail.premise(note, 2 * end, time + 1 - past);
      this.#own(note, o, this.#need[o], 0);
    }
  }
}
