/** Equal tasks that flow into a pool. */
export interface Items {
  readonly t: number;
  readonly weight: number;
  readonly count: number;
}

/** A pool dealt out: how many of each items found room and on which copy, in their order. */
export interface ListSchedule {
  readonly copy: Int32Array;
  readonly placed: Int32Array;
  readonly load: Float64Array;
  readonly sum: number;
  readonly isAll: boolean;
}
