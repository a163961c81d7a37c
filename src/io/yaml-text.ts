import { load, loadAll, YAMLException } from "js-yaml";
import type { TextFault } from "./json-text.ts";
import { unclosedIn } from "./yaml-open.ts";

/** Deepest nesting of a YAML text; nobody writes proofs in it. */
export const MAX_YAML_DEPTH = 100;

/** Most values that a document may hold once its aliases are written out. */
const MAX_VALUES = 20_000_000;
const MAX_ALIASES = 100_000;

export type YamlResult<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: TextFault };

const LIMITS = { maxDepth: MAX_YAML_DEPTH, maxAliases: MAX_ALIASES };

/**
 * Parses one YAML 1.2 document (core schema: no custom types, no dates, no merge keys).
 * A fault: syntax, duplicate keys, several documents, nesting deeper than MAX_YAML_DEPTH, aliases that form a
 * cycle or would write out to more than MAX_VALUES values.
 */
export function parseYaml(text: string): YamlResult {
  return parsed(text, (from) => load(from, LIMITS));
}

/** The same of a text with any number of documents; one without a value is null. */
export function parseYamlDocuments(text: string): YamlResult<readonly unknown[]> {
  return parsed(text, (from) => loadAll(from, LIMITS));
}

function parsed<T>(text: string, read: (text: string) => T): YamlResult<T> {
  let value: T;
  try {
    value = read(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = error.mark?.position;
    const message = error.reason;
    const hint = HINTS.find(([reason]) => message.includes(reason))?.[1] ?? openHint(message, text);
    const place = offset === undefined ? {} : { offset };
    return { ok: false, fault: { message, ...place, ...(hint !== undefined && { hint }) } };
  }
  // Only an anchor can make a value appear twice.
  const message = text.includes("&") ? aliasFault(value) : undefined;
  return message === undefined ? { ok: true, value } : { ok: false, fault: { message } };
}

/** Where a bracket or a quote stays open, the parser tells only what comes much later. */
function openHint(message: string, text: string): string | undefined {
  const found =
    /indentation|end of the (?:stream|input)|missed comma/.test(message) && unclosedIn(text);
  if (!found) return undefined;
  const before = text.slice(0, found.offset).split(/\r\n|\r|\n/);
  const [line, column] = [before.length, before.at(-1)!.length + 1];
  return `Maybe close the ${found.mark} of line ${line}, column ${column}.`;
}

/** Words of the parser, and what helps. */
const HINTS: readonly (readonly [string, string])[] = [
  ["tab characters", "Maybe write spaces."],
  ["duplicated mapping key", "Maybe leave one of them out."],
  [
    "bad indentation of a mapping",
    'Maybe write a text with ": " or a first character like @ in quotes.',
  ],
  ["bad indentation of a sequence", "Maybe line the keys of an item up behind the dash."],
  ["single document", "Maybe write each document to a file of its own."],
  ["complex keys", "Maybe write the key in quotes."],
];

function aliasFault(value: unknown): string | undefined {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const size = (node: unknown): number => {
    if (typeof node !== "object" || node === null) return 1;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    if (open.has(node)) return Number.NaN;
    open.add(node);
    let total = 1;
    for (const child of Object.values(node)) total += size(child);
    open.delete(node);
    sizes.set(node, total);
    return total;
  };
  const total = size(value);
  if (Number.isNaN(total)) return "an alias refers to a value that holds it";
  return total > MAX_VALUES ? "its aliases write out to too many values" : undefined;
}
