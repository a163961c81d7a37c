import type { Program, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { solveInWorker, type WorkerHooks } from "../solvers/in-worker.ts";
import { findSolver } from "../solvers/registry.ts";

/** A solver that can be interrupted. */
interface ThreadedSolver extends Solver {
  solve(program: Program, options: SolveOptions, hooks: WorkerHooks): Promise<SolveResult>;
}

/**
 * The solver for the linear programs of bounds and proofs, in a thread of its own: the one that is asked for, or HiGHS
 * where that one takes whole columns only. What they say is proven anew in whole numbers, so nothing rests on its word.
 */
export async function linearSolver(name: string): Promise<ThreadedSolver> {
  const asked = await findSolver(name);
  const solver = asked.features.continuous ? asked : await findSolver("highs");
  return {
    ...solver,
    solve: (program, options, hooks) => solveInWorker(solver.name, program, options, hooks),
  };
}
