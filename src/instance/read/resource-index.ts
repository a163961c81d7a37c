import { NAME } from "./fields.ts";
import { type Fields, maybe } from "./report.ts";

/** How tables, selectors and lists of the document find resource entries. */
export interface ResourceIndex {
  readonly size: number;
  /** False if `resources` could not be read; then nothing can be looked up and nothing is said. */
  readonly known: boolean;
  readonly byId: ReadonlyMap<string, number>;
  readonly byKind: ReadonlyMap<string, readonly number[]>;
  readonly labels: readonly Readonly<Record<string, string>>[];
}

/** A list of pairs label and allowed values; a resource matches if every pair does. */
export type Selector = readonly (readonly [label: string, values: ReadonlySet<string>])[];

export function matches(labels: Readonly<Record<string, string>>, selector: Selector): boolean {
  return selector.every(([label, values]) => {
    const value = labels[label];
    return value !== undefined && values.has(value);
  });
}

/** "gpu=a100,zone=eu" as a selector; undefined if the text is no selector. */
export function parseSelector(text: string): Selector | undefined {
  const pairs = text.split(",").map((part) => {
    const cut = part.indexOf("=");
    return [part.slice(0, Math.max(cut, 0)).trim(), new Set([part.slice(cut + 1).trim()])] as const;
  });
  return pairs.every(([label]) => NAME.test(label)) ? pairs : undefined;
}

/** The resources that a table key names by itself: an id, else a kind, else a selector, else "*". */
export function resourcesOfKey(index: ResourceIndex, key: string): readonly number[] {
  const id = index.byId.get(key);
  const kind = index.byKind.get(key);
  if (id !== undefined) return [id];
  if (kind !== undefined) return kind;
  const all = index.labels.map((_, r) => r);
  if (key === "*") return all;
  const selector = parseSelector(key);
  if (selector === undefined) return [];
  return all.filter((r) => matches(index.labels[r]!, selector));
}

/** The words a table key or a list may use, for guesses. */
function* namesOf(index: ResourceIndex): Generator<string> {
  yield* index.byId.keys();
  yield* index.byKind.keys();
}

/** The name that a word is a slip for, else all names where they are few. */
export function nameHint(index: ResourceIndex, word: string): string | undefined {
  const names = [...new Set(namesOf(index))];
  if (names.length > 6 || names.length === 0) return maybe(word, names);
  return maybe(word, names) ?? `Maybe one of ${names.map((name) => `"${name}"`).join(", ")}.`;
}

/** A label value as text; numbers and booleans of YAML stand for their text. */
export function labelText(value: unknown): string | undefined {
  if (typeof value === "string") return LABEL_VALUE.test(value) ? value : undefined;
  const isPlain =
    typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
  return isPlain ? String(value) : undefined;
}

/** Selectors cut at commas and trim, so a value has neither commas nor outer spaces. */
const LABEL_VALUE = /^(?:[^\s,](?:[^,\p{Cc}]*[^\s,])?)?$/u;

/** What `fields` holds that could be labels, for the index alone; faults are told elsewhere. */
export function labelsOf(fields: Fields): Record<string, string> {
  const labels: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(fields)) {
    const text = labelText(value);
    if (text !== undefined) labels[key] = text;
  }
  return labels;
}

/** For a selector that matches nothing: the label or the value that was probably meant, or the values that there are. */
export function labelHint({ labels }: ResourceIndex, selector: Selector): string | undefined {
  for (const [label, wanted] of selector) {
    const values = new Set(labels.flatMap((of) => of[label] ?? []));
    if (values.size === 0) return maybe(label, new Set(labels.flatMap((of) => Object.keys(of))));
    const missing = [...wanted].filter((value) => !values.has(value));
    if (missing.length < wanted.size) continue;
    for (const value of missing) {
      const guess = maybe(value, values);
      if (guess !== undefined) return guess;
    }
    const shown = [...values].slice(0, 5).map((value) => `"${value}"`);
    const more = values.size > shown.length ? " and others" : "";
    return `Maybe one of ${shown.join(", ")}${more}: these are the values of "${label}".`;
  }
  return undefined;
}
