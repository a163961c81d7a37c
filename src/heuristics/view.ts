import type { Instance } from "../instance/types.ts";

/** What can be read off a plan in the making; see `PlacementState`. Copies throughout. */
export interface PlacementView {
  readonly instance: Instance;
  readonly dimensions: number;
  readonly busy: Float64Array;
  readonly onCopy: readonly (readonly number[])[];
  fits(task: number, copy: number): boolean;
  shareOf(task: number, copy: number): number;
  runtime(task: number, copy: number): number;
  demand(task: number, copy: number, dimension: number): number;
  need(task: number, copy: number, dimension: number): number;
  free(copy: number, dimension: number): number;
  level(copy: number): number;
}
