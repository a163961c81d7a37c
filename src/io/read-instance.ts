import { basename, dirname, extname, isAbsolute, join } from "node:path";
import { parseInstance } from "../instance/parse.ts";
import type { TextPlaces } from "../instance/places.ts";
import type { Instance } from "../instance/types.ts";
import { InstanceError } from "../util/errors.ts";
import { readCsvRows } from "./csv-rows.ts";
import { namedFault } from "./foreign/foreign-file.ts";
import type { Wanted } from "./foreign/seeming.ts";
import { looksLikeGap, readGapText } from "./gap-text.ts";
import { findJsonFault, position, type TextFault } from "./json-text.ts";
import { placed } from "./placed.ts";
import { placesOf } from "./places.ts";
import { readText, type SourceText } from "./read-text.ts";
import { parseYaml } from "./yaml-text.ts";

/** A document and what its text tells of it. */
export interface ReadDocument {
  readonly document: unknown;
  readonly places: TextPlaces;
  /** What the file seems to be if it is not what is wanted, as an error of one issue; else the error itself. */
  named(error: unknown): unknown;
}

/**
 * Reads and parses an instance file: YAML, JSON or OR-Library GAP text, told apart by content; "-" is
 * standard input. An instance without a name is named after the file.
 * Throws UsageError if the file cannot be read, InstanceError with every issue if it is no instance.
 */
export async function readInstance(path: string): Promise<Instance> {
  return parseRead(await readSeen(path), path);
}

/** The instance in a document that was read from `path`. Throws InstanceError. */
export function parseRead({ document, places, named }: ReadDocument, path: string): Instance {
  const name = path === "-" ? "stdin" : basename(path, extname(path));
  try {
    return parseInstance(document, { name, places });
  } catch (error) {
    throw named(error);
  }
}

/**
 * What `parse` makes of a file that is read as plain data; its issues have their places, and a file that seems to be anything
 * else than what is `wanted` is named. Throws as it does.
 */
export async function readParsed<T>(
  path: string,
  parse: (document: unknown) => T | Promise<T>,
  wanted?: Wanted,
): Promise<T> {
  const { text, source } = await readText(path);
  let document: unknown;
  try {
    document = parseText(text, source);
    return await parse(document);
  } catch (error) {
    if (wanted === undefined) throw placed(error, text, source);
    throw namedFault(error, wanted, { text, source, document });
  }
}

/** Reads an instance file as plain data, unchecked; see `readInstance`. */
export async function readDocument(path: string): Promise<unknown> {
  return (await readSeen(path)).document;
}

/** Reads a document, an instance unless something else is wanted; `seen` gets each text that it is made of, CSV files too, before it is parsed. */
export async function readSeen(
  path: string,
  seen: (text: SourceText) => void = () => {},
  wanted: Wanted = "an instance of Berth",
): Promise<ReadDocument> {
  const { text, source } = await readText(path);
  seen({ text, source });
  const named = (error: unknown, document?: unknown) =>
    namedFault(error, wanted, { text, source, document });
  let parsed: unknown;
  try {
    parsed = parseText(text, source);
  } catch (error) {
    throw named(error);
  }
  const document = await withCsvFiles(parsed, path === "-" ? "." : dirname(path), seen);
  return { document, places: placesOf(text), named: (error) => named(error, document) };
}

/** Reads the rows that `tasks: { csv: FILE }` or `resources: { csv: FILE }` name; a path is relative to `folder`. */
async function withCsvFiles(
  document: unknown,
  folder: string,
  seen: (text: SourceText) => void,
): Promise<unknown> {
  if (typeof document !== "object" || document === null) return document;
  const read: Record<string, unknown> = {};
  for (const key of ["tasks", "resources"]) {
    const { csv, ...others } = Object(Reflect.get(document, key)) as Record<string, unknown>;
    if (typeof csv !== "string" || Object.keys(others).length > 0) continue;
    const rows = await readText(isAbsolute(csv) ? csv : join(folder, csv));
    seen(rows);
    read[key] = readCsvRows(rows.text, rows.source);
  }
  return Object.keys(read).length === 0 ? document : { ...document, ...read };
}

/**
 * The plain data in a text. `source` names it in messages; an ending of .json or .yaml decides what a
 * text in braces is. Throws InstanceError with line and column.
 */
export function parseText(text: string, source: string): unknown {
  const ending = extname(source).toLowerCase();
  if (ending === ".json") return parseJson(text, source);
  if (looksLikeGap(text)) return readGapText(text, source);
  const inBraces = /^\s*[{[]/.test(text);
  if (inBraces && findJsonFault(text) === undefined) return JSON.parse(text);
  requireShortYaml(text, source, "Maybe write its tasks as a CSV file, or the document as JSON.");
  const parsed = parseYaml(text);
  if (parsed.ok) return parsed.value;
  // A text in braces that is neither is most likely JSON with a slip.
  if (inBraces && ending !== ".yaml" && ending !== ".yml") return parseJson(text, source);
  throw syntaxError(text, source, parsed.fault);
}

/** Parses a JSON text. Throws InstanceError with line and column, also for keys named twice. */
export function parseJson(text: string, source: string): unknown {
  const fault = findJsonFault(text);
  if (fault !== undefined) throw syntaxError(text, source, fault);
  return JSON.parse(text);
}

/** A YAML text takes about ten times its length of memory while it is read. */
const MOST_YAML = 128 * 2 ** 20;

/** Throws InstanceError for a text that is too long to be read as YAML. */
export function requireShortYaml(text: string, source: string, hint: string): void {
  if (text.length <= MOST_YAML) return;
  const message = `${source} is too long for YAML (more than ${MOST_YAML / 2 ** 20} Mi characters)`;
  throw new InstanceError([{ path: "", message, hint }]);
}

/** What is wrong with the syntax of a text, with line and column. */
export function syntaxError(text: string, source: string, fault: TextFault): InstanceError {
  const { offset, message, hint } = fault;
  const place = offset === undefined ? "" : `, ${position(text, offset)}`;
  const issue = { path: "", message: `${source}${place}: ${message}` };
  return new InstanceError([hint === undefined ? issue : { ...issue, hint }]);
}
