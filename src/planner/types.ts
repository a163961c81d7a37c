import type { Target } from "../instance/targets.ts";
import type { ObjectiveSpec } from "../instance/types.ts";
import type { Policy } from "../learn/policy/policy.ts";
import type { Bound, Plan, VerifiedPlan } from "../plan/types.ts";

/** Why the planner stopped. */
export type Termination =
  | "optimal"
  | "gap-reached"
  /** The method ran to its end; the gap that is left stays open. */
  | "completed"
  | "time-limit"
  | "work-limit"
  | "memory-limit"
  | "interrupted"
  | "infeasible"
  /** The method cannot express this instance; a note says why. */
  | "unsupported";

/** What a caller may ask of `plan`. */
export interface PlanOptions {
  /** Replaces the instance's own objectives. */
  readonly objectives?: readonly ObjectiveSpec[];
  /** Name in the method registry. Default "auto". */
  readonly method?: string;
  /** Names of methods that are left out. Default: none. */
  readonly without?: readonly string[];
  /** Name in the solver registry. Default "highs". */
  readonly solver?: string;
  /** Milliseconds of wall clock for the whole run. Default: none. */
  readonly timeLimit?: number;
  /**
   * Units of work for the whole run: slices of Berth's own searches (some milliseconds each) and nodes of a solver's
   * tree. Without a time limit or an interrupt, equal seeds and work limits give equal outcomes, on any machine: searches
   * take turns in one thread. Default: none.
   */
  readonly workLimit?: number;
  /**
   * Stop a level when its gap is at most this (0.001 = 0.1 %). Default 0, but for instances with divisible
   * tasks what rounding shares to millionths can cost.
   */
  readonly gap?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Learned from optimal plans: what the method "learned" follows, and a start for "auto". */
  readonly policy?: Policy;
  /**
   * Anyone's plan that keeps every rule: what is found is never worse, level by level. Nobody knows how good it is, so lists are tried beside it, and
   * searches go on from the best.
   */
  readonly start?: Plan;
  /** Goes on from an earlier run on the same instance and objectives: its plan is a start, its bounds stand. */
  readonly earlier?: EarlierRun;
  /** Stops the run; what was found is kept, in an outcome that says "interrupted". */
  readonly signal?: AbortSignal;
  /** Called at once whenever a value or a bound of a level improves; what it throws ends the run. */
  readonly onTrace?: (entry: TraceEntry) => void;
}

/** One level of the solve, in internal (minimised, integer) units; see `Target` for the printed ones. */
export interface LevelOutcome {
  readonly target: Target;
  /** Of the plan in the outcome. Absent without a plan. */
  readonly value?: number;
  /** What this level reached before later levels used its tolerance; never above `value`'s limit. */
  readonly best?: number;
  /** Absent if nothing is known. Holds among plans that keep the limits of the earlier levels. */
  readonly bound?: Bound;
  /** The best bound with a certificate, where `bound` has none. */
  readonly certified?: Bound;
  /** Between `best` and `bound`; absent without either. */
  readonly gap?: number;
  readonly termination: Termination;
}

/** Something the run learned, with the time at which it did. */
export interface TraceEntry {
  /** Since the run began. */
  readonly seconds: number;
  /** Number of the level, from 0. */
  readonly level: number;
  readonly target: Target;
  /** Who learned it: the name of a method, a bound or a solver. */
  readonly source: string;
  /** Best so far, internal units; absent while unknown. */
  readonly value?: number;
  readonly bound?: number;
  /** The best bound with a certificate, which anyone can check. */
  readonly certified?: number;
}

/** That there is no plan, and whose word that is: a solver's is only claimed. */
export interface Refuted {
  readonly proof: "ours" | "claimed";
  /** A sentence. */
  readonly reason: string;
}

/** What the user gets: why it stopped, what we hold, what we know. Three axes, kept apart. */
export interface Outcome {
  readonly termination: Termination;
  readonly method: string;
  /** Methods that were left out, in order of their names; absent without any. */
  readonly without?: readonly string[];
  /** Set where the method used a solver. */
  readonly solver?: string;
  readonly levels: readonly LevelOutcome[];
  readonly plan?: VerifiedPlan;
  /** Set where the termination is "infeasible"; the notes have the reason too. */
  readonly refuted?: Refuted;
  readonly trace: readonly TraceEntry[];
  /** Sentences for the user: why infeasible, what was not possible, what is reported but not optimised. */
  readonly notes: readonly string[];
  readonly seconds: number;
  /** Units of work that were done, at most the work limit; set under one. */
  readonly work?: number;
}

/** What an earlier run on the same instance with the same objectives came to: where the next one goes on. */
export interface EarlierRun {
  /** It is verified again before it counts. */
  readonly plan?: Plan;
  readonly levels: readonly EarlierLevel[];
}

/** One level of an earlier run in internal units; plain data, so that it can be written to a file. */
export interface EarlierLevel {
  /** Name of the level's target. */
  readonly objective: string;
  readonly best?: number;
  readonly bound?: Bound;
  readonly certified?: Bound;
}

/** What a method is for: a first plan, bounds, better plans, or everything down to the proof. */
export type Role = "start" | "bound" | "improve" | "complete";
