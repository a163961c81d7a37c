import type { Target } from "../instance/targets.ts";
import type { Bound, VerifiedPlan } from "../plan/types.ts";

/** Why the planner stopped. */
export type Termination =
  | "optimal"
  | "gap-reached"
  /** The method ran to its end; the gap that is left stays open. */
  | "completed"
  | "time-limit"
  | "memory-limit"
  | "interrupted"
  | "infeasible"
  | "unsupported";

/** One level of the solve, in internal (minimised, integer) units; see `Target` for the printed ones. */
export interface LevelOutcome {
  readonly target: Target;
  /** Absent without a plan. */
  readonly value?: number;
  /** Absent if nothing is known. Holds among plans that keep the limits of the earlier levels. */
  readonly bound?: Bound;
  /** Absent without value or bound. */
  readonly gap?: number;
  readonly termination: Termination;
}

/** Something the run learned, with the time at which it did. */
export interface TraceEntry {
  readonly seconds: number;
  readonly level: number;
  readonly source: string;
  /** Internal units. */
  readonly value?: number;
  readonly bound?: number;
}

/** What the user gets: why it stopped, what we hold, what we know. Three axes, kept apart. */
export interface Outcome {
  readonly termination: Termination;
  readonly method: string;
  readonly levels: readonly LevelOutcome[];
  readonly plan?: VerifiedPlan;
  readonly trace: readonly TraceEntry[];
  /** Sentences for the user: what was not possible, what is reported but not optimised. */
  readonly notes: readonly string[];
  readonly seconds: number;
}
