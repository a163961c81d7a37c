import { admit } from "../program/admit.ts";
import type { Program, SolveHooks, SolveResult } from "../program/types.ts";
import { InvariantError } from "../util/errors.ts";

/**
 * Answers programs that solvers treat each in their own way: those without columns, with an integer column
 * whose bounds hold no integer, or with an empty row whose bounds miss 0. Undefined for any other.
 */
export function solveTrivial(program: Program, hooks: SolveHooks): SolveResult | undefined {
  const { columns, lower, upper, integer } = program;
  for (let j = 0; j < columns; j++) {
    if (integer[j] && Math.ceil(lower[j]) > Math.floor(upper[j])) {
      const rawStatus = `no integer in [${lower[j]}, ${upper[j]}] for column ${j}`;
      return { termination: "infeasible", rawStatus };
    }
  }
  for (let i = 0; i < program.rows; i++) {
    const [least, most] = [program.rowLower[i], program.rowUpper[i]];
    if (program.rowStart[i] === program.rowStart[i + 1] && (least > 0 || most < 0)) {
      return {
        termination: "infeasible",
        rawStatus: `row ${i} is empty but asks for [${least}, ${most}]`,
      };
    }
  }
  if (columns > 0) return undefined;
  const point = admit(program, new Float64Array(0));
  if ("rejected" in point) throw new InvariantError(`The empty point: ${point.rejected}.`);
  hooks.onEvent?.({ point, dualBound: point.value });
  return { termination: "optimal", rawStatus: "no columns", point, dualBound: point.value };
}
