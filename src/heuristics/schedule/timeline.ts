import { blockOfDevices, freeDevices, type InUse } from "./timeline-devices.ts";
import type { Need, ResourceType } from "./types.ts";

/**
 * What a resource copy has in use over time: piecewise constant from `time[i]` to `time[i + 1]`, the last without end.
 * A piece of length 0 uses nothing; it only may not stand strictly inside what it does not share its copy with.
 * Plain and ugly where it is scanned, because every placement asks every copy; see the set "nights" of the benches.
 */
export class Timeline {
  readonly #capacity: Float64Array;
  readonly #rows: number;
  readonly #plain: number;
  readonly #resourceType: ResourceType;
  readonly #time: number[];
  /** Segment x row. */
  readonly #use: number[];
  readonly #inUse: InUse;
  /** By segment, of the row of exclusive use: what the pieces take that end where it begins, and those of length 0 that stand there. */
  #ending: number[] = [0];
  #standing: number[] = [0];

  constructor(resourceType: ResourceType) {
    this.#resourceType = resourceType;
    this.#capacity = resourceType.capacity;
    this.#rows = resourceType.capacity.length;
    this.#plain = resourceType.plainRows;
    this.#time = [0];
    this.#use = new Array<number>(this.#rows).fill(0);
    this.#inUse = { resourceType, time: this.#time, use: this.#use };
    for (const [from, until] of resourceType.closed) {
      // Nothing at all fits into a closed time, whatever it needs.
      const at = this.#split(from);
      const end = this.#split(until);
      for (let i = at; i < end; i++) {
        for (let row = 0; row < this.#rows; row++) this.#use[i * this.#rows + row] = Infinity;
      }
    }
  }

  /** The earliest time from `ready` on, up to `before`, at which a piece fits for `runtime`; undefined if there is none. */
  earliest(need: Need, runtime: number, ready: number, before: number): number | undefined {
    const { from, until } = this.#resourceType;
    if (runtime === 0) {
      return this.#earliestInstant(need, Math.max(ready, from), Math.min(until, before));
    }
    const time = this.#time;
    const last = Math.min(until - runtime, before);
    let start = Math.max(ready, from);
    let i = this.#indexOf(start);
    while (start <= last) {
      const end = start + runtime;
      let blocked = -1;
      for (let k = i; k < time.length && (k === i || time[k] < end); k++) {
        if (k > i && !this.#fitsAround(need, k)) blocked = k - 1;
        else if (!this.#fitsPlain(need, k)) blocked = k;
        if (blocked >= 0) break;
      }
      if (blocked < 0) blocked = blockOfDevices(this.#inUse, need, i, end, true);
      if (blocked < 0) return start;
      if (blocked + 1 >= time.length) return undefined;
      i = blocked + 1;
      start = time[i];
    }
    return undefined;
  }

  /** The latest time from `ready` to `before` at which a piece fits for `runtime`; undefined if there is none. */
  latest(need: Need, runtime: number, ready: number, before: number): number | undefined {
    const { from, until } = this.#resourceType;
    const time = this.#time;
    const first = Math.max(ready, from);
    if (runtime === 0) return this.#latestInstant(need, first, Math.min(until, before));
    let start = Math.min(before, until - runtime);
    while (start >= first) {
      const end = start + runtime;
      const begin = this.#indexOf(start);
      let blocked = begin;
      while (
        blocked < time.length &&
        time[blocked] < end &&
        this.#fitsPlain(need, blocked) &&
        (blocked === begin || this.#fitsAround(need, blocked))
      )
        blocked++;
      if (blocked >= time.length || time[blocked] >= end) {
        blocked = blockOfDevices(this.#inUse, need, begin, end, false);
        if (blocked < 0) return start;
      }
      // It must end where what is in its way begins.
      start = time[blocked] - runtime;
    }
    return undefined;
  }

  /** The single devices that a piece could take for all of its time: whole ones that are free, or the fullest with room. */
  devicesAt(need: Need, start: number, runtime: number): readonly number[] | undefined {
    // What takes no time meets nothing.
    const first = runtime === 0 ? this.#time.length : this.#indexOf(start);
    return freeDevices(this.#inUse, need, first, start + runtime);
  }

  /** How many pieces of equal need fit side by side from `start` on for `runtime`, at most `most`. Without device groups exact. */
  slots(need: Need, runtime: number, start: number, most: number): number {
    const { from, until } = this.#resourceType;
    if (start < from || start + runtime > until) return 0;
    if (runtime === 0) return this.#mayStand(need, start) ? most : 0;
    const end = start + runtime;
    const time = this.#time;
    let fits = most;
    const first = this.#indexOf(start);
    for (let k = first; k < time.length && (k === first || time[k] < end) && fits > 0; k++) {
      if (k > first && !this.#fitsAround(need, k)) return 0;
      for (let row = 0; row < this.#plain; row++) {
        const each = need.rows[row];
        const free = this.#capacity[row] - this.#use[k * this.#rows + row];
        if (each > 0) fits = Math.min(fits, Math.floor(free / each));
        else if (free < 0) fits = 0;
      }
    }
    return Math.max(0, fits);
  }

  /** The next time after `time` at which something changes; Infinity if nothing does. */
  nextChange(time: number): number {
    const next = this.#indexOf(time) + 1;
    return this.#time[next] ?? Infinity;
  }

  add(need: Need, runtime: number, start: number, devices: readonly number[]): void {
    this.#change(need, runtime, start, devices, 1);
  }

  remove(need: Need, runtime: number, start: number, devices: readonly number[]): void {
    this.#change(need, runtime, start, devices, -1);
    this.#join(start);
    if (runtime > 0) this.#join(start + runtime);
  }

  #change(
    need: Need,
    runtime: number,
    start: number,
    devices: readonly number[],
    sign: number,
  ): void {
    const { exclusivity } = this.#resourceType;
    if (runtime === 0) {
      if (exclusivity >= 0) this.#standing[this.#split(start)] += sign * need.rows[exclusivity];
      return;
    }
    const from = this.#split(start);
    const until = this.#split(start + runtime);
    if (exclusivity >= 0) this.#ending[until] += sign * need.rows[exclusivity];
    for (let i = from; i < until; i++) {
      const base = i * this.#rows;
      for (let row = 0; row < this.#plain; row++) this.#use[base + row] += sign * need.rows[row];
      if (devices.length > 0) this.#changeDevices(need, base, devices, sign);
    }
  }

  #changeDevices(need: Need, base: number, devices: readonly number[], sign: number): void {
    const { groups } = this.#resourceType;
    for (const row of devices) {
      const g = groups.findIndex((group) => row >= group.row && row < group.row + group.count);
      this.#use[base + row] += sign * (need.whole[g] > 0 ? this.#capacity[row] : need.share[g]);
    }
  }

  #fitsPlain(need: Need, segment: number): boolean {
    const base = segment * this.#rows;
    if (this.#use[base] === Infinity) return false;
    for (let row = 0; row < this.#plain; row++) {
      if (this.#use[base + row] + need.rows[row] > this.#capacity[row]) return false;
    }
    return true;
  }

  /** True if a piece with a length may surround all that stands where a segment begins. */
  #fitsAround(need: Need, segment: number): boolean {
    const { exclusivity } = this.#resourceType;
    const standing = this.#standing[segment];
    return standing === 0 || standing + need.rows[exclusivity] <= this.#capacity[exclusivity];
  }

  /** True if a piece of length 0 is strictly inside nothing at a time that it may not share. */
  #mayStand(need: Need, at: number): boolean {
    const { exclusivity } = this.#resourceType;
    if (this.#closedAround(at) !== undefined) return false;
    return (
      exclusivity < 0 || this.#around(at) + need.rows[exclusivity] <= this.#capacity[exclusivity]
    );
  }

  #closedAround(at: number): readonly [from: number, until: number] | undefined {
    return this.#resourceType.closed.find(([from, until]) => from < at && at < until);
  }

  /** What the pieces that begin before a time and end after it take of the row of exclusive use. */
  #around(at: number): number {
    const i = this.#indexOf(at);
    const inside = this.#time[i] < at;
    if (!inside && i === 0) return 0;
    const use = this.#use[(inside ? i : i - 1) * this.#rows + this.#resourceType.exclusivity];
    // What is closed is looked at apart.
    if (use === Infinity) return 0;
    return inside ? use : use - this.#ending[i];
  }

  #earliestInstant(need: Need, ready: number, last: number): number | undefined {
    let at = ready;
    while (at <= last && at < Infinity) {
      if (this.#mayStand(need, at)) return at;
      at = this.#closedAround(at)?.[1] ?? this.nextChange(at);
    }
    return undefined;
  }

  #latestInstant(need: Need, first: number, before: number): number | undefined {
    let at = before;
    while (at >= first) {
      if (this.#mayStand(need, at)) return at;
      const i = this.#indexOf(at);
      const earlier = this.#time[i] < at ? this.#time[i] : (this.#time[i - 1] ?? -Infinity);
      at = this.#closedAround(at)?.[0] ?? earlier;
    }
    return undefined;
  }

  /** The segment that holds a time. */
  #indexOf(at: number): number {
    const time = this.#time;
    let low = 0;
    let high = time.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (time[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The segment that begins at a time, made if there is none. */
  #split(at: number): number {
    const i = this.#indexOf(at);
    if (this.#time[i] === at) return i;
    this.#time.splice(i + 1, 0, at);
    const base = i * this.#rows;
    this.#use.splice(base + this.#rows, 0, ...this.#use.slice(base, base + this.#rows));
    this.#ending.splice(i + 1, 0, 0);
    this.#standing.splice(i + 1, 0, 0);
    return i + 1;
  }

  /** Forgets the boundary at a time if nothing changes there. */
  #join(at: number): void {
    const i = this.#indexOf(at);
    if (i === 0 || this.#time[i] !== at) return;
    if (this.#ending[i] !== 0 || this.#standing[i] !== 0) return;
    const base = i * this.#rows;
    for (let row = 0; row < this.#rows; row++) {
      if (this.#use[base + row] !== this.#use[base - this.#rows + row]) return;
    }
    this.#time.splice(i, 1);
    this.#use.splice(base, this.#rows);
    this.#ending.splice(i, 1);
    this.#standing.splice(i, 1);
  }
}
