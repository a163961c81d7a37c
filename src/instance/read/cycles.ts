import { at, type Report } from "./report.ts";
import { EntryRows } from "./rows.ts";

/**
 * True, after saying where, if the document nests deeper than any instance does; a map or list that
 * contains itself (a YAML alias can do that) nests without end. Parts that are merely shared are fine.
 */
export function nestsTooDeep(report: Report, document: unknown): boolean {
  const open: object[] = [];
  /** The path below `value` at which the walk gave up, read backwards. */
  const visit = (value: object): (string | number)[] | undefined => {
    // Rows of a table hold each distinct entry once.
    if (value instanceof EntryRows) return visit(value.entries);
    if (open.length >= DEEPEST) return [];
    open.push(value);
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      const item: unknown = (value as Record<string | number, unknown>)[key];
      const found = typeof item === "object" && item !== null ? visit(item) : undefined;
      if (found !== undefined) return [...found, key];
    }
    open.pop();
    return undefined;
  };
  const isObject = typeof document === "object" && document !== null;
  const found = isObject ? visit(document) : undefined;
  if (found === undefined) return false;
  const keys = found.reverse();
  const again = open.findIndex((part, depth) => open.indexOf(part) < depth);
  const path = (depth: number) =>
    keys.slice(0, depth).reduce<string>((sum, key) => at(sum, key), "");
  if (again >= 0) report.add(path(again), "this part contains itself");
  else report.add(path(DEEPEST), `expected at most ${DEEPEST} levels of lists and maps, got more`);
  return true;
}

/** Objectives, tables and selectors need six. */
const DEEPEST = 12;
