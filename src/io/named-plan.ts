import { extname } from "node:path";
import { WHOLE } from "../instance/types.ts";
import type { Assignment } from "../plan/assignments.ts";
import { type ReplanRecord, readRecord } from "../replan/record.ts";
import { InstanceError, type Issue } from "../util/errors.ts";
import { readPlanCsv } from "./csv-plan.ts";
import { namedFault } from "./foreign/foreign-file.ts";
import { assignmentsOf } from "./parse-plan.ts";
import { parseText } from "./read-instance.ts";
import { readText } from "./read-text.ts";

/** A plan as names say it, and what it says of the replan that made it. */
export interface NamedPlan {
  readonly assignments: readonly Assignment[];
  readonly replan?: ReplanRecord;
}

/**
 * A plan file as names, for whatever instance it was made: `readPlan` also checks that the instance has them.
 * Throws UsageError if the file cannot be read, InstanceError with every issue.
 */
export async function readNamedPlan(path: string): Promise<NamedPlan> {
  const { text, source } = await readText(path);
  let document: unknown;
  try {
    if (extname(path).toLowerCase() === ".csv") {
      return namedPlan(readPlanCsv(text, source).list, "");
    }
    document = parseText(text, source);
    const { list, path: at } = assignmentsOf(document);
    return namedPlan(list, at, readRecord(Object(document).replan));
  } catch (error) {
    throw namedFault(error, "a plan of Berth", { text, source, document });
  }
}

function namedPlan(list: readonly unknown[], at: string, replan?: ReplanRecord): NamedPlan {
  const issues: Issue[] = [];
  const assignments = list.map((item, k): Assignment => {
    const {
      task,
      resource,
      start_ms = 0,
      share = WHOLE,
      devices = [],
    } = Object(item) as Partial<Assignment>;
    const isSound =
      typeof task === "string" &&
      typeof resource === "string" &&
      isCount(start_ms) &&
      isCount(share) &&
      Array.isArray(devices) &&
      devices.every(isCount);
    if (!isSound) issues.push({ path: `${at}/${k}`, message: "expected an assignment of names" });
    return { task: `${task}`, resource: `${resource}`, start_ms, share, devices };
  });
  if (issues.length > 0) throw new InstanceError(issues);
  return { assignments, ...(replan !== undefined && { replan }) };
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
