import type { Issue } from "../../util/errors.ts";
import { nearest } from "../../util/nearest.ts";
import type { Fault } from "../../util/quantities.ts";
import { show } from "../../util/show.ts";
import { dimensionMeant } from "../dimension-words.ts";
import type { TextPlace, TextPlaces } from "../places.ts";
import { keyMeant } from "./key-words.ts";

/** Collects what is wrong with a document, so that all of it is told at once. */
export interface Report {
  readonly issues: readonly Issue[];
  /** `part` "key": what is wrong is the key that ends the path, not its value. */
  add(path: string, message: string, hint?: string | undefined, part?: "key"): void;
  /** A number as the text of the document has it, which may be longer than what was read: 1.10, 007. */
  written(path: string, value: number): string;
}

/** Issues past these are counted, not kept. */
const MOST_ISSUES = 1000;

/** A report without issues; `places` says where in the text a path stands. */
export function makeReport(places?: TextPlaces): Report {
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
    add(path, message, hint, part) {
      if (issues.length >= MOST_ISSUES) {
        more++;
        return;
      }
      const place = path === "" ? undefined : (places?.find(path, part) ?? around(places, path));
      const quoted =
        place?.key === undefined ? hint : `Maybe write the key in quotes: "${place.key}".`;
      const mend = place?.slip ?? quoted;
      issues.push({
        path,
        message,
        ...(mend !== undefined && { hint: mend }),
        ...(place !== undefined && { line: place.line, column: place.column }),
      });
    },
    written: (path, value) => places?.find(path)?.written ?? String(value),
  };
}

/** What is missing has the place of the map that lacks it; a row of another file has none. */
function around(places: TextPlaces | undefined, path: string): TextPlace | undefined {
  const cut = path.lastIndexOf("/");
  if (cut <= 0 || /^\d+$/.test(path.slice(cut + 1))) return undefined;
  const place = places?.find(path.slice(0, cut), "key");
  return place && { line: place.line, column: place.column };
}

/** The fault of a value, told by the text that it was read from where a number has lost digits of it. */
export function faultOf(
  report: Report,
  path: string,
  value: unknown,
  fault: Fault,
  read: (value: unknown) => unknown,
): Fault {
  if (typeof value !== "number") return fault;
  const written = report.written(path, value);
  if (written === String(value)) return fault;
  const told = read(written);
  return typeof told === "object" && told !== null && "message" in told ? (told as Fault) : fault;
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

const NONE: ReadonlySet<string> = new Set();

/** Says for each key that is neither known nor a rule's `own`: what it may have been, or that a later version will know it. */
export function checkKeys(
  report: Report,
  path: string,
  fields: Fields,
  known: ReadonlySet<string>,
  own: ReadonlySet<string> = NONE,
): void {
  for (const key of Object.keys(fields)) {
    if (known.has(key) || own.has(key)) continue;
    const where = at(path, key);
    if (LATER.has(key)) report.add(where, `${show(key)} is not supported yet`, undefined, "key");
    else if (key === "<<") report.add(where, ...MERGE_KEY, "key");
    else {
      report.add(where, `unknown key ${show(key)}`, keyHint(key, fields, known, own), "key");
    }
  }
}

/** The known key that an unknown one stands for; one that is there already would be there twice. */
function keyHint(
  key: string,
  fields: Fields,
  known: ReadonlySet<string>,
  own: ReadonlySet<string>,
): string | undefined {
  const all = [...known, ...own];
  const found = nearest(key, all) ?? keyMeant(key, all);
  if (found === undefined) {
    const outer = ["demand", "capacity"].find((one) => known.has(one));
    const isDimension = dimensionMeant(key, USUAL_DIMENSIONS) !== undefined;
    return outer && isDimension ? `Maybe write it inside ${show(outer)}.` : undefined;
  }
  if (Object.hasOwn(fields, found)) return `Maybe leave it out: ${show(found)} is there already.`;
  return `Maybe write ${show(found)}.`;
}

const USUAL_DIMENSIONS = ["cpu", "gpu", "memory", "storage"];

/** YAML 1.2 has no merge keys; read as a key, one would be lost in a map of free names. */
export const MERGE_KEY = [
  'the merge key "<<" of YAML 1.1 is not read',
  "Maybe write the keys out, or give a whole value a name: a: &name VALUE, and b: *name.",
] as const;

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
