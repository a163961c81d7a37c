import type { Highs, HighsCallbackMap, InterruptCallbackEvent, Model, ModelData } from "highs";
import type { Program, Shortfall, SolveOptions } from "../program/types.ts";
import type { Deadline } from "./deadline.ts";
import { dualValue } from "./dual-value.ts";
import { HIGHS_STATUS, type HighsVerdict } from "./highs-status.ts";
import type { SolverProgress } from "./progress.ts";

/** How one run differs from the plain one. */
export interface HighsRunSettings {
  readonly presolve: "choose" | "off";
  /** Feasibility tolerance of a linear program; HiGHS's default if absent, and always on mixed-integer ones. */
  readonly tolerance?: number;
  readonly start?: Float64Array;
}

/** How one run ended; points and bounds went to the progress. */
export interface HighsRun {
  readonly verdict: HighsVerdict;
  /** Nodes of the tree that were looked at; 0 where there is none. */
  readonly nodes: number;
  /** Iterations of the simplex method in all. */
  readonly iterations: number;
  /** Why the final point does not exist; absent if it does or there was none. */
  readonly rejected?: string;
  /** The row duals of a linear program. */
  readonly duals?: Float64Array;
}

/**
 * Runs HiGHS once on a program with columns. What it finds goes to `progress`. Blocks its thread; an exception
 * of a hook stops the run and is thrown again afterwards.
 */
export function runHighs(
  highs: Highs,
  program: Program,
  options: SolveOptions,
  settings: HighsRunSettings,
  deadline: Deadline,
  progress: SolverProgress,
): HighsRun {
  return highs.withModel((model: Model) => {
    const left = deadline.left();
    const mixed = program.integer.includes(1);
    const iterations = Math.min(Math.max(1, options.iterationLimit ?? Infinity), MOST_NODES);
    model.options.set({
      output_flag: false,
      presolve: settings.presolve,
      mip_rel_gap: options.gap ?? 0,
      mip_abs_gap: 0,
      // See TOLERANCE.linearFeasibility for why a mixed-integer search keeps HiGHS's own.
      ...(settings.tolerance !== undefined &&
        !mixed && {
          primal_feasibility_tolerance: settings.tolerance,
          dual_feasibility_tolerance: settings.tolerance,
        }),
      // Set before the model arrives, which is when HiGHS drops coefficients.
      small_matrix_value: SMALLEST_COEFFICIENT,
      large_matrix_value: LARGEST_COEFFICIENT,
      random_seed: (options.seed ?? 0) & 0x7fffffff,
      ...(left !== undefined && { time_limit: left / 1000 }),
      ...(options.nodeLimit !== undefined && {
        mip_max_nodes: Math.min(Math.max(1, options.nodeLimit), MOST_NODES),
      }),
      ...(iterations < MOST_NODES && { simplex_iteration_limit: iterations }),
    });
    model.passModel(modelData(program));
    if (settings.start !== undefined) model.setSolution({ colValue: settings.start });
    const watch: Watch = { most: iterations, seen: 0 };
    const ended = runModel(model, callbacks(highs, deadline, progress, watch));
    if ("error" in watch) throw watch.error;
    // HiGHS knows no limit on the iterations of a tree: there it was interrupted.
    const isSpent = ended.meaning === "interrupted" && watch.seen >= iterations;
    const verdict: HighsVerdict = isSpent ? { ...ended, meaning: "node-limit" } : ended;
    const nodes = mixed ? Math.max(0, Number(model.info.get("mip_node_count"))) : 0;
    const counted = Math.max(watch.seen, Number(model.info.get("simplex_iteration_count")));
    return { verdict, nodes, iterations: counted, ...collect(model, program, verdict, progress) };
  });
}

/**
 * HiGHS ends with an error where its simplex method cannot reach a tolerance it was given; that says nothing about
 * the program, and another run may do better. A WASM RuntimeError is another matter and passes through.
 */
function runModel(model: Model, hooks: HighsCallbackMap): HighsVerdict {
  try {
    const { modelStatus } = model.run(hooks);
    return HIGHS_STATUS[modelStatus] ?? { name: `Status ${modelStatus}` };
  } catch (error) {
    if (error instanceof Error && error.name === "HighsError") return { name: error.message };
    throw error;
  }
}

