import type { GLPK, LP, Result } from "glpk.js/node";
import type { Program, SolveHooks, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { SolverError, UsageError } from "../util/errors.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { dualValue } from "./dual-value.ts";
import { Progress, programSize } from "./progress.ts";
import { solveTrivial } from "./trivial.ts";

/**
 * GLPK compiled to WebAssembly. Its licence is the GPL, so it is an optional package, loaded only here and only
 * when asked for. Throws UsageError if it is not installed.
 */
export async function loadGlpk(
  load: () => Promise<{ default: () => Promise<GLPK> }> = () => import("glpk.js/node"),
): Promise<Solver> {
  const glpk = await (await importPackage(load)).default();
  return {
    name: "glpk",
    features: {
      integer: true,
      warmStart: false,
      incumbents: false,
      bounds: false,
      interrupt: true,
    },
    solve: async (program, options, hooks) => solve(glpk, program, options, hooks),
  };
}

async function importPackage<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new UsageError(
      "The solver glpk needs the package glpk.js, which is not installed.\nMaybe run: npm install glpk.js",
      { cause },
    );
  }
}

function solve(
  glpk: GLPK,
  program: Program,
  options: SolveOptions,
  hooks: SolveHooks,
): SolveResult {
  const deadline = startDeadline(options, hooks);
  const trivial = solveTrivial(program, hooks);
  if (trivial !== undefined) return trivial;
  const progress = new Progress("GLPK", program, hooks);
  const mixed = program.integer.includes(1);
  const { status, x, multipliers } = run(glpk, program, options.gap ?? 0, deadline, true);
  const rawStatus = STATUS[status] ?? `status ${status}`;
  if (status === glpk.GLP_OPT || status === glpk.GLP_FEAS) {
    const rejected = progress.offer(x);
    const proven = status === glpk.GLP_OPT && progress.point !== undefined;
    if (proven && mixed) raiseMixed(progress, options.gap ?? 0);
    if (proven && !mixed && multipliers !== undefined) {
      const bound = dualValue(program, multipliers, x);
      if (bound !== undefined) progress.raise(bound);
    }
    if (proven) {
      const termination = mixed && (options.gap ?? 0) > 0 ? "gap-reached" : "optimal";
      return { termination, rawStatus, ...progress.held() };
    }
    if (status === glpk.GLP_FEAS || deadline.stopped() !== undefined) {
      return { termination: deadline.stopped() ?? "time-limit", rawStatus, ...progress.held() };
    }
    throw new SolverError(
      `GLPK calls optimal a point that does not exist: ${rejected} (${programSize(program)}).`,
    );
  }
  if (status === glpk.GLP_NOFEAS) return { termination: "infeasible", rawStatus };
  const stopped = deadline.stopped();
  if (stopped !== undefined) return { termination: stopped, rawStatus };
  return tellApart(glpk, program, deadline, rawStatus);
}

/** What one run of GLPK leaves. */
interface GlpkRun {
  readonly status: number;
  readonly x: Float64Array;
  readonly multipliers?: Float64Array;
}

function run(
  glpk: GLPK,
  program: Program,
  gap: number,
  deadline: Deadline,
  presolve: boolean,
): GlpkRun {
  const left = deadline.left();
  const { result }: Result = glpk.solve(glpkModel(glpk, program), {
    msglev: glpk.GLP_MSG_OFF,
    presol: presolve,
    mipgap: gap,
    // GLPK counts whole seconds; our own deadline stays the finer one.
    ...(left !== undefined && {
      tmlim: Math.min(MOST_SECONDS, Math.max(1, Math.ceil(left / 1000))),
    }),
  });
  const x = Float64Array.from({ length: program.columns }, (_, j) => result.vars[`c${j}`] ?? 0);
  if (result.dual === undefined) return { status: result.status, x };
  const { dual } = result;
  const multipliers = Float64Array.from({ length: program.rows }, (_, i) => dual[`r${i}`] ?? 0);
  return { status: result.status, x, multipliers };
}

/** GLPK's "undefined" hides infeasible and unbounded programs; the bare simplex and a free objective tell. */
function tellApart(
  glpk: GLPK,
  program: Program,
  deadline: Deadline,
  rawStatus: string,
): SolveResult {
  const relaxed: Program = { ...program, integer: new Uint8Array(program.columns) };
  const relaxation = run(glpk, relaxed, 0, deadline, false).status;
  if (relaxation === glpk.GLP_NOFEAS) return { termination: "infeasible", rawStatus };
  const free: Program = { ...program, objective: new Float64Array(program.columns), offset: 0 };
  if (relaxation === glpk.GLP_UNBND) {
    const { status, x } = run(glpk, free, 0, deadline, true);
    if (status === glpk.GLP_NOFEAS) return { termination: "infeasible", rawStatus };
    // An unbounded relaxation and one point make the program unbounded (Meyer 1974, DOI 10.1007/BF01585518).
    if (status === glpk.GLP_OPT && new Progress("GLPK", free, {}).offer(x) === undefined) {
      return { termination: "unbounded", rawStatus };
    }
  }
  const stopped = deadline.stopped();
  if (stopped !== undefined) return { termination: stopped, rawStatus };
  throw new SolverError(`GLPK answers ${rawStatus} (${programSize(program)}).`);
}

/** GLPK prunes what is within tol_obj of the incumbent, so only that much less is proven. */
function raiseMixed(progress: Progress, gap: number): void {
  const { point } = progress;
  if (point === undefined) return;
  const size = Math.abs(point.value);
  progress.raise(point.value - OBJECTIVE_TOLERANCE * (1 + size) - gap * size);
}

/** Twice GLPK's default of tol_obj, for the rounding of our price. */
const OBJECTIVE_TOLERANCE = 2e-7;

/** GLPK keeps milliseconds in 32 bits. */
const MOST_SECONDS = 2_000_000;

const STATUS: Readonly<Record<number, string>> = {
  1: "undefined",
  2: "feasible",
  3: "infeasible",
  4: "no feasible point",
  5: "optimal",
  6: "unbounded",
};

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
