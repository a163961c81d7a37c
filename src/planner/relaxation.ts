import type { Encoding } from "../../models/types.ts";
import type { Certificate } from "../plan/certificate/types.ts";
import type { Bound } from "../plan/types.ts";
import { provenBound } from "../program/proven-bound.ts";
import type { Program, SolveResult } from "../program/types.ts";
import type { BoxTree } from "../util/box-tree.ts";
import { SolverError } from "../util/errors.ts";
import type { Incumbent } from "./incumbent.ts";
import { linearSolver } from "./linear-solver.ts";
import type { LevelTask } from "./method.ts";

/** Larger relaxations take longer than they tell. */
const MOST_COLUMNS = 200_000;

/** The part of the time left that the relaxation may take, and its milliseconds where nothing limits the run. */
const SHARE = 0.15;
const LONGEST = 30_000;

/**
 * The bound of the linear relaxation of a level's program: the solver's row duals, rounded to whole numbers, prove it
 * in exact integers over our own formulation, so its arithmetic need not be trusted. `narrowing`: by how much a plan's
 * value may lie below its point's.
 */
export async function relaxationOf(
  task: LevelTask,
  encoding: Encoding,
  narrowing: number,
): Promise<{ readonly bound?: Bound }> {
  const { program } = encoding;
  const { clock, incumbent } = task;
  const solver = await linearSolver(task, "the linear relaxation");
  if (program.columns > MOST_COLUMNS) return {};
  if (!solver.features.duals) {
    task.tell(`${solver.name} gives no row multipliers, so its linear relaxation proves nothing.`);
    return {};
  }
  const relaxed = { ...program, integer: new Uint8Array(program.columns) };
  // Under a work limit no clock may decide.
  const isTimed = clock.workLeft() === undefined;
  const limits = isTimed
    ? { timeLimit: Math.min(LONGEST, SHARE * (clock.left() ?? Infinity)) }
    : {};
  const hooks = clock.signal === undefined ? {} : { signal: clock.signal };
  const duals = await dualsOf(solver.solve(relaxed, limits, hooks));
  const proven = duals && provenBound(program, duals);
  const lifted = proven && encoding.liftProven(proven.bound);
  if (proven === undefined || lifted === undefined || !Number.isSafeInteger(lifted)) return {};
  const certificate = formulationProof(incumbent, program, proven.proof, narrowing);
  const value = lifted - narrowing;
  return { bound: { value, source: "linear relaxation", proof: "ours", ...certificate } };
}

/** Multipliers beyond which a proof is not carried along. */
const MOST_MULTIPLIERS = 100_000;

/** The proof for a plan file: of first levels only, since limits of earlier ones are no part of the instance. */
export function formulationProof(
  { limits }: Incumbent,
  { columns, rows }: Program,
  tree: BoxTree,
  narrowing: number,
): { readonly certificate?: Certificate } {
  if (limits.length > 0 || narrowing > 0 || multipliersOf(tree) > MOST_MULTIPLIERS) return {};
  return { certificate: { kind: "formulation", columns, rows, tree } };
}

function multipliersOf(tree: BoxTree): number {
  if (!("column" in tree)) return tree.row.length;
  return multipliersOf(tree.below) + multipliersOf(tree.above);
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
