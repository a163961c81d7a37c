import type { Instance } from "../instance/types.ts";
import { readPlanCsv } from "../io/csv-plan.ts";
import { parsePlan, planOf } from "../io/parse-plan.ts";
import { parseJson } from "../io/read-instance.ts";
import type { Plan } from "../plan/types.ts";
import { formatIssue, InstanceError } from "../util/errors.ts";
import type { Played, Trouble } from "./types.ts";

/** The plan in what a contestant wrote: a list of assignments, `{ assignments }` or the document of a plan file, as JSON in brackets or braces; else CSV. */
export function answerInText(text: string, source: string, instance: Instance): Played {
  return readable(() => {
    if (/^\s*[[{]/.test(text)) return planIn(parseJson(text, source), instance);
    if (text.trim() === "") throw new InstanceError([{ path: "", message: `${source} is empty` }]);
    return planOf(readPlanCsv(text, source).list, "", instance);
  });
}

/** What went wrong, in one line of at most 200 characters. */
export function troubled(kind: Trouble["kind"], reason: string): { readonly trouble: Trouble } {
  const line = reason.replaceAll(/\s+/g, " ").trim();
  return { trouble: { kind, reason: line.length <= MOST ? line : `${line.slice(0, MOST - 1)}…` } };
}

const MOST = 200;

function planIn(returned: unknown, instance: Instance): Plan {
  if (Array.isArray(returned)) return planOf(returned, "", instance);
  const { assignments, ...others } = Object(returned) as { readonly assignments?: unknown };
  const isBare = Array.isArray(assignments) && Object.keys(others).length === 0;
  return isBare ? planOf(assignments, "/assignments", instance) : parsePlan(returned, instance);
}

function readable(read: () => Plan): Played {
  try {
    return { plan: read() };
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    const { issues } = error;
    const more = issues.length > 1 ? `; and ${issues.length - 1} more` : "";
    return troubled("garbage", `${formatIssue(issues[0])}${more}`);
  }
}
