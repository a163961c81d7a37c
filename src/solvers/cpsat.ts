import { setFlagsFromString } from "node:v8";
import type { CpSatApi } from "or-tools-wasm/cp-sat";
import type { Program, SolveHooks, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { SolverError } from "../util/errors.ts";
import { importOptional } from "../util/optional-package.ts";
import { type CpSatModel, cpSatModel } from "./cpsat-model.ts";
import { type CpSatRun, runCpSat } from "./cpsat-run.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { programSize, SolverProgress } from "./progress.ts";
import { declined } from "./shortfall.ts";
import { solveTrivial } from "./trivial.ts";

/**
 * CP-SAT of Google OR-Tools compiled to WebAssembly: integer programs in whole numbers. Its package is large, so it is
 * optional and loaded only when asked for. One worker, so equal seeds give equal answers. It cannot be asked to stop
 * before its time is over, and tells nothing before its end. Throws UsageError if the package is not installed.
 */
export async function loadCpSat(
  load: () => Promise<{ CpSat: CpSatApi }> = () => import("or-tools-wasm/cp-sat"),
): Promise<Solver> {
  const { CpSat: api } = await importOptional("The solver cpsat", "or-tools-wasm", load);
  return {
    name: "cpsat",
    features: {
      integer: true,
      continuous: false,
      infeasibility: true,
      warmStart: true,
      incumbents: false,
      bounds: true,
      duals: false,
      interrupt: true,
      nodeLimit: false,
    },
    solve: (program, options, hooks) => solve(api, program, options, hooks),
  };
}

async function solve(
  api: CpSatApi,
  program: Program,
  options: SolveOptions,
  hooks: SolveHooks,
): Promise<SolveResult> {
  const deadline = startDeadline(options, hooks);
  const trivial = solveTrivial(program, hooks);
  if (trivial !== undefined) return trivial;
  const progress = new SolverProgress("CP-SAT", program, hooks);
  const model = cpSatModel(program, options.start);
  if ("why" in model) return declined(model);
  if (options.start !== undefined) progress.offer(options.start);
  progress.raise(model.leastValue);
  await loadQuickly(api);
  const stopped = deadline.stopped();
  if (stopped !== undefined) {
    return { termination: stopped, rawStatus: "not started", ...progress.held() };
  }
  const attempt = { api, program, options, model, deadline, progress };
  return conclude(attempt, await run(attempt, options.gap ?? 0));
}

/**
 * Loads the module without compiling it a second time for speed: that takes 20 s of all processors, holds up the end of the
 * process for as long, and is never won back in the time of a plan.
 */
async function loadQuickly(api: CpSatApi): Promise<void> {
  setFlagsFromString("--liftoff-only");
  try {
    await api.loadModule();
  } finally {
    setFlagsFromString("--no-liftoff-only");
  }
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * One run at a time: the module has one memory, and where WebAssembly can suspend (Node 24) a second run would enter it in
 * the middle of the first. Throws SolverError if it aborts.
 */
function inTurn(program: Program, run: () => Promise<CpSatRun>): Promise<CpSatRun> {
  const mine = turn.then(run).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new SolverError(`CP-SAT broke: ${why} (${programSize(program)}).`);
  });
  turn = mine.catch(() => undefined);
  return mine;
}

/** Everything about one solve. */
interface Attempt {
  readonly api: CpSatApi;
  readonly program: Program;
  readonly options: SolveOptions;
  readonly model: CpSatModel;
  readonly deadline: Deadline;
  readonly progress: SolverProgress;
}

async function run(attempt: Attempt, gap: number): Promise<CpSatRun> {
  const { api, model, deadline, program, progress } = attempt;
  const left = deadline.left();
  const settings = { seed: attempt.options.seed ?? 0, workers: 1, gap };
  const seconds = left === undefined ? {} : { seconds: left / 1000 };
  const found = await inTurn(program, () => runCpSat(api, model, { ...settings, ...seconds }));
  if (found.x !== undefined) {
    const rejected = progress.offer(found.x);
    if (rejected !== undefined) {
      throw new SolverError(
        `CP-SAT calls feasible a point that does not exist: ${rejected} (${programSize(program)}).`,
      );
    }
  }
  if (found.bound !== undefined) progress.raise(found.bound);
  return found;
}

async function conclude(attempt: Attempt, found: CpSatRun): Promise<SolveResult> {
  const { program, deadline, progress, options } = attempt;
  const { status: rawStatus, info } = found;
  if (rawStatus === "INFEASIBLE") {
    if (progress.point === undefined) return { termination: "infeasible", rawStatus };
    throw new SolverError(
      `CP-SAT calls infeasible a program with a known point (${programSize(program)}).`,
    );
  }
  if (rawStatus === "MODEL_INVALID") {
    return declined({ kind: "features", why: `it answers ${rawStatus}: ${info}` });
  }
  if (rawStatus === "OPTIMAL") {
    if (isWithin(progress, 0)) return { termination: "optimal", rawStatus, ...progress.held() };
    if (isWithin(progress, options.gap ?? 0)) {
      return { termination: "gap-reached", rawStatus, ...progress.held() };
    }
    // Its gap is relative to no less than 1; only a value below that gets here.
    if ((options.gap ?? 0) > 0 && deadline.stopped() === undefined) {
      return conclude({ ...attempt, options: { ...options, gap: 0 } }, await run(attempt, 0));
    }
  }
  const stopped = deadline.stopped() ?? (deadline.left() === undefined ? undefined : "time-limit");
  if (stopped !== undefined) return { termination: stopped, rawStatus, ...progress.held() };
  throw new SolverError(`CP-SAT answers ${rawStatus} without a limit (${programSize(program)}).`);
}

/** Whether value and bound are at most a relative gap, and the rounding of a scaled objective, apart. */
function isWithin({ point, dualBound }: SolverProgress, gap: number): boolean {
  if (point === undefined || dualBound === undefined) return false;
  const size = Math.abs(point.value);
  return point.value - dualBound <= gap * size + ROUNDING * Math.max(1, size);
}

const ROUNDING = 1e-12;
