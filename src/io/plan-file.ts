import { extname } from "node:path";
import { INSTANCE } from "../instance/arguments.ts";
import type { TextPlaces } from "../instance/places.ts";
import type { Instance } from "../instance/types.ts";
import { VERIFIED_PLAN } from "../plan/arguments.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { type ReplanRecord, readRecord } from "../replan/record.ts";
import { requireArgument, requireText, type WantedArgument } from "../util/arguments.ts";
import { InstanceError } from "../util/errors.ts";
import { planCsv, readPlanCsv } from "./csv-plan.ts";
import { namedFault } from "./foreign/foreign-file.ts";
import { parsePlan, planOf } from "./parse-plan.ts";
import { placesOf } from "./places.ts";
import { type PlanOrigin, planText } from "./plan-text.ts";
import { parseText } from "./read-instance.ts";
import { readText } from "./read-text.ts";
import { NO_STATEMENTS, readStatements, type Statements } from "./statements.ts";
import { writeAtomically } from "./write-atomic.ts";

/** What a plan file says of its run. */
const ORIGIN: WantedArgument = {
  what: "an outcome",
  keys: ["levels"],
  from: "await plan(instance)",
};

/** Writes a verified plan as a JSON file, or as CSV if the name ends in .csv, atomically. Throws UsageError if it cannot be written. */
export async function writePlan(
  path: string,
  verified: VerifiedPlan,
  origin: PlanOrigin,
): Promise<void> {
  requireText("writePlan", "the path of a file", path);
  requireArgument("writePlan", VERIFIED_PLAN, verified);
  requireArgument("writePlan", ORIGIN, origin);
  await writeAtomically(path, isCsv(path) ? planCsv(verified) : planText(verified, origin));
}

/** A plan and what its file states about it. */
export interface StatedPlan {
  readonly plan: Plan;
  readonly statements: Statements;
  /** Set where the plan came from a replan. */
  readonly replan?: ReplanRecord;
  /** Where its statements stand in its text, of a plan that was read from a JSON file. */
  readonly places?: TextPlaces;
}

/**
 * Reads a plan for an instance from a plan file or from what `berth solve --json` printed; "-" is
 * standard input. Checks structure only, and that nothing is there which nobody reads: whether the plan keeps the rules is for
 * `verify`, whether the rest is so for `verifyPlanFile`.
 * Throws UsageError if the file cannot be read, InstanceError with every issue.
 */
export async function readPlan(path: string, instance: Instance): Promise<StatedPlan> {
  requireArgument("readPlan", INSTANCE, instance);
  const { text, source } = await readText(path);
  let document: unknown;
  try {
    if (isCsv(path)) return planFromCsv(text, source, instance);
    document = parseText(text, source);
    return { ...statedPlan(document, instance), places: placesOf(text) };
  } catch (error) {
    throw namedFault(error, "a plan of Berth", { text, source, document });
  }
}

/** The same of what a JSON text holds. Throws InstanceError with every issue of the part that cannot be read. */
export function statedPlan(document: unknown, instance: Instance): StatedPlan {
  const plan = parsePlan(document, instance);
  const statements = readStatements(document);
  const replan = readRecord((document as { readonly replan?: unknown }).replan);
  return { plan, statements, ...(replan !== undefined && { replan }) };
}

function isCsv(path: string): boolean {
  return extname(path).toLowerCase() === ".csv";
}

function planFromCsv(text: string, source: string, instance: Instance): StatedPlan {
  const { list, placeOf } = readPlanCsv(text, source);
  try {
    return { plan: planOf(list, "", instance), statements: NO_STATEMENTS };
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
