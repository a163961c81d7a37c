import type { GLPK } from "glpk.js/node";
import type { Program, SolveHooks, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { SolverError } from "../util/errors.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { dualValue } from "./dual-value.ts";
import { type GlpkRun, runGlpk } from "./glpk-run.ts";
import { magnitudeObstacle } from "./obstacle.ts";
import { importOptional } from "./optional-package.ts";
import { Progress, programSize } from "./progress.ts";
import { solveTrivial } from "./trivial.ts";

/**
 * GLPK compiled to WebAssembly. Its licence is the GPL, so it is an optional package, loaded only here and only
 * when asked for. Throws UsageError if it is not installed.
 */
export async function loadGlpk(
  load: () => Promise<{ default: () => Promise<GLPK> }> = () => import("glpk.js/node"),
): Promise<Solver> {
  const { default: create } = await importOptional("glpk", "glpk.js", load);
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
  const obstacle = magnitudeObstacle("glpk", program, MOST_MAGNITUDE);
  if (obstacle !== undefined) return { termination: "unsupported", rawStatus: obstacle };
  const gap = options.gap ?? 0;
  const progress = new Progress("GLPK", program, hooks);
  const run = runGlpk(glpk, program, gap, deadline, true);
  const rawStatus = STATUS[run.status] ?? `status ${run.status}`;
  if (run.status === glpk.GLP_OPT) {
    const rejected = progress.offer(run.x);
    if (rejected !== undefined) {
      throw new SolverError(
        `GLPK calls optimal a point that does not exist: ${rejected} (${programSize(program)}).\n` +
          "Maybe use highs, which takes integers more strictly.",
      );
    }
    raiseOptimal(program, run, progress);
    const { multipliers: duals } = run;
    return { termination: "optimal", rawStatus, ...progress.held(), ...(duals && { duals }) };
  }
  if (run.status === glpk.GLP_NOFEAS) return { termination: "infeasible", rawStatus };
  const stopped = deadline.stopped() ?? (run.timedOut ? "time-limit" : undefined);
  if (run.status === glpk.GLP_FEAS) {
    progress.offer(run.x);
    // GLPK stops at its gap with "feasible" as well.
    const reached = stopped === undefined && gap > 0 && progress.point !== undefined;
    if (reached) raiseMixed(progress, gap);
    const termination = reached ? "gap-reached" : (stopped ?? "interrupted");
    return { termination, rawStatus, ...progress.held() };
  }
  if (stopped !== undefined) return { termination: stopped, rawStatus };
  return tellApart(glpk, program, deadline, rawStatus);
}

function raiseOptimal(program: Program, { x, multipliers }: GlpkRun, progress: Progress): void {
  if (multipliers === undefined) raiseMixed(progress, 0);
  const bound = multipliers && dualValue(program, multipliers, x);
  if (bound !== undefined) progress.raise(bound);
}

/** GLPK's "undefined" hides infeasible and unbounded programs; the bare simplex and a free objective tell. */
function tellApart(
  glpk: GLPK,
  program: Program,
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
