import type { Target } from "../instance/targets.ts";
import type { VerifiedPlan } from "../plan/types.ts";

/** Where a task copy can be asked to be: on copies of these resource entries, or nowhere where there are none. */
export interface TaskPlace {
  /** The id of an entry or a resource copy, or the name of a kind. */
  readonly name: string;
  /** Resource entries. */
  readonly entries: readonly number[];
  /** One resource copy of them alone. */
  readonly copy?: number;
}

/** A plan and what it comes to, by level, in internal units (minimised integers). */
export interface ValuedPlan {
  readonly plan: VerifiedPlan;
  readonly values: readonly number[];
}

/** What is known of all plans in which a task copy is at a place, for the first level, in its internal unit. */
export interface Forced {
  /** Of the best plan that was found; absent without one. */
  readonly found?: ValuedPlan;
  /** No such plan has a smaller value. Absent if nothing is known. */
  readonly bound?: number;
  /** Whose word the bound, or that there is no such plan, is. */
  readonly proof?: "ours" | "claimed";
  readonly isInfeasible: boolean;
  /** Why there is no such plan, in a few words. */
  readonly reason?: string;
}

/** One other place of a task copy, or the one that it has. */
export interface Alternative {
  readonly place: TaskPlace;
  /** True where all its pieces are now. */
  readonly isNow: boolean;
  /** The task alone moves there, at its earliest time, and all else stays as it is. */
  readonly alone?: ValuedPlan;
  /** A sentence, where it cannot move there alone or no way was found. */
  readonly whyNot?: string;
  /** It is there, and all else may move too. Absent where time was over before. */
  readonly forced?: Forced;
}

/** Why a task copy is where it is. */
export interface Alternatives {
  /** Task copy. */
  readonly task: number;
  readonly targets: readonly Target[];
  /** Of the plan, by target. */
  readonly values: readonly number[];
  /** What its start waits for, as sentences; empty in placements and for what is left out. */
  readonly waits: readonly string[];
  /** The place that it has first, then the others in the order of the document. */
  readonly list: readonly Alternative[];
  /** Places that are not in the list, since there are too many. */
  readonly others: number;
  /** True if losses were left aside for what is proven: a bound then holds with them too. */
  readonly isRobustLeftOut: boolean;
}
