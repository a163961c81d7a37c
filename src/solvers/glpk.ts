import type { GLPK } from "glpk.js/node";
import { type Divided, dividedProgram } from "../program/divided.ts";
import type { Program, SolveHooks, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { SolverError } from "../util/errors.ts";
import { importOptional } from "../util/optional-package.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { dualValue } from "./dual-value.ts";
import { type GlpkRun, runGlpk } from "./glpk-run.ts";
import { programSize, SolverProgress } from "./progress.ts";
import { declined, magnitudeObstacle } from "./shortfall.ts";
import { solveTrivial } from "./trivial.ts";

/**
 * GLPK compiled to WebAssembly. Its licence is the GPL, so it is an optional package, loaded only here and only
 * when asked for. Throws UsageError if it is not installed.
 */
export async function loadGlpk(
  load: () => Promise<{ default: () => Promise<GLPK> }> = () => import("glpk.js/node"),
): Promise<Solver> {
  const { default: create } = await importOptional("The solver glpk", "glpk.js", load);
  let glpk = await create();
  return {
    name: "glpk",
    features: {
      integer: true,
      continuous: true,
      infeasibility: true,
      warmStart: false,
      incumbents: false,
      bounds: false,
      duals: true,
      interrupt: true,
      nodeLimit: false,
    },
    solve: async (program, options, hooks) => {
      try {
        return solve(glpk, program, options, hooks);
      } catch (cause) {
        if (!(cause instanceof Error) || cause.name !== "RuntimeError") throw cause;
        // After a failed assertion of GLPK's the runtime is of no further use.
        glpk = await create();
        const message = `GLPK broke on ${programSize(program)}: ${cause.message}`;
        throw new SolverError(message, { cause });
      }
    },
  };
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
  const divided = dividedProgram(program);
  const shortfall = magnitudeObstacle(divided.program, MOST_MAGNITUDE);
  if (shortfall !== undefined) return declined(shortfall);
  const gap = options.gap ?? 0;
  const progress = new SolverProgress("GLPK", program, hooks);
  const run = broughtBack(divided, runGlpk(glpk, divided.program, gap, deadline, true));
  const rawStatus = STATUS[run.status] ?? `status ${run.status}`;
  if (run.status === glpk.GLP_OPT) {
    const rejected = progress.offer(run.x);
    if (rejected !== undefined) {
      throw new SolverError(
        `GLPK calls optimal a point that does not exist: ${rejected} (${programSize(program)}).\n` +
          "Maybe use highs, which takes integers more strictly.",
      );
    }
    raiseOptimal(program, divided, run, progress);
    const { multipliers: duals } = run;
    return { termination: "optimal", rawStatus, ...progress.held(), ...(duals && { duals }) };
  }
  if (run.status === glpk.GLP_NOFEAS) return { termination: "infeasible", rawStatus };
  const stopped = deadline.stopped() ?? (run.timedOut ? "time-limit" : undefined);
  if (run.status === glpk.GLP_FEAS) {
    progress.offer(run.x);
    // GLPK stops at its gap with "feasible" as well.
    const reached = stopped === undefined && gap > 0 && progress.point !== undefined;
    if (reached) raiseMixed(program, divided, progress, gap);
    const termination = reached ? "gap-reached" : (stopped ?? "interrupted");
    if (termination === "interrupted" && stopped === undefined) {
      const why = `it answers "${rawStatus}" with no limit reached`;
      return { termination, rawStatus, shortfall: { kind: "gave-up", why }, ...progress.held() };
    }
    return { termination, rawStatus, ...progress.held() };
  }
  if (stopped !== undefined) return { termination: stopped, rawStatus };
  return tellApart(glpk, divided, deadline, rawStatus);
}

/** What a run on the divided program says of the program itself. */
function broughtBack(divided: Divided, { x, multipliers, ...run }: GlpkRun): GlpkRun {
  const point = { ...run, x: divided.point(x) };
  return multipliers ? { ...point, multipliers: divided.multipliers(multipliers) } : point;
}

function raiseOptimal(
  program: Program,
  divided: Divided,
  { x, multipliers }: GlpkRun,
  progress: SolverProgress,
): void {
  if (multipliers === undefined) raiseMixed(program, divided, progress, 0);
  const bound = multipliers && dualValue(program, multipliers, x);
  if (bound !== undefined) progress.raise(bound);
}

/** GLPK's "undefined" hides infeasible and unbounded programs; the bare simplex and a free objective tell. */
function tellApart(
  glpk: GLPK,
  { program }: Divided,
  deadline: Deadline,
  rawStatus: string,
): SolveResult {
  const relaxed: Program = { ...program, integer: new Uint8Array(program.columns) };
  const relaxation = runGlpk(glpk, relaxed, 0, deadline, false).status;
  if (relaxation === glpk.GLP_NOFEAS) return { termination: "infeasible", rawStatus };
  const free: Program = { ...program, objective: new Float64Array(program.columns), offset: 0 };
  if (relaxation === glpk.GLP_UNBND) {
    const { status, x } = runGlpk(glpk, free, 0, deadline, true);
    if (status === glpk.GLP_NOFEAS) return { termination: "infeasible", rawStatus };
    // An unbounded relaxation and one point make the program unbounded (Meyer 1974, DOI 10.1007/BF01585518).
    if (status === glpk.GLP_OPT && new SolverProgress("GLPK", free, {}).offer(x) === undefined) {
      return { termination: "unbounded", rawStatus };
    }
  }
  const stopped = deadline.stopped();
  if (stopped !== undefined) return { termination: stopped, rawStatus };
  throw new SolverError(`GLPK answers ${rawStatus} (${programSize(program)}).`);
}

/**
 * GLPK prunes what is within tol_obj, times 1 + its objective, of the incumbent, so only that much less is proven. Its objective
 * is that of the divided program and has no offset.
 */
function raiseMixed(
  { offset }: Program,
  { objective }: Divided,
  progress: SolverProgress,
  gap: number,
): void {
  const { point } = progress;
  if (point === undefined) return;
  const size = Math.abs(point.value - offset);
  progress.raise(point.value - OBJECTIVE_TOLERANCE * (objective + size) - gap * size);
}

/** At coefficients of 10^10 GLPK's optima of small makespan programs were off by half; at 10^8 none was. */
const MOST_MAGNITUDE = 1e8;

/** Twice GLPK's default of tol_obj, for the rounding of our price. */
const OBJECTIVE_TOLERANCE = 2e-7;

const STATUS: Readonly<Record<number, string>> = {
  1: "undefined",
  2: "feasible",
  3: "infeasible",
  4: "no feasible point",
  5: "optimal",
  6: "unbounded",
};
