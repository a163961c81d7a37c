import { formulate } from "../../../models/formulate.ts";
import type { LevelLimit } from "../../../models/types.ts";
import { isMakespan } from "../../bounds/schedule/makespan.ts";
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
  return await solveProgram(task, encoding, true);
}
