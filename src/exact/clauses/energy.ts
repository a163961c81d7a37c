import { ENERGY } from "./apply-inequality.ts";
import type { Trail } from "./trail.ts";
import type { Job, SharedPool } from "./types.ts";

/** Units of time up to which energies are added up time by time. */
const MOST_TIMES = 6000;

/**
 * Energetic overload of a pool: between two times jobs need more than there is, wherever they run within their times (Baptiste, Le Pape,
 * Nuijten, 1999, DOI 10.1023/A:1018995000688). Also rules out placings that would be too much. O(n (n + horizon)) a call.
 */
export class Energy {
  readonly #trail: Trail;
  readonly #jobs: readonly Job[];
  readonly #pool: SharedPool;
  readonly #number: number;
  /** By member: least need, shortest runtime, first and last start. */
  readonly #need: Float64Array;
  readonly #runtime: Int32Array;
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  /** Change of the rate at a time. */
  readonly #slope: Float64Array;

  constructor(
    trail: Trail,
    jobs: readonly Job[],
    pool: SharedPool,
    number: number,
    horizon: number,
  ) {
    this.#trail = trail;
    this.#jobs = jobs;
    this.#pool = pool;
    this.#number = number;
    const size = pool.members.length;
    this.#need = new Float64Array(size);
    this.#runtime = new Int32Array(size);
    this.#low = new Int32Array(size);
    this.#high = new Int32Array(size);
    this.#slope = new Float64Array(Math.min(horizon, MOST_TIMES) + 2);
  }

  /** Whether times are few enough, and energies exact. */
  static fits({ size, need }: SharedPool, horizon: number): boolean {
    const most = need.reduce((sum, own) => sum + Math.max(...own), size);
    return horizon <= MOST_TIMES && Number.isSafeInteger(most * (horizon + 1));
  }

  /** False at a contradiction. */
  propagate(): boolean {
    const begins = this.#read();
    const { size } = this.#pool;
    for (const from of begins) {
      const [until, slack, tightest] = this.#scan(from);
      if (slack < 0) {
        const note = this.#note(from, until);
        this.#explain(note, from, until, size * (until - from), -1);
        return this.#trail.fail(note);
      }
      if (!this.#dropPlacings(from, tightest, slack)) return false;
    }
    return true;
  }

  /** Reads the members; gives the times from which energies are added: first starts of those that are not settled. */
  #read(): readonly number[] {
    const { now } = this.#trail;
    const { members, need } = this.#pool;
    const begins = new Set<number>();
    for (let m = 0; m < members.length; m++) {
      const { start, end, past, choice, runtimes } = this.#jobs[members[m]];
      let least = Infinity;
      let shortest = 2 ** 30;
      for (let k = 0; k < runtimes.length; k++) {
        if (runtimes.length > 1 && now[2 * (choice + k) + 1] >= 0) continue;
        if (need[m][k] < least) least = need[m][k];
        if (runtimes[k] < shortest) shortest = runtimes[k];
      }
      this.#need[m] = least === Infinity ? 0 : least;
      this.#runtime[m] = shortest;
      this.#low[m] = now[2 * start];
      this.#high[m] = Math.min(-now[2 * start + 1], -now[2 * end + 1] + past - shortest);
      if (this.#low[m] < this.#high[m]) begins.add(this.#low[m]);
    }
    return [...begins].sort((a, b) => a - b);
  }

  /** From a time on: the first end at which too much is needed, or the last with the least slack; that slack, and where it is least. */
  #scan(from: number): readonly [until: number, slack: number, tightest: number] {
    const slope = this.#slope;
    const { size } = this.#pool;
    let last = from;
    const count = this.#need.length;
    for (let m = 0; m < count; m++) {
      const need = this.#need[m];
      if (need === 0) continue;
      const runtime = this.#runtime[m];
      const length = Math.min(runtime, this.#low[m] + runtime - from);
      if (length <= 0) continue;
      const begin = Math.max(this.#high[m], from);
      slope[begin] += need;
      slope[begin + length] -= need;
      if (begin + length > last) last = begin + length;
    }
    let [rate, slack, least, tightest, broken] = [0, 0, Infinity, last, -1];
    for (let time = from; time < last; time++) {
      rate += slope[time];
      slope[time] = 0;
      slack += size - rate;
      if (slack < least) {
        least = slack;
        tightest = time + 1;
      }
      if (slack < 0 && broken < 0) broken = time + 1;
    }
    slope[last] = 0;
    return broken >= 0 ? [broken, -1, tightest] : [last, least, tightest];
  }

  #inside(m: number, runtime: number, from: number, until: number): number {
    const inside = Math.min(
      runtime,
      until - from,
      this.#low[m] + runtime - from,
      until - this.#high[m],
    );
    return Math.max(0, inside);
  }

  /** Placings on this pool that are open and would need more than is left, the `slack`, between two times. */
  #dropPlacings(from: number, until: number, slack: number): boolean {
    const trail = this.#trail;
    const { now } = trail;
    const { members, need, size } = this.#pool;
    for (let m = 0; m < members.length; m++) {
      const { start, end, past, choice, runtimes } = this.#jobs[members[m]];
      if (runtimes.length === 1) continue;
      const low = this.#low[m];
      let own = -1;
      for (let k = 0; k < runtimes.length; k++) {
        const runtime = runtimes[k];
        const most = Math.min(runtime, until - from, low + runtime - from);
        // Most placings are too small to matter, or settled.
        if (need[m][k] * most <= slack) continue;
        if (now[2 * (choice + k)] >= 1 || now[2 * (choice + k) + 1] >= 0) continue;
        const high = Math.min(-now[2 * start + 1], -now[2 * end + 1] + past - runtime);
        const inside = Math.min(most, until - high);
        if (inside <= 0) continue;
        if (own < 0) own = this.#need[m] * this.#inside(m, this.#runtime[m], from, until);
        const more = need[m][k] * inside;
        if (more - own <= slack) continue;
        const note = this.#note(from, until);
        trail.premise(note, 2 * start, low);
        trail.premise(note, 2 * start + 1, now[2 * start + 1]);
        trail.premise(note, 2 * end + 1, now[2 * end + 1]);
        this.#explain(note, from, until, size * (until - from) - more, m);
        if (!trail.raise(2 * (choice + k) + 1, 0, note)) return false;
      }
    }
    return true;
  }

