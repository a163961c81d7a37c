import { LEMMAS, RULE } from "../../plan/certificate/over-time/clause-log/lemmas.ts";
import { MOST_TIME } from "../../plan/certificate/over-time/clause-log/variables.ts";
import type { ClauseLog } from "../../plan/certificate/over-time/types.ts";
import { ENERGY, INEQUALITY, SHIFT, TIME_TABLE } from "./apply-inequality.ts";
import type { Clauses } from "./clauses.ts";
import type { Trail } from "./trail.ts";
import type { InstanceModel } from "./types.ts";

/** Numbers that a log may hold in memory, and in a certificate. */
const MOST = { held: 30_000_000, written: 2_000_000 } as const;

/** The steps of a proof while it is found, and the certificate of those that count. */
export class Log {
  readonly #trail: Trail;
  readonly #clauses: Clauses;
  readonly #model: InstanceModel;
  readonly #steps: Int32Array[] = [];
  #held = 0;
  /** There were too many to hold. */
  #isFull = false;
  #open: number[] = [];

  constructor(trail: Trail, clauses: Clauses, model: InstanceModel) {
    this.#trail = trail;
    this.#clauses = clauses;
    this.#model = model;
  }

  /** Begins the antecedents of a step. */
  begin(): void {
    this.#open = [];
  }

  /** Takes the reason for a literal, or with bound -1 for a contradiction. */
  antecedent = (reason: number, bound: number, least: number): void => {
    if (reason === -1) return;
    if (reason < -1) {
      this.#open.push(this.#clauses.facts[-2 - reason].step);
      return;
    }
    const { notes } = this.#trail;
    const [kind, about, count] = [notes[reason], notes[reason + 1], notes[reason + 2]];
    const arguments_ = notes.subarray(reason + 4, reason + 4 + count);
    const literal = bound < 0 ? [0, MOST_TIME] : [bound, least];
    const { inequalities, jobs } = this.#model;
    const open = this.#open;
    if (kind === SHIFT || kind === INEQUALITY) {
      open.push(-1 - inequalities.kind[about], ...literal, ...inequalities.about[about]);
    } else if (kind === TIME_TABLE) {
      open.push(-1 - RULE.timeTable, ...literal, about, arguments_[0], count - 1);
      open.push(...arguments_.subarray(1));
    } else if (kind === ENERGY) {
      open.push(-1 - RULE.energy, ...literal, about, ...arguments_);
    } else {
      open.push(-1 - RULE.runs, ...literal, jobs[about].copy);
    }
  };

  /** Ends a step; gives its number. */
  step(literals: ArrayLike<number>): number {
    if (this.#isFull) return -1;
    const step = Int32Array.from([literals.length / 2, ...Array.from(literals), ...this.#open]);
    this.#open = [];
    this.#held += step.length;
    this.#steps.push(step);
    if (this.#held > MOST.held) {
      this.#isFull = true;
      this.#steps.length = 0;
    }
    return this.#steps.length - 1;
  }

  /** Each bound that holds at the root, before the trail settles. */
  root(): void {
    const trail = this.#trail;
    for (let e = 0; e < trail.size; e++) {
      if (trail.reason[e] === -1) continue;
      this.begin();
      this.antecedent(trail.reason[e], trail.bound[e], trail.to[e]);
      this.step([trail.bound[e], trail.to[e]]);
    }
  }

  /** The steps that lead to "no plan ends by `refuted`"; undefined if they are too many. */
  certificate(refuted: number): ClauseLog | undefined {
    if (this.#isFull) return undefined;
    const steps = this.#steps;
    const isUsed = new Uint8Array(steps.length);
    const last = steps.length - 1;
    const kept: number[] = [];
    let written = 0;
    for (let s = last; s >= 0; s--) {
      // What holds at the root is used without being named.
      if (isUsed[s] === 0 && steps[s][0] > 1 && s !== last) continue;
      kept.push(s);
      written += steps[s].length;
      if (written > MOST.written) return undefined;
      antecedentsOf(steps[s], (before) => {
        isUsed[before] = 1;
      });
    }
    kept.reverse();
    const number = new Map(kept.map((s, i) => [s, i]));
    return {
      kind: "clause-log",
      refuted,
      capacities: this.#model.capacities,
      orders: this.#model.orders,
      steps: kept.map((s) => renumbered(steps[s], number)),
    };
  }
}

/** How many numbers follow a lemma of each kind and its literal; of time tables the third says how many more. */
const ARGUMENTS: readonly number[] = [1, 3, 1, 1, 1, 2, 1, 3, 3];
if (ARGUMENTS.length !== LEMMAS.length)
  throw new Error("A kind of lemma has no number of arguments.");

function antecedentsOf(step: Int32Array, take: (number: number, at: number) => void): void {
  for (let i = 1 + 2 * step[0]; i < step.length; i++) {
    if (step[i] >= 0) {
      take(step[i], i);
      continue;
    }
    const kind = -1 - step[i];
    const more = kind === RULE.timeTable ? step[i + 5] : 0;
    i += 2 + ARGUMENTS[kind] + more;
  }
}

function renumbered(step: Int32Array, number: ReadonlyMap<number, number>): readonly number[] {
  const copy = Array.from(step);
  antecedentsOf(step, (before, at) => {
    copy[at] = number.get(before) as number;
  });
  return copy;
}
