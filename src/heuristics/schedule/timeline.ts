import type { Need, Site } from "./view.ts";

/**
 * What a resource copy has in use over time: piecewise constant from `time[i]` to `time[i + 1]`, the last without end.
 * Plain and ugly where it is scanned, because every placement asks every copy; see the set "nights" of the benches.
 */
export class Timeline {
  readonly #capacity: Float64Array;
  readonly #rows: number;
  readonly #plain: number;
  readonly #site: Site;
  #time: number[];
  /** Segment x row. */
  #use: number[];

  constructor(site: Site) {
    this.#site = site;
    this.#capacity = site.capacity;
    this.#rows = site.capacity.length;
    this.#plain = site.plainRows;
    this.#time = [0];
    this.#use = new Array<number>(this.#rows).fill(0);
    for (const [from, until] of site.closed) {
      // Nothing at all fits into a closed time, whatever it needs.
      const at = this.#split(from);
      const end = this.#split(until);
      for (let i = at; i < end; i++) {
        for (let row = 0; row < this.#rows; row++) this.#use[i * this.#rows + row] = Infinity;
      }
    }
  }

  /** The earliest time from `ready` on, before `before`, at which a piece fits for `runtime`; undefined if there is none. */
  earliest(need: Need, runtime: number, ready: number, before: number): number | undefined {
    const { from, until } = this.#site;
    const time = this.#time;
    const last = Math.min(until - runtime, before);
    let start = Math.max(ready, from);
    // A piece without length keeps its instant to itself, so that nothing later surrounds it.
    const length = runtime === 0 ? 1 : runtime;
    let i = this.#indexOf(start);
    while (start <= last) {
      const end = start + length;
      let blocked = -1;
      for (let k = i; k < time.length && (k === i || time[k] < end); k++) {
        if (!this.#fitsPlain(need, k)) blocked = k;
        if (blocked >= 0) break;
      }
      if (
        blocked < 0 &&
        this.#site.groups.length > 0 &&
        this.devicesAt(need, start, length) === undefined
      ) {
        // The next change of anything is the next chance.
        blocked = i;
      }
      if (blocked < 0) return start;
      if (blocked + 1 >= time.length) return undefined;
      i = blocked + 1;
      start = time[i];
    }
    return undefined;
  }

  /** The latest time from `ready` to `before` at which a piece fits for `runtime`; undefined if there is none. */
  latest(need: Need, runtime: number, ready: number, before: number): number | undefined {
    const { from, until, groups } = this.#site;
    const time = this.#time;
    const first = Math.max(ready, from);
    const length = Math.max(1, runtime);
    let start = Math.min(before, until - runtime);
    while (start >= first) {
      const end = start + length;
      let blocked = this.#indexOf(start);
      while (blocked < time.length && time[blocked] < end && this.#fitsPlain(need, blocked))
        blocked++;
      const fits = blocked >= time.length || time[blocked] >= end;
      if (fits && (groups.length === 0 || this.devicesAt(need, start, length) !== undefined)) {
        return start;
      }
      // It must end where what is in its way begins; of single devices, where the last change is.
      start = time[fits ? this.#indexOf(end - 1) : blocked] - length;
    }
    return undefined;
  }

  /** The single devices that a piece could take for all of its time: whole ones that are free, or the fullest with room. */
  devicesAt(need: Need, start: number, runtime: number): readonly number[] | undefined {
    const taken: number[] = [];
    const { groups } = this.#site;
    const end = start + Math.max(1, runtime);
    const first = this.#indexOf(start);
    for (let g = 0; g < groups.length; g++) {
      const { row, count } = groups[g];
      let wanted = need.whole[g];
      const share = need.share[g];
      if (wanted === 0 && share === 0) continue;
      let best = -1;
      let fullest = -1;
      for (let d = 0; d < count; d++) {
        let most = 0;
        for (let k = first; k < this.#time.length && (k === first || this.#time[k] < end); k++) {
          most = Math.max(most, this.#use[k * this.#rows + row + d]);
        }
        if (wanted > 0 && most === 0) {
          taken.push(row + d);
          if (--wanted === 0) break;
        } else if (share > 0 && most + share <= this.#capacity[row + d] && most > fullest) {
          [best, fullest] = [row + d, most];
        }
      }
      if (wanted > 0) return undefined;
      if (share > 0) {
        if (best < 0) return undefined;
        taken.push(best);
      }
    }
    return taken;
  }

  /** How many pieces of equal need fit side by side from `start` on for `runtime`, at most `most`. Without device groups exact. */
  slots(need: Need, runtime: number, start: number, most: number): number {
    const { from, until } = this.#site;
    if (start < from || start + runtime > until) return 0;
    const end = start + Math.max(1, runtime);
    let fits = most;
    const first = this.#indexOf(start);
    for (
      let k = first;
      k < this.#time.length && (k === first || this.#time[k] < end) && fits > 0;
      k++
    ) {
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
    this.#join(start + Math.max(1, runtime));
  }

  #change(
    need: Need,
    runtime: number,
    start: number,
    devices: readonly number[],
    sign: number,
  ): void {
    const from = this.#split(start);
    const until = this.#split(start + Math.max(1, runtime));
    for (let i = from; i < until; i++) {
      const base = i * this.#rows;
      for (let row = 0; row < this.#plain; row++) this.#use[base + row] += sign * need.rows[row];
      if (devices.length > 0) this.#changeDevices(need, base, devices, sign);
    }
  }

  #changeDevices(need: Need, base: number, devices: readonly number[], sign: number): void {
    const { groups } = this.#site;
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
    return i + 1;
  }

  /** Forgets the boundary at a time if nothing changes there. */
  #join(at: number): void {
    const i = this.#indexOf(at);
    if (i === 0 || this.#time[i] !== at) return;
    const base = i * this.#rows;
    for (let row = 0; row < this.#rows; row++) {
      if (this.#use[base + row] !== this.#use[base - this.#rows + row]) return;
    }
    this.#time.splice(i, 1);
    this.#use.splice(base, this.#rows);
  }
}
