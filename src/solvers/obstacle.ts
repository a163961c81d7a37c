import type { Program } from "../program/types.ts";

/** Why a solver that is only sound up to some magnitude of coefficients declines a program, if it does. */
export function magnitudeObstacle(
  solver: string,
  program: Program,
  most: number,
): string | undefined {
  const beyond = program.coefficient.find((value) => Math.abs(value) > most);
  if (beyond === undefined) return undefined;
  return `${solver} is not sound for coefficients beyond ${most}, and one is ${beyond}`;
}
