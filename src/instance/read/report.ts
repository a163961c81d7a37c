import type { Issue } from "../../util/errors.ts";
import { nearest } from "../../util/nearest.ts";
import { show } from "../../util/show.ts";

/** Collects what is wrong with a document, so that all of it is told at once. */
export interface Report {
  readonly issues: readonly Issue[];
  add(path: string, message: string, hint?: string | undefined): void;
}

/** Past `limit` issues the rest is counted, not kept. */
export function makeReport(limit = 1000): Report {
  const issues: Issue[] = [];
  let more = 0;
  return {
    get issues() {
      if (more === 0) return issues;
      return [
        ...issues,
        { path: "", message: `${more} more issues of this document are left out` },
      ];
    },
    add(path, message, hint) {
      if (issues.length >= limit) more++;
      else issues.push(hint === undefined ? { path, message } : { path, message, hint });
    },
  };
}

/** One more step of a JSON pointer (RFC 6901). */
export function at(path: string, key: string | number): string {
  if (typeof key === "number" || !/[~/]/.test(key)) return `${path}/${key}`;
  return `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

export type Fields = Readonly<Record<string, unknown>>;

/** True for a map of a document: not null, not a list, not a date or another exotic object. */
export function isMap(value: unknown): value is Fields {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** The value as a map, or undefined after saying that it is none. */
export function readMap(
  report: Report,
  path: string,
  value: unknown,
  what = "a map",
): Fields | undefined {
  if (isMap(value)) return value;
  report.add(path, `expected ${what}, got ${show(value)}`);
  return undefined;
}

/** Says for each key that is not known: what it may have been, or that a later version will know it. */
export function checkKeys(
  report: Report,
  path: string,
  fields: Fields,
  known: ReadonlySet<string>,
): void {
  for (const key of Object.keys(fields)) {
    if (known.has(key)) continue;
    if (LATER.has(key)) report.add(at(path, key), `${show(key)} is not supported yet`);
    else report.add(at(path, key), `unknown key ${show(key)}`, maybe(key, known));
  }
}

/** `Maybe write "memory".`, if a known word is near. */
export function maybe(word: string, known: Iterable<string>): string | undefined {
  const found = nearest(word, known);
  return found === undefined ? undefined : `Maybe write ${show(found)}.`;
}

const LATER: ReadonlySet<string> = new Set([
  "checkpoint",
  "quota",
  "quotas",
  "team",
  "teams",
  "preemptible",
  "data",
  "topology",
  "carbon",
]);
