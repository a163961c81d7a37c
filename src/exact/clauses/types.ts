import type { Instance } from "../../instance/types.ts";
import type { Variables } from "../../plan/certificate/over-time/clause-log/variables.ts";
import type { SharedCapacity } from "../../plan/certificate/over-time/types.ts";
import type { Inequalities } from "./inequalities.ts";

/** A task copy that every plan has. Times in units of the grid. */
export interface Job {
  readonly copy: number;
  readonly task: number;
  readonly start: number;
  /** The end is this variable plus `past`: the start, where the runtime is sure. */
  readonly end: number;
  readonly past: number;
  /** The first variable of its placings, and the runtime of each. */
  readonly choice: number;
  readonly runtimes: Int32Array;
}

/** What jobs share; `need` by member and placing. */
export interface SharedPool {
  readonly size: number;
  /** Job numbers. */
  readonly members: Int32Array;
  readonly need: readonly Float64Array[];
}

/** Jobs, what they share and how they wait for each other: what a solver works on. Variable 0 is the makespan. */
export interface Model {
  /** Bounds at the start, by variable: see `Trail`. */
  readonly lows: Int32Array;
  /** Units of time: all ends by then. */
  readonly horizon: number;
  readonly jobs: readonly Job[];
  readonly pools: readonly SharedPool[];
  readonly inequalities: Inequalities;
}

/** A relaxation of an instance over time, for its makespan: variables as a `ClauseLog` has them, and one more that is 0. */
export interface InstanceModel extends Model {
  readonly instance: Instance;
  readonly variables: Variables;
  readonly zero: number;
  /** What each pool is. */
  readonly capacities: readonly SharedCapacity[];
  /** Task copies. */
  readonly orders: readonly (readonly [before: number, after: number])[];
}