  #note(from: number, until: number): number {
    const note = this.#trail.note(ENERGY, this.#number);
    this.#trail.argument(note, from);
    this.#trail.argument(note, until);
    return note;
  }

  /** Why members but `but` need more than `room` between two times: what is above it is spent on weaker premises. */
  #explain(note: number, from: number, until: number, room: number, but: number): void {
    const trail = this.#trail;
    const { root } = trail;
    const found: { readonly m: number; amount: number; free: number }[] = [];
    let sum = 0;
    const { members } = this.#pool;
    for (let m = 0; m < members.length; m++) {
      if (m === but || this.#need[m] === 0) continue;
      const amount = this.#inside(m, this.#runtime[m], from, until);
      if (amount === 0) continue;
      const { start, end, past, runtimes } = this.#jobs[members[m]];
      // What holds at the root costs nothing.
      let free = 0;
      if (runtimes.length === 1) {
        const runtime = runtimes[0];
        const high = Math.min(-root[2 * start + 1], -root[2 * end + 1] + past - runtime);
        free = Math.min(runtime, until - from, root[2 * start] + runtime - from, until - high);
        free = Math.max(0, Math.min(free, amount));
      }
      sum += this.#need[m] * amount;
      found.push({ m, amount, free });
    }
    let surplus = sum - room - 1;
    const costly = found.filter(({ amount, free }) => free < amount);
    costly.sort(
      (a, b) =>
        this.#need[a.m] * (a.amount - a.free) - this.#need[b.m] * (b.amount - b.free) || a.m - b.m,
    );
    for (const one of costly) {
      const { m, amount, free } = one;
      const need = this.#need[m];
      const whole = need * (amount - free);
      if (whole <= surplus) {
        surplus -= whole;
        one.amount = free;
      } else {
        const units = Math.floor(surplus / need);
        surplus -= units * need;
        one.amount = amount - units;
      }
      if (one.amount === free) continue;
      const { start, end, past, choice, runtimes } = this.#jobs[members[m]];
      const runtime = this.#runtime[m];
      trail.premise(note, 2 * start, from - runtime + one.amount);
      const high = until - one.amount;
      if (-trail.now[2 * start + 1] <= high) trail.premise(note, 2 * start + 1, -high);
      else trail.premise(note, 2 * end + 1, past - high - runtime);
      for (let k = 0; runtimes.length > 1 && k < runtimes.length; k++) {
        const isOut = trail.now[2 * (choice + k) + 1] >= 0;
        const isLess = this.#pool.need[m][k] < need || runtimes[k] < runtime;
        if (isOut && isLess) trail.premise(note, 2 * (choice + k) + 1, 0);
      }
    }
  }
}
