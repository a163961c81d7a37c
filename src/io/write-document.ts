import { once } from "node:events";
import { extname } from "node:path";
import type { Writable } from "node:stream";
import { blocks, writeAtomically } from "./write-atomic.ts";

/** Endings of documents, and what they say. */
const FORMATS: Readonly<Record<string, DocumentFormat>> = {
  ".yaml": "yaml",
  ".yml": "yaml",
  ".json": "json",
};

/** Endings that `writeDocument` takes; the first is the usual one. */
export const DOCUMENT_ENDINGS: readonly string[] = Object.keys(FORMATS);

/** Formats that a document can be written in. */
export type DocumentFormat = "yaml" | "json";

/**
 * Writes an instance document to a file, as YAML or JSON by its ending (YAML where it has another one) and atomically, or to a
 * stream, as YAML. Throws UsageError for a file that cannot be written.
 */
export async function writeDocument(document: object, target: string | Writable): Promise<void> {
  if (typeof target === "string") {
    return await writeAtomically(target, documentText(document, formatOf(target)));
  }
  for (const block of blocks(documentText(document, "yaml"))) {
    if (!target.write(block)) await once(target, "drain");
  }
}

/** The text of a document in pieces: one line for each entry of a top-level list of maps. */
export function documentText(document: object, format: DocumentFormat): Generator<string> {
  return format === "yaml" ? yamlPieces(document) : jsonPieces(document);
}

function formatOf(path: string): DocumentFormat {
  return FORMATS[extname(path).toLowerCase()] ?? "yaml";
}

function* yamlPieces(document: object): Generator<string> {
  const entries = definedEntries(document);
  if (entries.length === 0) yield "{}\n";
  for (const [key, value] of entries) {
    if (!isListOfMaps(value)) {
      yield `${yamlScalar(key)}: ${yamlFlow(value)}\n`;
      continue;
    }
    yield `${yamlScalar(key)}:\n`;
    for (const item of value) yield `  - ${yamlFlow(item)}\n`;
  }
}

function* jsonPieces(document: object): Generator<string> {
  yield "{";
  let separator = "\n";
  for (const [key, value] of definedEntries(document)) {
    yield `${separator}${JSON.stringify(key)}: `;
    separator = ",\n";
    if (!isListOfMaps(value)) {
      yield JSON.stringify(value);
      continue;
    }
    yield "[\n";
    for (let k = 0; k < value.length; k++) {
      yield `  ${JSON.stringify(value[k])}${k + 1 < value.length ? "," : ""}\n`;
    }
    yield "]";
  }
  yield "\n}\n";
}

function definedEntries(map: object): [string, unknown][] {
  return Object.entries(map).filter(([, value]) => value !== undefined);
}

function isListOfMaps(value: unknown): value is readonly object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === "object" && item !== null && !Array.isArray(item))
  );
}

function yamlFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yamlFlow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = definedEntries(value).map(
      ([key, item]) => `${yamlScalar(key)}: ${yamlFlow(item)}`,
    );
    return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
  }
  return typeof value === "string" ? yamlScalar(value) : JSON.stringify(value ?? null);
}

/** Texts that YAML reads back as the same text without quotes: words and amounts with a unit. */
const WORD = /^[A-Za-z][\w./-]*$/;
const AMOUNT = /^\d+(\.\d+)?(ms|s|m|h|d|[KMGT]iB|[KMGT]i|W|kW|mW|\/h|\/min|\/s|\/d)$/;
const RESERVED = /^(true|false|null|yes|no|on|off|y|n)$/i;

function yamlScalar(text: string): string {
  const plain = AMOUNT.test(text) || (WORD.test(text) && !RESERVED.test(text));
  return plain ? text : JSON.stringify(text).replace(NOT_IN_YAML, escaped);
}

/** Characters that JSON leaves as they are and that YAML refuses, breaks lines at, or nobody sees. */
const NOT_IN_YAML = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}
