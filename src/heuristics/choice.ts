import type { ListPlan } from "./list-plan.ts";

/** How a greedy method chooses the resource copy of a task. */
export interface Choice {
  /** "first" takes the first copy that fits, in the order of `entries`; a rank takes the lowest. */
  readonly by: "first" | Rank;
  /** Resource entries in order of preference. */
  readonly entries: readonly number[];
  /** What is looked at in an entry of many copies; see `LOOKED`. */
  readonly looked?: Looked;
  /** Divisible tasks: spread so that all copies reach an equal level of this kind, or fill one copy after another. */
  readonly divide: LevelKind | "fill";
}

/** Of an entry of many copies: so many with room, lowest numbers first, and so many of the least filled ones. */
export interface Looked {
  readonly first: number;
  readonly leastFilled: number;
}

/** What is looked at unless tasks are very many. */
export const LOOKED: Looked = { first: 12, leastFilled: 4 };

/** What placing a whole task copy on a resource copy would add, for ranking only: lower is better. */
export type Rank = (state: ListPlan, task: number, copy: number) => number;

/**
 * What an even split levels: when the copies end, how long each piece runs, or how full the copies are.
 */
export type LevelKind = "end" | "runtime" | "load";
