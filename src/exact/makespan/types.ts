/**
 * Whole tasks on unrelated machines: each of n tasks runs on exactly one of m resources, and the largest sum of
 * runtimes on a resource is to be small (R||Cmax). Uniform and identical machines are special cases.
 */
export interface MakespanCore {
  readonly tasks: number;
  readonly resources: number;
  /** Length n x m, row = task. Whole numbers of `divisor` ms; Infinity where the pair is forbidden. */
  readonly runtime: Float64Array;
  /** By resource: the resource entry of the instance behind it. Columns of one entry are equal. */
  readonly entry: Int32Array;
  /** Milliseconds in one unit of `runtime`. */
  readonly divisor: number;
}
