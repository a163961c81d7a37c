import { formulate } from "../../../models/formulate.ts";
import type { LevelLimit } from "../../../models/types.ts";
import { isMakespan } from "../../bounds/schedule/makespan.ts";
import { gridOf } from "../../plan/certificate/over-time/grid.ts";
import type { Plan } from "../../plan/types.ts";
import { InvariantError } from "../../util/errors.ts";
import type { LevelEnd, LevelTask } from "../method.ts";
import { admittedLimits, solveProgram } from "../milp.ts";

/**
 * Hands the program indexed by time to a solver, started from the best plan. For a makespan it holds only plans no longer than
 * that one: all others are worse, so its bound is one of the level.
 */
export async function solveOverTime(task: LevelTask): Promise<LevelEnd> {
  const { instance, target, value } = task.incumbent;
  const limits: LevelLimit[] = [...admittedLimits(task.incumbent)];
  if (value !== undefined && isMakespan(target)) limits.push({ target, atMost: value });
  const encoding = formulate(instance, target, limits);
  if ("unsupported" in encoding) return { termination: "unsupported", note: encoding.unsupported };
  const grid = gridOf(instance);
  const onGrid = (plan: Plan): Plan => ({
    ...plan,
    start: plan.start.map((time) => Math.floor(time / grid) * grid),
  });
  // Starts rounded down keep every rule; see `gridOf`. The program knows no others.
  const rounded = { ...encoding, encode: (plan: Plan) => encoding.encode(onGrid(plan)) };
  if (!holds(rounded.encode, task.incumbent.plan?.plan)) {
    return { termination: "unsupported", note: "The best plan lies outside the program's times." };
  }
  return await solveProgram(task, rounded, true);
}

/** False for a plan that the program has no columns for, such as one that waits longer than any needs to. */
function holds(encode: (plan: Plan) => unknown, plan: Plan | undefined): boolean {
  try {
    if (plan !== undefined) encode(plan);
    return true;
  } catch (error) {
    if (error instanceof InvariantError) return false;
    throw error;
  }
}
