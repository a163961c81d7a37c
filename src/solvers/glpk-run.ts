import type { GLPK, LP, Result } from "glpk.js/node";
import type { Program } from "../program/types.ts";
import type { Deadline } from "./deadline.ts";

/** What one run of GLPK leaves; `x` is raw, and zeros where GLPK has nothing. */
export interface GlpkRun {
  readonly status: number;
  readonly x: Float64Array;
  /** The row duals of a linear program. */
  readonly multipliers?: Float64Array;
  /** Whether its own clock may have stopped it; GLPK does not say. */
  readonly timedOut: boolean;
}

/** Runs GLPK once. Blocks its thread; its own assertions end in a RuntimeError. */
export function runGlpk(
  glpk: GLPK,
  program: Program,
  gap: number,
  deadline: Deadline,
  presolve: boolean,
): GlpkRun {
  const seconds = wholeSeconds(deadline.left());
  const begun = performance.now();
  const { result }: Result = glpk.solve(glpkModel(glpk, program), {
    msglev: glpk.GLP_MSG_OFF,
    presol: presolve,
    mipgap: gap,
    ...(seconds !== undefined && { tmlim: seconds }),
  });
  const elapsed = performance.now() - begun;
  const { dual } = result;
  return {
    status: result.status,
    x: Float64Array.from({ length: program.columns }, (_, j) => result.vars[`c${j}`] ?? 0),
    ...(dual && {
      multipliers: Float64Array.from({ length: program.rows }, (_, i) => dual[`r${i}`] ?? 0),
    }),
    timedOut: seconds !== undefined && elapsed >= seconds * 1000 - CLOCK_SKEW,
  };
}

/**
 * GLPK counts whole seconds and hands out its incumbent only at the end, so it must end before its thread is:
 * at most LATE milliseconds after the deadline, else up to a second early.
 */
function wholeSeconds(left: number | undefined): number | undefined {
  if (left === undefined) return undefined;
  return Math.min(MOST_SECONDS, Math.max(1, Math.ceil((left - LATE) / 1000)));
}

const LATE = 300;

/** Milliseconds by which GLPK's clock and ours may differ. */
const CLOCK_SKEW = 100;

/** GLPK keeps milliseconds in 32 bits. */
const MOST_SECONDS = 2_000_000;

function glpkModel(glpk: GLPK, program: Program): LP {
  const { columns, rows, rowStart, columnIndex, coefficient, objective, integer } = program;
  const names = Array.from({ length: columns }, (_, j) => `c${j}`);
  const mixed = integer.includes(1);
  return {
    name: "program",
    objective: {
      direction: glpk.GLP_MIN,
      name: "obj",
      vars: names.map((name, j) => ({ name, coef: objective[j] })),
    },
    subjectTo: Array.from({ length: rows }, (_, i) => ({
      name: `r${i}`,
      vars: Array.from({ length: rowStart[i + 1] - rowStart[i] }, (_, k) => ({
        name: names[columnIndex[rowStart[i] + k]],
        coef: coefficient[rowStart[i] + k],
      })),
      bnds: interval(glpk, program.rowLower[i], program.rowUpper[i]),
    })),
    bounds: names.map((name, j) => {
      // GLPK fails on fractional bounds of integer columns.
      const [lower, upper] = integer[j]
        ? [Math.ceil(program.lower[j]), Math.floor(program.upper[j])]
        : [program.lower[j], program.upper[j]];
      return { name, ...interval(glpk, lower, upper) };
    }),
    ...(mixed && { generals: names.filter((_, j) => integer[j]) }),
  };
}

function interval(
  glpk: GLPK,
  lower: number,
  upper: number,
): { type: number; lb: number; ub: number } {
  const lb = Number.isFinite(lower) ? lower : 0;
  const ub = Number.isFinite(upper) ? upper : 0;
  if (lower === upper) return { type: glpk.GLP_FX, lb, ub };
  if (lower > Number.NEGATIVE_INFINITY) {
    return { type: upper < Number.POSITIVE_INFINITY ? glpk.GLP_DB : glpk.GLP_LO, lb, ub };
  }
  return { type: upper < Number.POSITIVE_INFINITY ? glpk.GLP_UP : glpk.GLP_FR, lb, ub };
}
