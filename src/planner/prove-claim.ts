import type { Encoding } from "../../models/types.ts";
import { proveBoxes } from "../exact/boxes/prove.ts";
import type { Bound } from "../plan/types.ts";
import { treeBound } from "../program/proven-bound.ts";
import type { Program } from "../program/types.ts";
import type { BoxTree, WholeFraction } from "../util/box-tree.ts";
import { SolverError } from "../util/errors.ts";
import { linearSolver } from "./linear-solver.ts";
import type { LevelTask } from "./method.ts";
import { formulationProof } from "./relaxation.ts";

/** Programs that a tree of linear programs may prove: small ones, since it knows no cuts. */
const MOST_COLUMNS = 5000;
const NODES = 2000;

/**
 * Where a solver claims that its point is best, proves it: a tree of boxes with multipliers in whole numbers, found by
 * linear programs within `milliseconds`. The bound is ours then, with a certificate; else the claim stands.
 */
export async function proveClaim(
  task: LevelTask,
  encoding: Encoding,
  narrowing: number,
  milliseconds: number,
): Promise<{ readonly bound?: Bound }> {
  const { incumbent, clock } = task;
  const { program } = encoding;
  const { value, bound } = incumbent;
  if (value === undefined || bound?.proof !== "claimed" || program.columns > MOST_COLUMNS) {
    return {};
  }
  if (!Number.isSafeInteger(program.offset)) return {};
  const began = performance.now();
  // Under a work limit nothing may depend on how fast this is; the nodes are few all the same.
  const isTimed = clock.workLeft() === undefined;
  const stopped = () =>
    clock.stopped() !== undefined || (isTimed && performance.now() - began > milliseconds);
  const solver = await linearSolver(task, "the proof of its claim");
  const lift = (objective: WholeFraction) => encoding.liftProven(withOffset(program, objective));
  const isEnough = (objective: WholeFraction) =>
    (lift(objective) ?? -Infinity) - narrowing >= bound.value;
  const tree = await proveOrNot(() =>
    proveBoxes(program, { solver, isEnough, nodes: NODES, stopped }),
  );
  const proven = tree && treeBound(program, tree);
  const lifted = proven && encoding.liftProven(proven);
  if (tree === undefined || lifted === undefined || !Number.isSafeInteger(lifted)) {
    return {};
  }
  const certificate = formulationProof(incumbent, program, tree, narrowing);
  return {
    bound: { value: lifted - narrowing, source: "branching", proof: "ours", ...certificate },
  };
}

function withOffset({ offset }: Program, { numerator, denominator }: WholeFraction): WholeFraction {
  return { numerator: numerator + BigInt(offset) * denominator, denominator };
}

/** A solver that breaks here takes nothing from what it claimed before. */
async function proveOrNot(prove: () => Promise<BoxTree | undefined>): Promise<BoxTree | undefined> {
  try {
    return await prove();
  } catch (error) {
    if (error instanceof SolverError) return undefined;
    throw error;
  }
}
