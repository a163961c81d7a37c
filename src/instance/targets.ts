import type { Instance, ObjectiveSpec } from "./types.ts";

/** One objective inside a target; `factor` is a positive safe integer. */
export interface TargetTerm {
  readonly objective: ObjectiveSpec;
  readonly factor: number;
}

/**
 * What one level of the solve minimises: sum of factor x internal value. Internal values are integers
 * and minimised (throughput and utilization are negated), so "lower is better" holds everywhere inside.
 */
export interface Target {
  /** "cost", or "cost + 0.5 makespan" for a weighted sum. */
  readonly name: string;
  readonly terms: readonly TargetTerm[];
  /** Internal units in one printed unit. */
  readonly perUnit: number;
  /** Printed unit, such as "USD" or "ms". */
  readonly unit: string;
  /** "max" if the printed value is the negated internal one. */
  readonly sense: "min" | "max";
  /** Lexicographic: millionths by which later levels may worsen this one. */
  readonly tolerance: number;
}

/**
 * The levels of a solve, in order. Lexicographic: one per objective, and `balance` is followed by
 * `spread` (its tie-break). Weighted: a single level.
 * Throws InstanceError if the total of a level could pass 2^53.
 */
export declare function targetsOf(
  instance: Instance,
  objectives?: readonly ObjectiveSpec[],
  combine?: Instance["combine"],
): readonly Target[];
