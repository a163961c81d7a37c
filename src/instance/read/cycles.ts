import type { Report } from "./report.ts";
import { at } from "./report.ts";

/**
 * True, after saying where, if a map or list of the document contains itself (a YAML alias can do that)
 * or nests deeper than any document does. O(size); shared parts that are no cycles are fine.
 */
export function hasCycle(report: Report, document: unknown): boolean {
  const open = new Set<object>();
  const closed = new Set<object>();
  const visit = (value: unknown, path: string): boolean => {
    if (typeof value !== "object" || value === null || closed.has(value)) return false;
    if (open.has(value)) {
      report.add(path, "this part contains itself");
      return true;
    }
    if (open.size >= DEEPEST) {
      report.add(path, `expected at most ${DEEPEST} levels of lists and maps, got more`);
      return true;
    }
    open.add(value);
    const found = Array.isArray(value)
      ? value.some((item, i) => isObject(item) && visit(item, `${path}/${i}`))
      : Object.entries(value).some(([key, item]) => isObject(item) && visit(item, at(path, key)));
    open.delete(value);
    closed.add(value);
    return found;
  };
  return visit(document, "");
}

const DEEPEST = 32;

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
