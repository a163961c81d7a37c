import type { Bound, Plan } from "../../plan/types.ts";

/**
 * A packing core: task entries with copies that go into configurations of resource entries with copies. Values are
 * whole multiples of `step`: the internal value of the target is step * (sum of values + fixed of used copies).
 */
export interface PackingCore {
  /** Numbers of task entries, resource entries and dimensions. */
  readonly tasks: number;
  readonly resources: number;
  readonly dimensions: number;
  /** Copies by task entry. */
  readonly copies: Int32Array;
  /** Copies by resource entry. */
  readonly units: Int32Array;
  readonly optional: Uint8Array;
  /** Length T x R, row = task entry; 0 where the pair cannot be. */
  readonly usable: Uint8Array;
  /** Length T x R, row = task entry; whole numbers. */
  readonly value: Float64Array;
  /** Length R; whole numbers from 0 on. */
  readonly fixed: Float64Array;
  readonly step: number;
  /** Length T x R x D, in the unit of the dimension. */
  readonly demand: Float64Array;
  /** Length R x D. */
  readonly capacity: Float64Array;
  /** The dimension that is made of devices, if one is. */
  readonly device?: number;
}

/** What one copy of a resource entry holds: so many copies of each task entry, devices respected. */
export interface Configuration {
  readonly resource: number;
  /** Task entries, ascending, and how many copies of each; none is 0. */
  readonly tasks: readonly number[];
  readonly counts: readonly number[];
}

/** The best configuration of one resource copy at given prices. */
export interface Priced {
  readonly configuration: Configuration;
  /** Worth of the configuration. */
  readonly worth: number;
  /** No configuration is worth more; equal to `worth` if the search came to its end. */
  readonly atMost: number;
}

/** A better bound, a better plan, or nothing (a moment to look at the clock). */
export interface PackingEvent {
  readonly bound?: Bound;
  readonly plan?: Plan;
}
