import type { Findings } from "../../src/check/findings.ts";
import { type VerifyOptions, verifyPlanFile } from "../../src/check/verify-plan-file.ts";
import type { Instance } from "../../src/instance/types.ts";
import { statedPlan } from "../../src/io/plan-file.ts";
import { planText } from "../../src/io/plan-text.ts";
import { plan } from "../../src/planner/plan.ts";
import type { Outcome, PlanOptions } from "../../src/planner/types.ts";
import { outcomeDocument } from "../../src/report/json.ts";

/** The plan file and the output of a run as data; fails if there is no plan. */
export async function planned(
  instance: Instance,
  options: PlanOptions = {},
): Promise<{ readonly file: PlanDocument; readonly run: PlanDocument; readonly outcome: Outcome }> {
  const outcome = await plan(instance, options);
  if (outcome.plan === undefined) throw new Error(outcome.notes.join(" "));
  return {
    outcome,
    file: JSON.parse([...planText(outcome.plan, outcome)].join("")),
    run: JSON.parse(JSON.stringify(outcomeDocument(instance, outcome))),
  };
}

/** What the tests change. */
export interface PlanDocument {
  objectives: Record<string, unknown>[];
  [key: string]: unknown;
}

/** What the check says of a document. */
export function findingsOf(
  instance: Instance,
  document: unknown,
  options: VerifyOptions = {},
): Findings {
  return verifyPlanFile(instance, statedPlan(document, instance), options);
}
