import type { Program, Shortfall, SolveOptions, SolveResult, Solver } from "../program/types.ts";
import { solveInWorker, type WorkerHooks } from "../solvers/in-worker.ts";
import { findSolver } from "../solvers/registry.ts";
import { shortfallOf } from "../solvers/shortfall.ts";
import type { Clock } from "./clock.ts";
import type { LevelTask } from "./method.ts";
import { shortfallNote } from "./shortfall.ts";

/** Iterations of the simplex method that count as a unit of work: some milliseconds. */
const ITERATIONS = 200;

/** A solver that can be interrupted. */
interface ThreadedSolver extends Solver {
  solve(program: Program, options: SolveOptions, hooks: WorkerHooks): Promise<SolveResult>;
}

/**
 * The solver for the linear programs of bounds and proofs, in a thread of its own: the one that is asked for, or HiGHS
 * where that one takes whole columns only or, under a work limit, cannot count. What they say is proven anew in whole
 * numbers, so nothing rests on its word. Their work is that of the clock. What it does not do is told, in words on `what`, such
 * as "the linear relaxation".
 */
export async function linearSolver(
  task: Pick<LevelTask, "solver" | "clock" | "tell">,
  what: string,
): Promise<ThreadedSolver> {
  const { clock } = task;
  const { features } = await findSolver(task.solver);
  const isCounted = clock.workLeft() === undefined || features.nodeLimit;
  const solver = await findSolver(features.continuous && isCounted ? task.solver : "highs");
  // Programs of one kind follow one another in other numbers; the first reason of a kind is enough.
  const told = new Set<Shortfall["kind"]>();
  return {
    ...solver,
    async solve(program, options, hooks) {
      const result = await solveCounted(solver.name, program, options, hooks, clock);
      const shortfall = result.duals === undefined && shortfallOf(solver.features, result);
      if (shortfall && !told.has(shortfall.kind)) {
        told.add(shortfall.kind);
        task.tell(shortfallNote(solver.name, what, program, shortfall));
      }
      return result;
    },
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
