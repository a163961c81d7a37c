import type { Bound, Plan } from "./types.ts";

/** What a search has to tell after a slice of work; an empty one is a moment to look at the clock. */
export interface PlanEvent {
  readonly plan?: Plan;
  readonly bound?: Bound;
  /** A sentence that proves that there is no plan. */
  readonly infeasible?: string;
}