/** Why HiGHS would not see the program as it is, if so. */
export function highsObstacle(program: Program): Shortfall | undefined {
  const wrong = program.coefficient.find(
    (value) => Math.abs(value) <= SMALLEST_COEFFICIENT || Math.abs(value) >= LARGEST_COEFFICIENT,
  );
  if (wrong === undefined) return undefined;
  const why = `it takes coefficients between ${SMALLEST_COEFFICIENT} and ${LARGEST_COEFFICIENT}, not ${wrong}`;
  return { kind: "magnitude", why };
}

/** HiGHS counts in 32 bits. */
const MOST_NODES = 2 ** 31 - 1;

/** HiGHS drops smaller coefficients without a word; this is the least threshold it takes. */
const SMALLEST_COEFFICIENT = 1e-12;

/** HiGHS refuses a model with larger ones. */
const LARGEST_COEFFICIENT = 1e16;

function modelData(program: Program): ModelData {
  return {
    numCols: program.columns,
    numRows: program.rows,
    offset: program.offset,
    colCost: program.objective,
    colLower: program.lower,
    colUpper: program.upper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: {
      format: "csr",
      numRows: program.rows,
      numCols: program.columns,
      starts: program.rowStart,
      indices: program.columnIndex,
      values: program.coefficient,
    },
    ...(program.integer.includes(1) && { integrality: Int32Array.from(program.integer) }),
  };
}

/** What callbacks see of a run: iterations so far, of which `most` end it, and an exception. */
interface Watch {
  readonly most: number;
  seen: number;
  error?: unknown;
}

function callbacks(
  highs: Highs,
  deadline: Deadline,
  progress: SolverProgress,
  watch: Watch,
): HighsCallbackMap {
  /** An exception must not unwind through WASM frames, so it waits in `watch`. */
  const guarded = (step: () => void): undefined => {
    if ("error" in watch) return;
    try {
      step();
    } catch (error) {
      watch.error = error;
    }
  };
  const poll = (event: InterruptCallbackEvent): undefined => {
    let stop = false;
    guarded(() => {
      if (event.data.mip_dual_bound !== undefined) progress.raise(event.data.mip_dual_bound);
      const { mip_total_lp_iterations: ofTree = 0, simplex_iteration_count: ofOne = 0 } =
        event.data;
      watch.seen = Math.max(watch.seen, Number(ofTree), ofOne);
      stop = watch.seen >= watch.most || deadline.stopped() !== undefined;
    });
    if (stop || "error" in watch) event.interrupt();
  };
  const type = highs.constants.callbackType;
  return {
    [type.simplexInterrupt]: poll,
    [type.ipmInterrupt]: poll,
    [type.mipInterrupt]: poll,
    [type.mipImprovingSolution]: (event) =>
      guarded(() => {
        if (event.data.mip_solution !== undefined) progress.offer(event.data.mip_solution);
        if (event.data.mip_dual_bound !== undefined) progress.raise(event.data.mip_dual_bound);
      }),
  };
}

/** Takes the final point and bound; returns why the point does not exist, if it should. */
function collect(
  model: Model,
  program: Program,
  verdict: HighsVerdict,
  progress: SolverProgress,
): Omit<HighsRun, "verdict" | "nodes" | "iterations"> {
  const optimal = verdict.meaning === "optimal";
  const limited = verdict.meaning !== undefined && LIMITED.has(verdict.meaning);
  if (!optimal && !limited) return {};
  const solution = model.getSolution();
  const hasPoint = model.info.get("primal_solution_status") === FEASIBLE;
  let rejected = optimal ? "HiGHS holds no feasible point" : undefined;
  if (hasPoint) rejected = progress.offer(solution.colValue);
  const reason = rejected === undefined ? {} : { rejected };
  if (program.integer.includes(1)) {
    progress.raise(Number(model.info.get("mip_dual_bound")));
    return reason;
  }
  // HiGHS reports a mip_dual_bound of 0 for a pure LP, so the bound comes from the row duals.
  const duals = solution.rowDual;
  const proven = dualValue(program, duals, optimal ? solution.colValue : undefined);
  if (proven !== undefined) progress.raise(proven);
  return duals.length === program.rows ? { ...reason, duals } : reason;
}

/** Ways to stop early that leave a point and a bound. */
const LIMITED: ReadonlySet<string> = new Set(["time-limit", "node-limit", "interrupted"]);

/** HiGHS's kSolutionStatusFeasible. */
const FEASIBLE = 2;
