import type { LevelLimit } from "../../../models/types.ts";
import type { Target } from "../../instance/targets.ts";
import type { Board, Placement } from "./board.ts";
import { type Goal, makeGoal } from "./goal.ts";
import { shareOf, sizesOf } from "./priorities.ts";
import type { ScheduleView } from "./view.ts";

/** A value and how far from lawful it is; smaller is better, lawfulness first. */
export interface Energy {
  readonly faults: number;
  readonly value: number;
}

/** Faults of a limit that is passed, beside those of a task that is missing, which are about 1. */
const PASSED_LIMIT = 1000;

/** What a task of no size counts for each millisecond that it ends late. */
const LEAST_SIZE = 0.05;

export function isLess(a: Energy, b: Energy): boolean {
  return a.faults < b.faults || (a.faults === b.faults && a.value < b.value);
}

/** True if `a` is worse than `b` by no more than `slack`, and no less lawful. */
export function isClose(a: Energy, b: Energy, slack: number): boolean {
  return a.faults <= b.faults + 1e-9 && a.value <= b.value + slack;
}

/**
 * What a board is worth to a target under the limits of earlier levels, kept up by resource copy. A target of a single
 * makespan has an aim: what plans should end by.
 */
export class Appraisal {
  readonly aims: boolean;
  /** No task may end later: a makespan of an earlier level. */
  readonly latest: number;
  aim = Infinity;
  readonly #goal: Goal;
  readonly #limits: readonly { readonly goal: Goal; readonly atMost: number }[];
  readonly #view: ScheduleView;
  readonly #sizes: Float64Array;
  readonly #price: ArrayLike<number> | undefined;
  readonly #late: number[] = [];
  #board: Board;
  /** By resource copy: what the goal says of it now. */
  readonly #paid: Float64Array;

  /** `price`, by resource entry: what a millisecond of a whole copy is worth; 1 if absent. */
  constructor(
    board: Board,
    target: Target,
    limits: readonly LevelLimit[],
    price: ArrayLike<number> | undefined,
  ) {
    const { instance } = board.view;
    this.#view = board.view;
    this.#board = board;
    this.#goal = makeGoal(instance, target);
    this.aims = target.terms.length === 1 && this.#goal.lastEnd > 0;
    this.latest = limits
      .filter(isMakespan)
      .reduce(
        (all, { target: { terms }, atMost }) => Math.min(all, Math.floor(atMost / terms[0].factor)),
        Infinity,
      );
    this.#limits = limits
      .filter((limit) => !isMakespan(limit))
      .map((limit) => ({ goal: makeGoal(instance, limit.target), atMost: limit.atMost }));
    this.#sizes = sizesOf(board.view);
    this.#price = price;
    this.#paid = new Float64Array(instance.resourceOfCopy.length);
  }

  /** Speaks of another board from now on. */
  turnTo(board: Board): void {
    this.#board = board;
    this.repay(this.#paid.keys());
  }

  /** Looks again at resource copies that have changed. */
  repay(copies: Iterable<number>): void {
    const { ofCopy } = this.#goal;
    if (ofCopy === undefined) return;
    for (const copy of copies) this.#paid[copy] = ofCopy(this.#board, copy);
  }

  /** A makespan just below the best one, or by a share `deeper` of it, not below the bound. */
  lowerAim(best: Energy, bound: number, deeper: number): void {
    if (!this.aims || best.faults > 0) return;
    const makespan = best.value / this.#goal.lastEnd;
    const aim = Math.floor(makespan * (1 - Math.max(0.001, deeper)));
    this.aim = Math.max(bound, Math.min(makespan - 1, aim));
  }

  /** True if what stands ends by the aim. */
  meetsAim({ faults, value }: Energy): boolean {
    return faults === 0 && value <= this.aim * this.#goal.lastEnd;
  }

  /** What a task copy would add at a place; a makespan counts what then ends past the aim, with what must follow. */
  adds(copy: number, placement: Placement): number {
    const goal = this.#goal;
    const job = this.#board.jobOf(copy);
    let sum = goal.ofTask(job, placement);
    if (goal.lastEnd > 0)
      sum += goal.lastEnd * Math.max(0, placement.end + job.tail - job.least - this.aim);
    if (goal.ofCopy !== undefined) {
      for (const place of new Set(placement.places.map((one) => one.copy))) {
        sum += goal.ofCopy(this.#board, place, placement) - this.#paid[place];
      }
    }
    return sum;
  }

  /** What tells places apart that add the same: what they would be worth to others, or when the task ends. */
  aside({ places, end }: Placement): number {
    if (!this.aims) return end;
    return places.reduce(
      (sum, { option }) =>
        sum + (this.#price?.[option.entry] ?? 1) * shareOf(this.#view, option) * option.runtime,
      0,
    );
  }

  /** The copies that may move and ended past the aim, with what must follow, when energy was last asked for. */
  get late(): readonly number[] {
    return this.#late;
  }

  /** How much a placed copy hurts now. */
  hurts(copy: number, placement: Placement): number {
    return this.aims
      ? placement.end - this.aim
      : this.#goal.ofTask(this.#board.jobOf(copy), placement);
  }

  /** The value of what stands, and what is missing, past its limits or no longer apart. */
  value(): Energy {
    return { faults: this.#faults(), value: this.#total(this.#goal, this.#paid) };
  }

  /** The same, but a makespan counts how much of what ends past the aim. */
  energy(): Energy {
    if (!this.aims) return this.value();
    let late = 0;
    this.#late.length = 0;
    this.#board.placed.forEach((placement, copy) => {
      if (placement === undefined) return;
      const { tail, least, entry } = this.#board.jobOf(copy);
      const over = placement.end + tail - least - this.aim;
      if (over <= 0) return;
      late += over * (LEAST_SIZE + this.#sizes[entry]);
      if (!this.#view.pinned.has(copy)) this.#late.push(copy);
    });
    return { faults: this.#faults(), value: late };
  }

  #faults(): number {
    let faults = this.#board.broken;
    this.#board.placed.forEach((placement, copy) => {
      const { optional, entry } = this.#board.jobOf(copy);
      if (placement === undefined && !optional) faults += 1 + this.#sizes[entry];
    });
    for (const { goal, atMost } of this.#limits) {
      const paid = Float64Array.from(
        this.#paid,
        (_, copy) => goal.ofCopy?.(this.#board, copy) ?? 0,
      );
      const excess = this.#total(goal, paid) - atMost;
      if (excess > 0) faults += PASSED_LIMIT * (1 + excess / Math.max(1, Math.abs(atMost)));
    }
    return faults;
  }

  #total(goal: Goal, paid: Float64Array): number {
    let [sum, last] = [0, 0];
    this.#board.placed.forEach((placement, copy) => {
      if (placement === undefined) return;
      sum += goal.ofTask(this.#board.jobOf(copy), placement);
      last = Math.max(last, placement.end);
    });
    if (goal.ofCopy !== undefined) for (const one of paid) sum += one;
    return sum + goal.lastEnd * last;
  }
}

function isMakespan({ target: { terms } }: LevelLimit): boolean {
  return terms.length === 1 && terms[0].objective.name === "makespan";
}
