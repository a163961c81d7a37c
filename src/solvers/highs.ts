import highsLoader, { type Highs } from "highs";
import { TOLERANCE } from "../program/tolerances.ts";
import type { Program, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { SolverError } from "../util/errors.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { type HighsRun, type HighsRunSettings, highsObstacle, runHighs } from "./highs-run.ts";
import { programSize, SolverProgress } from "./progress.ts";
import { declined } from "./shortfall.ts";
import { solveTrivial } from "./trivial.ts";

/** HiGHS compiled to WebAssembly: linear and mixed-integer programs, bounds, incumbents, warm start. */
export const highs: Solver = {
  name: "highs",
  features: {
    integer: true,
    continuous: true,
    infeasibility: true,
    warmStart: true,
    incumbents: true,
    bounds: true,
    duals: true,
    interrupt: true,
    nodeLimit: true,
  },
  solve: async (program, options, hooks) => {
    const deadline = startDeadline(options, hooks);
    const trivial = solveTrivial(program, hooks);
    if (trivial !== undefined) return trivial;
    const obstacle = highsObstacle(program);
    if (obstacle !== undefined) return declined(obstacle);
    const progress = new SolverProgress("HiGHS", program, hooks);
    loading ??= load();
    const runtime = await loading;
    try {
      return solve({ runtime, program, options, deadline, progress });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "RuntimeError") throw error;
      // A broken heap serves no further solve.
      loading = undefined;
      return broken(runtime, program, progress, error);
    }
  },
};

/** The package's types describe its CommonJS form, where the loader is a member; as ESM it is the default. */
const load = highsLoader as unknown as typeof highsLoader.default;

/** One runtime per thread: loading takes about 70 ms. */
let loading: Promise<Highs> | undefined;

/** Everything about one solve. */
interface Solve {
  readonly runtime: Highs;
  readonly program: Program;
  readonly options: SolveOptions;
  readonly deadline: Deadline;
  readonly progress: SolverProgress;
}

function solve(task: Solve): SolveResult {
  const { deadline, progress } = task;
  const start = acceptStart(task);
  const tolerance = TOLERANCE.linearFeasibility;
  let run = attempt(task, { presolve: "choose", tolerance, ...(start && { start }) });
  let doubt = doubtOf(task, run);
  if (doubt !== undefined && deadline.stopped() === undefined) {
    // Presolve is where most of the wrong answers reported against HiGHS came from.
    // HiGHS's own tolerance is one that the simplex method always reaches; admission stays as strict.
    const start = progress.point && { start: progress.point.x };
    run = attempt(task, { presolve: "off", ...start });
    doubt = doubtOf(task, run);
  }
  const stopped = deadline.stopped();
  const { name, meaning } = run.verdict;
  if (meaning === undefined || doubt !== undefined) {
    const rawStatus = `${name}, but ${doubt}`;
    if (stopped !== undefined) return { termination: stopped, rawStatus, ...progress.held() };
    if (progress.point !== undefined) {
      const shortfall = { kind: "gave-up", why: `it answers ${rawStatus}` } as const;
      return { termination: "interrupted", rawStatus, shortfall, ...progress.held() };
    }
    throw new SolverError(`HiGHS answers ${rawStatus} (${programSize(task.program)}).`);
  }
  const held = { ...progress.held(), ...(run.duals && { duals: run.duals }) };
  if (meaning === "infeasible") return { termination: "infeasible", rawStatus: name };
  if (meaning === "unbounded-or-infeasible") return tellApart(task, name);
  if (meaning === "interrupted") {
    return { termination: stopped ?? "interrupted", rawStatus: name, ...held };
  }
  const termination = meaning === "optimal" && !isProven(task, 0) ? "gap-reached" : meaning;
  return { termination, rawStatus: name, nodes: run.nodes, iterations: run.iterations, ...held };
}

/** Admits the start and counts it as the first incumbent; a point that breaks a row starts nothing. */
function acceptStart({ options, progress }: Solve): Float64Array | undefined {
  if (options.start !== undefined) progress.offer(options.start);
  return progress.point?.x;
}

function attempt(task: Solve, settings: HighsRunSettings): HighsRun {
  return runHighs(task.runtime, task.program, task.options, settings, task.deadline, task.progress);
}

/** Why an answer cannot stand, if so. */
function doubtOf(task: Solve, { verdict, rejected }: HighsRun): string | undefined {
  const { progress, options } = task;
  if (verdict.meaning === undefined) return "that says nothing about the program";
  if (verdict.meaning === "infeasible" && progress.point !== undefined) {
    return "a point that keeps every row is known";
  }
  if (verdict.meaning !== "optimal") return undefined;
  if (rejected !== undefined) return `its point does not exist: ${rejected}`;
  if (isProven(task, options.gap ?? 0)) return undefined;
  return `its value ${progress.point?.value} is above its bound ${progress.dualBound}`;
}

/** Whether value and bound are at most this relative gap, and the tolerance of the arithmetic, apart. */
function isProven({ progress }: Solve, gap: number): boolean {
  const { point, dualBound } = progress;
  if (point === undefined || dualBound === undefined) return false;
  const size = Math.abs(point.value);
  return point.value - dualBound <= gap * size + TOLERANCE.bound * Math.max(1, size);
}

/**
 * HiGHS also says "unbounded" of programs without any point. With one, an unbounded relaxation makes the
 * program itself unbounded: its data are rational (Meyer 1974, DOI 10.1007/BF01585518).
 */
function tellApart(task: Solve, name: string): SolveResult {
  const { program, deadline, options, runtime } = task;
  if (task.progress.point !== undefined) return { termination: "unbounded", rawStatus: name };
  const free: Program = { ...program, objective: new Float64Array(program.columns), offset: 0 };
  const progress = new SolverProgress("HiGHS", free, {});
  const { verdict } = runHighs(runtime, free, options, { presolve: "choose" }, deadline, progress);
  if (progress.point !== undefined) return { termination: "unbounded", rawStatus: name };
  const rawStatus = `${name}; without objective: ${verdict.name}`;
  if (verdict.meaning === "infeasible") return { termination: "infeasible", rawStatus };
  const stopped = deadline.stopped();
  if (stopped !== undefined) return { termination: stopped, rawStatus };
  throw new SolverError(`HiGHS answers ${rawStatus} (${programSize(program)}).`);
}

/** WASM aborts rather than throws when its 2 GB heap is full. */
function broken(
  runtime: Highs,
  program: Program,
  progress: SolverProgress,
  cause: Error,
): SolveResult {
  if (runtime.memoryBytes >= 2 ** 30) {
    return { termination: "memory-limit", rawStatus: cause.message, ...progress.held() };
  }
  throw new SolverError(`HiGHS broke on ${programSize(program)}: ${cause.message}`, { cause });
}
