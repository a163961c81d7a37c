import type { Instance } from "../instance/types.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { parsePlan } from "./parse-plan.ts";
import { type PlanOrigin, planText } from "./plan-text.ts";
import { parseJson } from "./read-instance.ts";
import { readText } from "./read-text.ts";
import { writeAtomically } from "./write-atomic.ts";

/** Writes a verified plan as a JSON file, atomically. Throws UsageError if it cannot be written. */
export async function writePlan(
  path: string,
  verified: VerifiedPlan,
  origin: PlanOrigin,
): Promise<void> {
  await writeAtomically(path, planText(verified, origin));
}

/**
 * Reads a plan for an instance from a plan file or from what `berth solve --json` printed; "-" is
 * standard input. Checks structure only: whether the plan keeps the rules is for `verify`.
 * Throws UsageError if the file cannot be read, InstanceError with every issue.
 */
export async function readPlan(path: string, instance: Instance): Promise<Plan> {
  const { text, source } = await readText(path);
  return parsePlan(parseJson(text, source), instance);
}
