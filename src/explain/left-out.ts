import { draftOf, type Edit } from "../edit/draft.ts";
import { taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { plan } from "../planner/plan.ts";
import type { Outcome } from "../planner/types.ts";
import { type ExplainLimits, edited } from "./verdict.ts";

/** The fewest task copies without which the others have a plan, as far as was found. */
export interface LeftOut {
  /** Ids of copies. */
  readonly tasks: readonly string[];
  /** So many must be left out at least, proven. */
  readonly atLeast: number;
  readonly plan: VerifiedPlan;
}

/** Units of work; the answer of one search, not of many questions. */
const WORK = 300;

/**
 * Leaves out as few task copies as possible, all counting alike: every task becomes optional, and throughput counts copies.
 * Undefined where no plan was found or the document takes no such change.
 */
export async function leaveOut(
  document: unknown,
  name: string,
  { timeLimit, seed = 1, signal }: ExplainLimits,
): Promise<LeftOut | undefined> {
  const instance = edited(document, name, [allOptional]);
  if (instance === undefined || instance.tasks.some(({ divisible }) => divisible)) return undefined;
  // Who waits for what is left out, or is a part of it, would be left out with it.
  if (
    draftOf(document).tasks.some((task) => task?.after !== undefined || task?.stages !== undefined)
  ) {
    return undefined;
  }
  const outcome = await plan(instance, {
    ...{ workLimit: WORK, seed },
    ...(timeLimit !== undefined && Number.isFinite(timeLimit) && { timeLimit }),
    ...(signal && { signal }),
  });
  return leftOutOf(instance, outcome);
}

/** What a plan of an instance without duties leaves out, beside what its bound says must be. */
export function leftOutOf(
  instance: Instance,
  { plan: found, levels: [level] }: Pick<Outcome, "plan" | "levels">,
): LeftOut | undefined {
  if (found === undefined || level?.bound === undefined) return undefined;
  const placed = new Set(found.plan.task);
  const copies = [...instance.taskOfCopy.keys()].filter(
    (copy) => instance.tasks[instance.taskOfCopy[copy]].gain > 0,
  );
  const tasks = copies
    .filter((copy) => !placed.has(copy))
    .map((copy) => taskCopyId(instance, copy));
  // Throughput is minimised negated.
  const { value, proof } = level.bound;
  const most = proof === "ours" ? Math.floor(-value / level.target.perUnit) : copies.length;
  return { tasks, atLeast: Math.max(0, copies.length - most), plan: found };
}

/** What counts is copies; whatever else was asked for is not. */
const allOptional: Edit = (draft) => {
  draft.objectives = ["throughput"];
  delete draft.combine;
  for (const task of draft.tasks) {
    if (task === undefined) continue;
    // What was optional before is not missed.
    task.value = task.optional === true ? 0 : 1;
    task.optional = true;
  }
};
