import { extname } from "node:path";
import type { Instance } from "../instance/types.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { type ReplanRecord, readRecord } from "../replan/record.ts";
import { InstanceError } from "../util/errors.ts";
import { planCsv, readPlanCsv } from "./csv-plan.ts";
import { parsePlan, planOf } from "./parse-plan.ts";
import { type PlanOrigin, planText } from "./plan-text.ts";
import { parseText } from "./read-instance.ts";
import { readText } from "./read-text.ts";
import { writeAtomically } from "./write-atomic.ts";

/** Writes a verified plan as a JSON file, or as CSV if the name ends in .csv, atomically. Throws UsageError if it cannot be written. */
export async function writePlan(
  path: string,
  verified: VerifiedPlan,
  origin: PlanOrigin,
): Promise<void> {
  await writeAtomically(path, isCsv(path) ? planCsv(verified) : planText(verified, origin));
}

/** A plan and what its file claims about it. */
export interface StatedPlan {
  readonly plan: Plan;
  /** Exact objective values by name, in units of 1 / `per_unit`, where the file states them. */
  readonly stated: ReadonlyMap<string, number>;
  /** What the file says of bounds, by name of the objective, where it says anything. */
  readonly bounds: ReadonlyMap<string, StatedBound>;
  /** Set where the plan came from a replan. */
  readonly replan?: ReplanRecord;
}

/** A bound as a plan file states it. */
export interface StatedBound {
  /** In units of 1 / `per_unit`, as printed; of the bound that has the certificate, if there is one. */
  readonly value?: number;
  /** Untrusted: for `checkCertificate`. */
  readonly certificate?: unknown;
}

/**
 * Reads a plan for an instance from a plan file or from what `berth solve --json` printed; "-" is
 * standard input. Checks structure only: whether the plan keeps the rules is for `verify`.
 * Throws UsageError if the file cannot be read, InstanceError with every issue.
 */
export async function readPlan(path: string, instance: Instance): Promise<StatedPlan> {
  const { text, source } = await readText(path);
  if (isCsv(path)) return planFromCsv(text, source, instance);
  const document = parseText(text, source);
  const replan = readRecord(Object(document).replan);
  return {
    ...(replan !== undefined && { replan }),
    plan: parsePlan(document, instance),
    stated: statedValues(document),
    bounds: statedBounds(document),
  };
}

function isCsv(path: string): boolean {
  return extname(path).toLowerCase() === ".csv";
}

function planFromCsv(text: string, source: string, instance: Instance): StatedPlan {
  const { list, placeOf } = readPlanCsv(text, source);
  try {
    return { plan: planOf(list, "", instance), stated: new Map(), bounds: new Map() };
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    const issues = error.issues.map((issue) => {
      const [, row, column] = /^\/(\d+)(?:\/(.*))?$/.exec(issue.path) ?? [];
      if (row === undefined) return issue;
      const where = `${placeOf(Number(row))}${column === undefined ? "" : `, column ${column}`}`;
      return { ...issue, path: "", message: `${where}: ${issue.message}` };
    });
    throw new InstanceError(issues);
  }
}

function statedValues(document: unknown): Map<string, number> {
  const stated = new Map<string, number>();
  for (const { name, value_exact: value } of statedObjectives(document)) {
    if (typeof name === "string" && typeof value === "number") stated.set(name, value);
  }
  return stated;
}

function statedBounds(document: unknown): Map<string, StatedBound> {
  const bounds = new Map<string, StatedBound>();
  for (const objective of statedObjectives(document)) {
    const { name, certificate } = objective;
    if (typeof name !== "string") continue;
    const { certified_exact: certified = objective.bound_exact } = objective;
    const value = certificate === undefined ? objective.bound_exact : certified;
    const bound = {
      ...(typeof value === "number" ? { value } : {}),
      ...(certificate === undefined ? {} : { certificate }),
    };
    if (Object.keys(bound).length > 0) bounds.set(name, bound);
  }
  return bounds;
}

function statedObjectives(document: unknown): readonly Readonly<Record<string, unknown>>[] {
  const { objectives } = document as { readonly objectives?: unknown };
  return Array.isArray(objectives) ? objectives.map((objective) => Object(objective)) : [];
}
