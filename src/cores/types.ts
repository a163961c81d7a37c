import type { AdditiveValues } from "../instance/additive.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { GivenLimit } from "../plan/certificate/types.ts";
import type { Plan } from "../plan/types.ts";

/**
 * An instance under a target as whole tasks on resources: classes of equal tasks (task entries, with counts) x pools of equal
 * copies (resource entries, with counts) x loads. What is minimised is a sum over pieces and used copies, or the largest
 * load. Limits of earlier objectives are smaller capacities and sums that must keep a limit. All methods for whole tasks
 * read this: expanded to copies, as equal columns, as counts, or pair by pair.
 */
export interface Core {
  readonly instance: Instance;
  readonly target: Target;
  readonly aim: "sum" | "largest";
  /** Of a sum; absent where pairs are worked out when asked for, or the aim is a largest load. */
  readonly values?: AdditiveValues;
  /** What a copy can be full of. */
  readonly loads: readonly CoreLoad[];
  /** Sums that earlier objectives limit. */
  readonly sums: readonly CoreSum[];
  /** False if an earlier objective limits more than a load or a sum over pieces: plans of the core may break that. */
  readonly keepsAll: boolean;
  /** Largest loads that earlier objectives limit, as certificates name them; `loads` and `usable` keep to them. */
  readonly given: readonly GivenLimit[];
  /** 1 where a task of the class may stand on a copy of the pool, alone and within the limits on loads; row = class. O(T R D). */
  usable(): Uint8Array;
}

/** Something that tasks fill on a copy. */
export interface CoreLoad {
  /** Runtimes that follow one another, or the index of a dimension. */
  readonly what: "time" | number;
  /** Of one task, by entries, where the pair is usable. */
  amount(task: number, resource: number): number;
  /** Of one copy, by resource entry; Infinity where nothing ends it. */
  readonly capacity: Float64Array;
}

/** A sum over pieces and used copies that keeps a limit. */
export interface CoreSum {
  readonly values: AdditiveValues;
  /** The limit, as a certificate names it. */
  readonly given: GivenLimit;
}

/** An expansion of a core to copies, and the way back. Values are in the units of `core`. */
export interface CoreMap<C> {
  readonly core: C;
  /** The plan that an assignment (resource by task) means. */
  planOf(assignment: Int32Array): Plan;
  /** The assignment of a feasible plan; undefined if the plan is none of the core's. */
  assignmentOf(plan: Plan): Int32Array | undefined;
  /** The sum of costs of an assignment, or its largest load. */
  valueOf(assignment: Int32Array): number;
  /** The target's internal value; a bound becomes a bound. */
  internalOf(value: number): number;
}

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
  /** Limits of earlier objectives that are part of capacities and costs. */
  readonly given?: readonly GivenLimit[];
}

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
  /** Limits of earlier objectives that forbid pairs. */
  readonly given?: readonly GivenLimit[];
}
