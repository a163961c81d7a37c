import type { TextPlaces } from "../places.ts";
import { at, type Fields, isMap, type Report } from "./report.ts";

/**
 * Says which numbers stand where labels are compared as texts and are written otherwise than they print: a label 1.10 would
 * become "1.1" in silence, and equal to another. O(labels), and O(text) once where some label is a number.
 */
export function checkLabelNumbers(written: Report, document: unknown, places: TextPlaces): void {
  if (!isMap(document)) return;
  let hasOdd: boolean | undefined;
  const report: Report = {
    ...written,
    // Most numbers print as they are written, which one look at the whole text tells.
    written: (path, value) => {
      hasOdd ??= places.hasOddNumbers();
      return hasOdd ? written.written(path, value) : String(value);
    },
  };
  eachOf(document.resources, "/resources", (fields, path) => {
    checkValues(report, at(path, "labels"), fields.labels);
  });
  eachOf(document.tasks, "/tasks", (fields, path) => {
    checkSelectors(report, at(path, "eligible"), fields.eligible);
    eachOf(fields.stages, at(path, "stages"), (stage, where) => {
      checkSelectors(report, at(where, "eligible"), stage.eligible);
    });
  });
}

function eachOf(list: unknown, path: string, visit: (fields: Fields, path: string) => void): void {
  if (!Array.isArray(list)) return;
  for (const [i, entry] of list.entries()) if (isMap(entry)) visit(entry, at(path, i));
}

function checkSelectors(report: Report, path: string, value: unknown): void {
  if (isMap(value)) checkValues(report, path, value);
  eachOf(value, path, (fields, where) => checkValues(report, where, fields));
}

function checkValues(report: Report, path: string, map: unknown): void {
  if (!isMap(map)) return;
  for (const [label, given] of Object.entries(map)) {
    const where = at(path, label);
    for (const [i, value] of (Array.isArray(given) ? given : [given]).entries()) {
      if (typeof value !== "number") continue;
      const place = Array.isArray(given) ? at(where, i) : where;
      const written = report.written(place, value);
      if (written === String(value)) continue;
      const message = `the number ${written} would be read as the text "${value}"`;
      report.add(place, message, `Maybe write it in quotes: "${written}".`);
    }
  }
}
