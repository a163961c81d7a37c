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

/** A plan and what its file claims about it. */
export interface StatedPlan {
  readonly plan: Plan;
  /** Exact objective values by name, in units of 1 / `per_unit`, where the file states them. */
  readonly stated: ReadonlyMap<string, number>;
}

/**
 * Reads a plan for an instance from a plan file or from what `berth solve --json` printed; "-" is
 * standard input. Checks structure only: whether the plan keeps the rules is for `verify`.
 * Throws UsageError if the file cannot be read, InstanceError with every issue.
 */
export async function readPlan(path: string, instance: Instance): Promise<StatedPlan> {
  const { text, source } = await readText(path);
  const document = parseJson(text, source);
  return { plan: parsePlan(document, instance), stated: statedValues(document) };
}

function statedValues(document: unknown): Map<string, number> {
  const stated = new Map<string, number>();
  const { objectives } = document as { readonly objectives?: unknown };
  if (!Array.isArray(objectives)) return stated;
  for (const objective of objectives) {
    const { name, value_exact: value } = Object(objective) as Record<string, unknown>;
    if (typeof name === "string" && typeof value === "number") stated.set(name, value);
  }
  return stated;
}
