import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { Certificate } from "./certificate/types.ts";

/**
 * The decision and nothing derived. Columnar: piece k puts `share[k]` millionths of task copy `task[k]`
 * on resource copy `resource[k]` from `start[k]` on. Sorted by task copy, then resource copy.
 * A task copy without a piece is unassigned. An indivisible piece has share 1,000,000.
 */
export interface Plan {
  readonly task: Int32Array;
  readonly resource: Int32Array;
  readonly share: Int32Array;
  /** Milliseconds from the beginning of the plan; 0 in placement mode. */
  readonly start: Float64Array;
  /** Devices of piece k: device[deviceStart[k]] .. device[deviceStart[k+1]-1], ascending. */
  readonly deviceStart: Int32Array;
  /** Numbers of devices inside the resource; several device dimensions are numbered one after another. */
  readonly device: Int32Array;
  /** Where the instance has losses: what happens after each that takes a piece, by number of the loss, ascending. */
  readonly recoveries?: readonly Recovery[];
}

declare const verified: unique symbol;

/** A plan that passed the exact verifier. Made only by `verify`. */
export interface VerifiedPlan {
  readonly instance: Instance;
  readonly plan: Plan;
  readonly [verified]: true;
}

/** A rule that a plan breaks. */
export interface Violation {
  /** Name of the rule, such as "capacity" or "deadline". */
  readonly rule: string;
  /** What is wrong, with the ids and amounts involved. */
  readonly message: string;
  /** The ids of the task copy and the resource copy that it is about, where it is about one. */
  readonly task?: string;
  readonly resource?: string;
  /** When, in milliseconds from the beginning. */
  readonly time_ms?: number;
  readonly dimension?: string;
  /** What there is and what is allowed (or wanted, or awaited), in `unit`. */
  readonly amount?: number;
  readonly limit?: number;
  /** "ms", "USD", "MiB", "pieces", "devices", "share", or the name of a dimension or a limit whose unit is its own. */
  readonly unit?: string;
}

/**
 * A lower bound on a minimised objective, in the objective's internal integer unit.
 * `ours`: derived in exact arithmetic by this program; `claimed`: a solver's word, rounded safely.
 */
export interface Bound {
  readonly value: number;
  /** What produced it, such as "min-cost" or "highs". */
  readonly source: string;
  readonly proof: "ours" | "claimed";
  /** Lets anyone check the bound without the program that found it. */
  readonly certificate?: Certificate;
  /** Within which limits it holds; an empty list: for every plan. What an `Incumbent` holds always says so. */
  readonly given?: readonly Condition[];
}

/** Where the pieces of a plan go after one loss. What is not lost stays as it is, with its devices. */
export interface Recovery {
  /** Number of the loss in `Instance.robust`. */
  readonly loss: number;
  /** Each lost piece once, where it goes: a plan of these pieces alone. */
  readonly moved: Plan;
}

/**
 * A limit of another objective within which a bound holds: it speaks of the plans whose internal value of that objective is
 * at most `atMost`, and of no others. Plain data, with what it takes to print it.
 */
export type Condition = Pick<Target, "name" | "unit" | "sense" | "perUnit"> & {
  readonly atMost: number;
};
