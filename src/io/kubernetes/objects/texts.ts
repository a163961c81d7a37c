import { scanValue, skipSpace } from "../../json-text.ts";
import { parseJson, requireShortYaml, syntaxError } from "../../read-instance.ts";
import type { SourceText } from "../../read-text.ts";
import { parseYamlDocuments } from "../../yaml-text.ts";
import type { Document } from "./objects.ts";

/**
 * The documents of a text: JSON, one or several, or YAML with any number. Throws InstanceError with line and column for a text
 * that is neither.
 */
export function documentsOf({ text, source }: SourceText): readonly Document[] {
  const values = /^\s*[{[]/.test(text) ? inBraces(text, source) : yamlDocuments(text, source);
  const held = values.filter((value) => value !== null && value !== undefined);
  return held.map((value, i) => ({
    value,
    source: held.length === 1 ? source : `${source}, document ${i + 1}`,
  }));
}

/** A long list is parsed as a whole: only a fault is worth a second look. */
function inBraces(text: string, source: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const parts = jsonDocuments(text);
    if (parts !== undefined) return parts;
  }
  const isYaml = /\.ya?ml$/i.test(source) || /^---/m.test(text);
  return isYaml ? yamlDocuments(text, source) : [parseJson(text, source)];
}

/** JSON documents that follow each other; undefined if one of them has a fault, which is told by whoever reads them as one. */
function jsonDocuments(text: string): readonly unknown[] | undefined {
  const documents: unknown[] = [];
  try {
    for (let at = skipSpace(text, 0); at < text.length; ) {
      const end = scanValue(text, at, 0);
      documents.push(JSON.parse(text.slice(at, end)));
      at = skipSpace(text, end);
    }
  } catch {
    return undefined;
  }
  return documents;
}

function yamlDocuments(text: string, source: string): readonly unknown[] {
  requireShortYaml(text, source, "Maybe ask for JSON: kubectl get ... -o json.");
  const parsed = parseYamlDocuments(text);
  if (parsed.ok) return parsed.value;
  throw syntaxError(text, source, parsed.fault);
}
