import { applyInequality } from "./apply-inequality.ts";
import { choosePlacing } from "./choose.ts";
import { Clauses } from "./clauses.ts";
import { Energy } from "./energy.ts";
import { TimeTable } from "./time-table.ts";
import { Trail } from "./trail.ts";
import type { Model } from "./types.ts";

/** Largest wait, four of which are one pass over. */
const MOST_WAIT = 64;

/** Bounds of a model and all that moves them: clauses, inequalities, placings, then profiles of pools, then energies. */
export class Propagation {
  readonly trail: Trail;
  readonly clauses: Clauses;
  readonly #model: Model;
  readonly #watchers: readonly Int32Array[];
  /** By variable: its job, -1 for none. By job: the pools that it may need. */
  readonly #jobOf: Int32Array;
  readonly #poolsOf: readonly Int32Array[];
  readonly #tables: readonly TimeTable[];
  readonly #energies: readonly (Energy | undefined)[];
  /** What has changed since it was looked at. */
  readonly #jobIsDue: Uint8Array;
  readonly #dueJobs: number[] = [];
  readonly #tableIsDue: Uint8Array;
  readonly #energyIsDue: Uint8Array;
  /** By pool: how often energies are passed over before the next look, the more the less they found lately. */
  readonly #wait: Int32Array;
  readonly #patience: Int32Array;
  #head = 0;
  /** Calls of profiles and energies, as a measure of work: members looked at. */
  work = 0;

  constructor(model: Model) {
    this.#model = model;
    const { jobs, pools, lows, inequalities } = model;
    this.trail = new Trail(lows);
    this.clauses = new Clauses(this.trail);
    this.#watchers = inequalities.watchers(lows.length);
    this.#jobOf = new Int32Array(lows.length / 2).fill(-1);
    jobs.forEach(({ start, end, choice, runtimes }, j) => {
      this.#jobOf[start] = j;
      this.#jobOf[end] = j;
      for (let k = 0; runtimes.length > 1 && k < runtimes.length; k++) this.#jobOf[choice + k] = j;
    });
    const lists: number[][] = jobs.map(() => []);
    pools.forEach(({ members }, p) => {
      for (const j of members) lists[j].push(p);
    });
    this.#poolsOf = lists.map((list) => Int32Array.from(list));
    this.#tables = pools.map((pool, p) => new TimeTable(this.trail, jobs, pool, p));
    this.#energies = pools.map((pool, p) =>
      Energy.fits(pool, model.horizon)
        ? new Energy(this.trail, jobs, pool, p, model.horizon)
        : undefined,
    );
    this.#jobIsDue = new Uint8Array(jobs.length);
    this.#tableIsDue = new Uint8Array(pools.length);
    this.#energyIsDue = new Uint8Array(pools.length);
    this.#wait = new Int32Array(pools.length);
    this.#patience = new Int32Array(pools.length);
    this.#allIsDue();
  }

  #allIsDue(): void {
    this.#tableIsDue.fill(1);
    this.#energyIsDue.fill(1);
    this.#model.jobs.forEach((_, j) => {
      this.#jobDue(j);
    });
  }

  #jobDue(j: number): void {
    if (this.#jobIsDue[j] === 1) return;
    this.#jobIsDue[j] = 1;
    this.#dueJobs.push(j);
  }

  /** Takes back all above a level. */
  cancel(depth: number): void {
    this.trail.cancel(depth);
    this.#head = Math.min(this.#head, this.trail.size);
  }

  /** Makes what holds now the root. */
  settle(): void {
    this.trail.settle();
    this.#head = 0;
  }

  /** Moves bounds until nothing moves any more; false at a contradiction, of which the trail tells why. */
  propagate(): boolean {
    if (this.#moves()) return true;
    // What was due and not looked at stays due: its bounds are weaker after cancelling, but new ones come by other ways.
    this.#head = this.trail.size;
    return false;
  }

  /** All inequalities once: at the beginning nothing was raised. */
  begin(): boolean {
    const { inequalities } = this.#model;
    for (let i = 0; i < inequalities.count; i++) {
      if (!applyInequality(this.trail, inequalities, i)) return false;
    }
    return this.propagate();
  }

  #moves(): boolean {
    for (;;) {
      if (!this.#quick()) return false;
      const size = this.trail.size;
      for (let p = 0; p < this.#tables.length && this.trail.size === size; p++) {
        if (this.#tableIsDue[p] === 0) continue;
        this.#tableIsDue[p] = 0;
        this.work += this.#model.pools[p].members.length;
        if (!this.#tables[p].propagate()) {
          this.#tableIsDue[p] = 1;
          return false;
        }
      }
      if (this.trail.size > size) continue;
      for (let p = 0; p < this.#energies.length && this.trail.size === size; p++) {
        if (this.#energyIsDue[p] === 0) continue;
        if (this.#patience[p] > 0) {
          this.#patience[p]--;
          continue;
        }
        this.#energyIsDue[p] = 0;
        this.work += 4 * this.#model.pools[p].members.length;
        const holds = this.#energies[p]?.propagate() !== false;
        if (holds && this.trail.size === size) {
          this.#wait[p] = Math.min(MOST_WAIT, this.#wait[p] + 1);
          this.#patience[p] = this.#wait[p] >> 2;
        } else this.#wait[p] >>= 2;
        if (!holds) {
          this.#energyIsDue[p] = 1;
          return false;
        }
      }
      if (this.trail.size === size) return true;
    }
  }

  #quick(): boolean {
    const { trail, clauses } = this;
    const { inequalities, jobs } = this.#model;
    for (;;) {
      while (this.#head < trail.size) {
        const e = this.#head++;
        const bound = trail.bound[e];
        const j = this.#jobOf[bound >> 1];
        if (j >= 0) {
          if (jobs[j].runtimes.length > 1) this.#jobDue(j);
          for (const p of this.#poolsOf[j]) {
            this.#tableIsDue[p] = 1;
            this.#energyIsDue[p] = 1;
          }
        }
        if (!clauses.propagate(e)) return false;
        for (const i of this.#watchers[bound]) {
          if (!applyInequality(trail, inequalities, i)) return false;
        }
      }
      const j = this.#dueJobs.pop();
      if (j === undefined) return true;
      this.#jobIsDue[j] = 0;
      if (jobs[j].runtimes.length > 1 && !choosePlacing(trail, jobs[j], j)) {
        this.#jobDue(j);
        return false;
      }
    }
  }
}
