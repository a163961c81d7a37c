import type { Certificate } from "../plan/certificate/types.ts";

/** What a method on a core yields: a better assignment, a better bound, or nothing (a moment to look at the clock). In core units. */
export interface CoreEvent<Bound = number> {
  /** Resource by task; feasible. */
  readonly assignment?: Int32Array;
  /** What `assignment` is worth: its sum of costs, or its largest load. */
  readonly value?: number;
  /** No assignment is worth less. */
  readonly bound?: Bound;
  /** Proves `bound` on the instance, if kept. */
  readonly certificate?: Certificate;
  /** Cells of knapsack tables filled since the last event: what it cost, where that can be much. */
  readonly work?: number;
}

/** What a method on a core shares with others that run beside it. */
export interface CoreShared {
  /** Value of the best assignment known to anyone; Infinity if none. */
  upper(): number;
  /** Best bound known to anyone; -Infinity if none. */
  lower(): number;
}
