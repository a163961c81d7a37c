import type { Plan } from "../src/plan/types.ts";
import type { Program } from "../src/program/types.ts";
import type { WholeFraction } from "../src/util/box-tree.ts";

/** A linear expression over the columns of a program under construction. */
export interface LinearExpression {
  readonly columns: readonly number[];
  readonly coefficients: readonly number[];
  readonly offset: number;
}

/** A program and the maps between its points and plans; `decode(encode(plan))` equals `plan`. */
export interface Encoding {
  readonly program: Program;
  /** How the target's internal value follows from the program's objective, before it is rounded. */
  readonly worth: Worth;
  /** The point of a feasible plan, cheapest in the auxiliary columns. */
  encode(plan: Plan): Float64Array;
  /** The plan of an admitted point. */
  decode(x: Float64Array): Plan;
  /**
   * The strongest integer bound on the target's internal value that follows from a lower bound on the
   * program's optimum, after allowing for the solver's floating-point error.
   */
  liftBound(dualBound: number): number;
  /** By how much the best plan may lie below every point, internal units; `liftBound` has taken it off. Absent: by nothing. */
  readonly loss?: number;
  /** The same from a bound on the optimum that is proven exactly; undefined where the program's data are rounded. */
  liftProven(bound: WholeFraction): number | undefined;
}

/** Value = (shift + scale x objective) / parts, all whole numbers. */
export interface Worth {
  readonly scale: number;
  readonly shift: number;
  readonly parts: number;
}

/** A typed "cannot": which rule or objective this formulation does not cover, and why. */
export interface Unsupported {
  readonly unsupported: string;
}
