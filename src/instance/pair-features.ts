/**
 * What depends on task and resource entry, worked out when asked for: for instances with more pairs than tables can
 * hold. Exact values equal those that a table would have.
 */
export interface PairFeatures {
  isEligible(task: number, resource: number): boolean;
  /** Milliseconds; 0 where not eligible or without runtime. */
  runtime(task: number, resource: number): number;
  /** Micro-dollars; 0 where not eligible. */
  cost(task: number, resource: number): number;
  /** Millijoules; 0 where not eligible, without power or runtime. */
  energy(task: number, resource: number): number;
  /** All runtimes of a task before rounding up, within a relative error of 1e-14; Infinity where not eligible. */
  nearRuntimes(task: number, row: Float64Array): void;
  /** No less than any runtime, cost or energy of a task, not always reached. */
  most(task: number, column: "runtime" | "cost" | "energy"): number;
  /** The cost of a task where it is the same everywhere; undefined where it is price x runtime. */
  flatCost(task: number): number | undefined;
  /** By resource entry, near: micro-dollars and millijoules of a ms. */
  readonly pricePerMs: Float64Array;
  readonly energyPerMs: Float64Array;
}
