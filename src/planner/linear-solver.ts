import type { Program, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { solveInWorker, type WorkerHooks } from "../solvers/in-worker.ts";
import { findSolver } from "../solvers/registry.ts";
import type { Clock } from "./clock.ts";

/** Iterations of the simplex method that count as a unit of work: some milliseconds. */
const ITERATIONS = 200;

/** A solver that can be interrupted. */
interface ThreadedSolver extends Solver {
  solve(program: Program, options: SolveOptions, hooks: WorkerHooks): Promise<SolveResult>;
}

/**
 * The solver for the linear programs of bounds and proofs, in a thread of its own: the one that is asked for, or HiGHS
 * where that one takes whole columns only or, under a work limit, cannot count. What they say is proven anew in whole
 * numbers, so nothing rests on its word. Their work is that of the clock.
 */
export async function linearSolver(name: string, clock: Clock): Promise<ThreadedSolver> {
  const { features } = await findSolver(name);
  const isCounted = clock.workLeft() === undefined || features.nodeLimit;
  const solver = await findSolver(features.continuous && isCounted ? name : "highs");
  return {
    ...solver,
    solve: (program, options, hooks) => solveCounted(solver.name, program, options, hooks, clock),
  };
}

/** `solveInWorker` within the work that a clock has left, which it spends: nodes, and slices of iterations. */
export async function solveCounted(
  solver: string,
  program: Program,
  options: SolveOptions,
  hooks: WorkerHooks,
  clock: Clock,
): Promise<SolveResult> {
  const left = clock.workLeft();
  if (left === undefined) return await solveInWorker(solver, program, options, hooks);
  if (left === 0) return { termination: "node-limit", rawStatus: "not started" };
  const limits = {
    nodeLimit: Math.min(left, options.nodeLimit ?? Infinity),
    iterationLimit: left * ITERATIONS,
  };
  const result = await solveInWorker(solver, program, { ...options, ...limits }, hooks);
  const { nodes = 0, iterations = 0 } = result;
  clock.spend(nodes + Math.floor(iterations / ITERATIONS));
  return result;
}
