import type { Encoding } from "../../models/types.ts";
import { provenBound } from "../program/proven-bound.ts";
import type { SolveResult } from "../program/types.ts";
import { solveInWorker } from "../solvers/in-worker.ts";
import { findSolver } from "../solvers/registry.ts";
import { SolverError } from "../util/errors.ts";
import type { LevelTask } from "./method.ts";

/** Larger relaxations take longer than they tell. */
const MOST_COLUMNS = 200_000;

/** The part of the time left that the relaxation may take, and its milliseconds where nothing limits the run. */
const SHARE = 0.15;
const LONGEST = 30_000;

/**
 * Raises the bound of the linear relaxation of a level's program: the solver's row duals, rounded to whole numbers, prove it
 * in exact integers over our own formulation, so its arithmetic need not be trusted. `narrowing`: by how much a plan's
 * value may lie below its point's.
 */
export async function raiseRelaxation(
  task: LevelTask,
  encoding: Encoding,
  narrowing: number,
): Promise<void> {
  const { program } = encoding;
  const { clock, incumbent } = task;
  const { features } = await findSolver(task.solver);
  if (program.columns > MOST_COLUMNS || !features.bounds) return;
  const relaxed = { ...program, integer: new Uint8Array(program.columns) };
  const timeLimit = Math.min(LONGEST, SHARE * (clock.left() ?? Infinity));
  const hooks = clock.signal === undefined ? {} : { signal: clock.signal };
  const duals = await dualsOf(solveInWorker(task.solver, relaxed, { timeLimit }, hooks));
  const proven = duals && provenBound(program, duals);
  const lifted = proven && encoding.liftProven(proven.bound);
  if (lifted === undefined || !Number.isSafeInteger(lifted)) return;
  incumbent.raise({ value: lifted - narrowing, source: "linear relaxation", proof: "ours" });
}

/** A solver that breaks here may still do the whole program. */
async function dualsOf(solving: Promise<SolveResult>): Promise<Float64Array | undefined> {
  try {
    return (await solving).duals;
  } catch (error) {
    if (error instanceof SolverError) return undefined;
    throw error;
  }
}
