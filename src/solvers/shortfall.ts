import type { Program, Shortfall, SolveResult, SolverFeatures } from "../program/types.ts";

/** The answer of a solver that does not take a program. */
export function declined(shortfall: Shortfall): SolveResult {
  return { termination: "unsupported", rawStatus: shortfall.why, shortfall };
}

/** Why a solver that is only sound up to some magnitude of coefficients declines a program, if it does. */
export function magnitudeObstacle(program: Program, most: number): Shortfall | undefined {
  let largest = 0;
  for (const value of program.coefficient) largest = Math.max(largest, Math.abs(value));
  if (largest <= most) return undefined;
  const [found, limit] = [largest, most].map((value) => value.toLocaleString("en"));
  const why = `it is not sound for coefficients beyond ${limit}, and after division by common divisors one is ${found}`;
  return { kind: "magnitude", why };
}

/**
 * What a solver did not do with a program, as it says or as its answer shows; undefined where it did what it can or was stopped
 * on its way.
 */
export function shortfallOf(
  { bounds }: SolverFeatures,
  result: SolveResult,
): Shortfall | undefined {
  const { termination, shortfall, dualBound, rawStatus } = result;
  if (shortfall !== undefined) return shortfall;
  if (termination === "memory-limit") return { kind: "size", why: rawStatus };
  const isSettled = termination === "infeasible" || termination === "unbounded";
  if (bounds || isSettled || dualBound !== undefined) return undefined;
  return { kind: "no-bound", why: "it reports none" };
}
