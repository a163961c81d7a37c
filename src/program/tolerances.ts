/** Every tolerance between a solver's floating-point answer and a program; nothing else in the room invents one. */
export const TOLERANCE = {
  /** Farthest an integer column may stand from an integer before it is rounded. */
  integrality: 1e-5,
  /** Part of a column's bound (at least 1) by which a continuous column may miss it before it is clipped. */
  column: 1e-6,
  /** Violation of a row with continuous parts that is always forgiven: HiGHS's and GLPK's own default. */
  rowAbsolute: 1e-6,
  /** Violation forgiven on top, as part of the sum of |coefficient * value|: the rounding of a long sum. */
  rowRelative: 1e-9,
  /** Part of the value (at least 1) by which a claimed bound may exceed an admitted point before it is a fault. */
  bound: 1e-6,
  /**
   * Primal and dual feasibility asked of the simplex on linear programs. Never of a mixed-integer search: HiGHS
   * prunes with it as an absolute distance, and at 1e-9 its rounding errors on values of 10^6 and more cut off
   * optima and make its bound false.
   */
  linearFeasibility: 1e-9,
} as const;

/** Whether a claimed lower bound agrees with a point of this value. */
export function boundAgrees(bound: number, value: number): boolean {
  return bound <= value + TOLERANCE.bound * Math.max(1, Math.abs(value));
}
