import { explainBriefly } from "../explain/explain.ts";
import type { Instance } from "../instance/types.ts";
import type { Outcome } from "../planner/types.ts";
import { conflictText } from "../report/explanation.ts";
import { stdout } from "./command-run.ts";
import { columnsOf } from "./print.ts";

/** Milliseconds for saying why there is no plan, beside the proof. */
const WHY_LIMIT = 1500;
/** Pairs of task copies and resources above which nothing is said: reading it again and again takes too long. */
const WHY_PAIRS = 50_000;

/** What cannot be kept together, where it is proven that there is no plan and time is left to look. */
export async function brieflyWhy(
  document: unknown,
  instance: Instance,
  outcome: Outcome,
  { timeLimit = Infinity, signal }: { readonly timeLimit?: number; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const { taskOfCopy, resources } = instance;
  const left = Math.min(WHY_LIMIT, timeLimit - 1000 * outcome.seconds);
  if (outcome.refuted?.proof !== "ours" || left <= 0) return undefined;
  if (taskOfCopy.length * resources.length > WHY_PAIRS) return undefined;
  const conflict = await explainBriefly(document, instance, { timeLimit: left, signal });
  return conflict && conflictText(conflict, columnsOf(stdout()));
}
