import type { Certificate } from "../../plan/certificate/types.ts";

/**
 * A generalized assignment problem: each of n tasks goes to exactly one of m resources, minimising the sum of
 * cost[j * m + i] while the weights of the tasks on resource i stay within capacity[i]. Small integers: costs are
 * divided by `step` and shifted so that the internal value of a target is step * (sum of costs) + offset.
 */
export interface GapCore {
  readonly tasks: number;
  readonly resources: number;
  /** Length n x m, row = task. Any sign. */
  readonly cost: Int32Array;
  /** Length n x m; larger than the capacity where the pair is not allowed. Never negative. */
  readonly weight: Int32Array;
  /** Length m. */
  readonly capacity: Int32Array;
  readonly step: number;
  readonly offset: number;
  /** What the weights fill, by which a certificate names them; absent: no certificates. */
  readonly filled?: number | "time";
}

/** What a method on a core yields: a better assignment, a better bound, or nothing (a moment to look at the clock). */
export interface GapEvent {
  /** Resource by task; feasible. */
  readonly assignment?: Int32Array;
  /** Sum of costs of `assignment`. */
  readonly value?: number;
  /** No assignment has a smaller sum of costs. */
  readonly bound?: number;
  /** Proves `bound` on the instance, if kept. */
  readonly certificate?: Certificate;
  /** Cells of knapsack tables filled since the last event: what it cost, where that can be much. */
  readonly work?: number;
}

/** What a method on a core shares with others that run beside it. */
export interface GapShared {
  /** Sum of costs of the best assignment known to anyone; Infinity if none. */
  upper(): number;
  /** Best bound known to anyone; -Infinity if none. */
  lower(): number;
}
