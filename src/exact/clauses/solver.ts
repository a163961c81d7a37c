import { Activity } from "./activity.ts";
import { Analysis } from "./analyse.ts";
import type { Clauses } from "./clauses.ts";
import { diveFrom } from "./dive.ts";
import type { Log } from "./log.ts";
import { Propagation } from "./propagation.ts";
import type { Trail } from "./trail.ts";
import type { Model } from "./types.ts";

/** Contradictions of the first restart, and clauses that are kept before the first half of them goes. */
const RESTART = 100;
const FIRST_CLAUSES = 2000;
const MORE_CLAUSES = 1.05;
/** Work between two looks at the clock. */
const SLICE = 20_000;

/** How an attempt ended: nothing ends by the limit, or starts and placings do that keep all that the model knows. */
export type Attempt = "refuted" | "found";

/**
 * Lazy clause generation over a model: bounds are moved by propagators that explain themselves, contradictions become clauses, and what
 * was learned for one limit on the makespan holds for all (Ohrimenko, Stuckey, Codish, 2009, DOI 10.1007/s10601-008-9064-x).
 */
export class ClauseSolver {
  readonly #model: Model;
  readonly #propagation: Propagation;
  readonly #analysis: Analysis;
  readonly #activity: Activity;
  readonly #log: Log | undefined;
  #most = FIRST_CLAUSES;
  #isEmpty = false;
  contradictions = 0;

  /** `logFor` makes what keeps the steps of the proof, where one is wanted. */
  constructor(model: Model, logFor?: (trail: Trail, clauses: Clauses) => Log) {
    this.#model = model;
    this.#propagation = new Propagation(model);
    const { trail, clauses } = this.#propagation;
    this.#activity = new Activity(trail);
    this.#log = logFor?.(trail, clauses);
    this.#analysis = new Analysis(trail, clauses, (b, v) => this.#activity.bump(b, v));
    if (!this.#propagation.begin()) this.#end();
    else this.#settle();
  }

  /** The least makespan that is not refuted, in units; one more than the horizon where nothing is left. */
  get least(): number {
    return this.#isEmpty ? this.#model.horizon + 1 : this.#propagation.trail.root[0];
  }

  /** When the solution ends, in units. Only after "found". */
  get makespan(): number {
    return this.#propagation.trail.now[0];
  }

  get log(): Log | undefined {
    return this.#log;
  }

  /** Work so far, in members of pools that were looked at. */
  get work(): number {
    return this.#propagation.work;
  }

  /** By job: start in units, and placing. Only after "found". */
  solution(): { readonly starts: readonly number[]; readonly placings: readonly number[] } {
    const { now } = this.#propagation.trail;
    const { jobs } = this.#model;
    return {
      starts: jobs.map(({ start }) => now[2 * start]),
      placings: jobs.map(({ choice, runtimes }) =>
        runtimes.length === 1 ? 0 : runtimes.findIndex((_, k) => now[2 * (choice + k)] >= 1),
      ),
    };
  }

  /** Looks for a solution that ends by `limit` units, or for the proof that there is none. Yields between slices of work. */
  *attempt(limit: number): Generator<void, Attempt, void> {
    const propagation = this.#propagation;
    const { trail } = propagation;
    this.#cancel(0);
    let restarts = 0;
    let left = RESTART * luby(++restarts);
    let looked = propagation.work;
    for (;;) {
      if (propagation.work - looked > SLICE) {
        looked = propagation.work;
        yield;
      }
      if (this.#isEmpty) return "refuted";
      if (!propagation.propagate()) {
        this.contradictions++;
        left--;
        this.#learn();
        continue;
      }
      if (trail.depth === 0) {
        this.#settle();
        if (trail.root[0] > limit) return "refuted";
        if (propagation.clauses.count > this.#most) {
          propagation.clauses.reduce();
          this.#most *= MORE_CLAUSES;
        }
        this.#begin();
        trail.raise(1, -limit, -1);
        continue;
      }
      if (left <= 0) {
        left = RESTART * luby(++restarts);
        this.#cancel(0);
        continue;
      }
      const decision = this.#activity.next() ?? diveFrom(this.#model, trail.now);
      if (decision === undefined) return "found";
      this.#begin();
      trail.raise(decision[0], decision[1], -1);
    }
  }

  #begin(): void {
    this.#propagation.trail.beginLevel();
    this.#activity.beginLevel();
  }

  #cancel(depth: number): void {
    this.#propagation.cancel(depth);
    this.#activity.cancel(depth);
  }

  #settle(): void {
    this.#log?.root();
    this.#propagation.settle();
  }

  #learn(): void {
    const { trail, clauses } = this.#propagation;
    if (trail.depth === 0) {
      this.#end();
      return;
    }
    this.#log?.begin();
    const { literals, depth, levels } = this.#analysis.analyse(this.#log?.antecedent);
    const step = this.#log?.step(literals) ?? -1;
    if (literals.length === 0) {
      this.#isEmpty = true;
      return;
    }
    this.#activity.decay();
    this.#cancel(literals.length === 2 ? 0 : depth);
    const reason =
      literals.length === 2 ? -1 : -2 - clauses.add(literals, { activity: 1, levels, step });
    if (!trail.raise(literals[0], literals[1], reason)) this.#isEmpty = true;
  }

  /** A contradiction at the root: nothing is left to be possible. */
  #end(): void {
    this.#log?.root();
    this.#log?.begin();
    this.#analysis.analyse(this.#log?.antecedent);
    this.#log?.step([]);
    this.#isEmpty = true;
  }
}

/** 1, 1, 2, 1, 1, 2, 4, ... (Luby, Sinclair, Zuckerman, 1993, DOI 10.1016/0020-0190(93)90029-9). */
function luby(i: number): number {
  let [size, power] = [1, 1];
  while (size < i) {
    size = 2 * size + 1;
    power *= 2;
  }
  let rest = i;
  while (size !== rest) {
    size = (size - 1) / 2;
    power /= 2;
    if (rest > size) rest -= size;
  }
  return power;
}
