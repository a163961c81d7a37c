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
  /** Feasibility tolerances handed to solvers that take them; 1e-10 is HiGHS's least. */
  solverFeasibility: 1e-9,
  /** HiGHS's own default, for second attempts and programs that are only asked for feasibility. */
  solverDefault: 1e-7,
} as const;

/** Whether a claimed lower bound agrees with a point of this value. */
export function boundAgrees(bound: number, value: number): boolean {
  return bound <= value + TOLERANCE.bound * Math.max(1, Math.abs(value));
}
