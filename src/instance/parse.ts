import { InstanceError } from "../util/errors.ts";
import { MOST_PAIRS } from "./features.ts";
import { checkTotals } from "./read/check-totals.ts";
import { nestsTooDeep } from "./read/cycles.ts";
import { draftInstance } from "./read/draft.ts";
import { makeReport, readMap } from "./read/report.ts";
import { requirementIssues } from "./requirements.ts";
import type { Instance } from "./types.ts";

/** How a document is read. */
export interface ParseOptions {
  /** Default: "instance". */
  readonly name?: string;
  /** More pairs of entries than this are worked out when asked for, not kept in tables. Default: 50 million. */
  readonly mostPairs?: number;
}

/**
 * A document (what a YAML or JSON file holds) as a frozen, cross-checked Instance of integers.
 * Throws InstanceError with every issue found, each with the JSON pointer of its place.
 * O(tasks x resources).
 */
export function parseInstance(document: unknown, options: ParseOptions = {}): Instance {
  const report = makeReport();
  const fields = nestsTooDeep(report, document)
    ? undefined
    : readMap(report, "", document, "a map with resources and tasks");
  if (fields === undefined) throw new InstanceError(report.issues);
  const { instance, items } = draftInstance(report, fields, {
    name: options.name ?? "instance",
    mostPairs: options.mostPairs ?? MOST_PAIRS,
  });
  for (const { path, message } of instance === undefined
    ? []
    : requirementIssues(instance, items)) {
    report.add(path, message);
  }
  if (instance !== undefined && report.issues.length === 0) checkTotals(report, instance);
  if (instance === undefined || report.issues.length > 0) throw new InstanceError(report.issues);
  return instance;
}
