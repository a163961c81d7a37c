import { RULE_FIELDS } from "../plan/rules/fields.ts";
import { InstanceError, type Issue } from "../util/errors.ts";
import { MOST_PAIRS } from "./features.ts";
import type { TextPlaces } from "./places.ts";
import { checkSize } from "./read/check-size.ts";
import { checkTotals } from "./read/check-totals.ts";
import { nestsTooDeep } from "./read/cycles.ts";
import { draftInstance } from "./read/draft.ts";
import { checkLabelNumbers } from "./read/label-numbers.ts";
import { mergeDocument, withNames } from "./read/merge-document.ts";
import { isMap, makeReport, readMap } from "./read/report.ts";
import { EntryRows } from "./read/rows.ts";
import { withWeightUnit } from "./read/weight-unit.ts";
import { requirementIssues } from "./requirements.ts";
import type { Instance } from "./types.ts";

/** How a document is read. */
export interface ParseOptions {
  /** Default: "instance". */
  readonly name?: string;
  /** More pairs of entries than this are worked out when asked for, not kept in tables. Default: 50 million. */
  readonly mostPairs?: number;
  /** Where values stand in the text of the document: issues then have lines, columns and values as they are written. */
  readonly places?: TextPlaces;
}

/**
 * A document (what a YAML or JSON file holds) as a frozen, cross-checked Instance of integers. In long lists, rows that
 * differ in nothing but their ids are one entry with a count.
 * Throws InstanceError with every issue found, each with the JSON pointer of its place.
 * O(distinct tasks x distinct resources), plus the size of the document.
 */
export function parseInstance(document: unknown, options: ParseOptions = {}): Instance {
  // What nests too deep or in circles is told by the plain reading.
  const isTooDeep = nestsTooDeep(makeReport(), document);
  const unclear = makeReport(options.places);
  if (!isTooDeep && options.places !== undefined) {
    checkLabelNumbers(unclear, document, options.places);
  }
  const isClear = unclear.issues.length === 0;
  const merged = isTooDeep || !isClear ? undefined : mergeDocument(document);
  if (merged !== undefined) {
    // Merged entries have other numbers than the rows of the text.
    const { places: _, ...rest } = options;
    const { instance } = readDraft(merged.document, rest);
    if (instance !== undefined) return withNames(instance, merged);
  }
  // Row by row, where each fault has its own place.
  const { instance, issues } = readDraft(document, options);
  if (instance !== undefined && isClear) return instance;
  throw new InstanceError([...unclear.issues, ...placed(document, issues)]);
}

function readDraft(
  document: unknown,
  { name = "instance", mostPairs = MOST_PAIRS, places }: ParseOptions,
): { readonly instance?: Instance; readonly issues: readonly Issue[] } {
  const report = makeReport(places);
  const fields = nestsTooDeep(report, document)
    ? undefined
    : readMap(report, "", document, "a map with resources and tasks");
  if (fields === undefined) return { issues: report.issues };
  const {
    instance: drafted,
    items,
    placeOf,
  } = draftInstance(report, fields, {
    name,
    mostPairs,
    own: RULE_FIELDS,
  });
  const instance = drafted && withWeightUnit(drafted);
  for (const { path, message } of instance === undefined
    ? []
    : requirementIssues(instance, items)) {
    report.add(path, message.replace(/\/tasks\/\d+/, placeOf));
  }
  if (instance !== undefined && report.issues.length === 0) checkSize(report, instance);
  if (instance !== undefined && report.issues.length === 0) checkTotals(report, instance);
  if (instance === undefined || report.issues.length > 0) return { issues: report.issues };
  return { instance, issues: [] };
}

/** Issues of rows that stand in files of their own are told by file and line. */
function placed(document: unknown, issues: readonly Issue[]): readonly Issue[] {
  return issues.map((issue) => {
    const [, key = "", row, rest = ""] =
      /^\/(tasks|resources)\/(\d+)(\/.*)?$/.exec(issue.path) ?? [];
    const rows = isMap(document) && key !== "" ? document[key] : undefined;
    if (!(rows instanceof EntryRows) || rows.placeOf === undefined) return issue;
    const column = rest === "" ? "" : `, column ${rest.slice(1).replace("/", ".")}`;
    return { ...issue, message: `${rows.placeOf(Number(row))}${column}: ${issue.message}` };
  });
}
