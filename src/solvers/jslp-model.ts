import type { Model } from "javascript-lp-solver";
import type { Program } from "../program/types.ts";

/**
 * A program in javascript-lp-solver's words, where every column is at least 0: a column with a lower bound is
 * c = x - lower, one with only an upper bound c = upper - x, a free one the difference c - d. The objective
 * is named z and the remaining upper bounds b0, b1, ..., so that no name meets one of its result's own.
 */
export function jslpModel(program: Program): Model {
  const { columns, rows, objective, integer, lower, upper, rowStart, columnIndex } = program;
  const constraints: Model["constraints"] = {};
  const variables: Record<string, Record<string, number>> = {};
  const ints: Record<string, 1> = {};
  for (let j = 0; j < columns; j++) {
    const { sign } = shiftOf(program, j);
    const column: Record<string, number> = { z: (sign === 0 ? 1 : sign) * objective[j] };
    variables[`c${j}`] = column;
    if (sign === 0) variables[`d${j}`] = { z: -objective[j] };
    if (integer[j]) ints[`c${j}`] = 1;
    if (lower[j] > Number.NEGATIVE_INFINITY && upper[j] < Number.POSITIVE_INFINITY) {
      constraints[`b${j}`] = { max: upper[j] - lower[j] };
      column[`b${j}`] = 1;
    }
  }
  for (let i = 0; i < rows; i++) {
    let moved = 0;
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      const [j, coefficient] = [columnIndex[k], program.coefficient[k]];
      const { sign, origin } = shiftOf(program, j);
      variables[`c${j}`][`r${i}`] = (sign === 0 ? 1 : sign) * coefficient;
      if (sign === 0) variables[`d${j}`][`r${i}`] = -coefficient;
      moved += coefficient * origin;
    }
    const row = sidesOf(program.rowLower[i] - moved, program.rowUpper[i] - moved);
    if (row !== undefined) constraints[`r${i}`] = row;
  }
  return { optimize: "z", opType: "min", constraints, variables, ints };
}

/** The point in an answer to `jslpModel`'s model: columns at 0 are left out of it. */
export function jslpPoint(
  program: Program,
  answer: Readonly<Record<string, unknown>>,
): Float64Array {
  const read = (name: string) => (answer[name] === undefined ? 0 : Number(answer[name]));
  return Float64Array.from({ length: program.columns }, (_, j) => {
    const { sign, origin } = shiftOf(program, j);
    return sign === 0 ? read(`c${j}`) - read(`d${j}`) : origin + sign * read(`c${j}`);
  });
}

/** x = origin + sign * c; sign 0 stands for a free column, x = c - d. */
function shiftOf(program: Program, column: number): { sign: 1 | 0 | -1; origin: number } {
  const [lower, upper] = [program.lower[column], program.upper[column]];
  if (lower > Number.NEGATIVE_INFINITY) return { sign: 1, origin: lower };
  return upper < Number.POSITIVE_INFINITY ? { sign: -1, origin: upper } : { sign: 0, origin: 0 };
}

function sidesOf(
  lower: number,
  upper: number,
): { equal: number } | { min?: number; max?: number } | undefined {
  if (lower === upper) return { equal: lower };
  const [below, above] = [lower > Number.NEGATIVE_INFINITY, upper < Number.POSITIVE_INFINITY];
  if (!below && !above) return undefined;
  return { ...(below && { min: lower }), ...(above && { max: upper }) };
}
