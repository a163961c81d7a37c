import type { Fault } from "../../util/quantities.ts";
import { show } from "../../util/show.ts";
import { at, faultOf, isMap, MERGE_KEY, type Report } from "./report.ts";
import {
  labelHint,
  matches,
  nameHint,
  parseSelector,
  type ResourceIndex,
  resourcesOfKey,
} from "./resource-index.ts";

/** One cell: its value, absent where the table has nothing to say, or what is wrong. */
export type ReadCell = (value: unknown) => number | undefined | Fault;

/** A table over resource entries: the same everywhere, or by resource, absent where undefined. */
export type Table =
  | { readonly everywhere: true; readonly value: number | undefined }
  | { readonly everywhere: false; readonly at: (resource: number) => number | undefined };

/** Reads the tables of one document; remembers which keys stand for which resources. */
export type TableReader = (
  path: string,
  value: unknown,
  read: ReadCell,
  missing: "absent" | "refused",
) => Table | undefined;

/**
 * Tables by value, list or map. With `missing` "absent" a null or a resource without a key is absent,
 * with "refused" it is an issue. Undefined after saying what is wrong.
 */
export function tableReader(report: Report, index: ResourceIndex): TableReader {
  const owners = new Map<string, Int32Array>();
  return (path, value, read, missing) => {
    const { size } = index;
    let sound = true;
    const cell = (where: string, found: unknown): number | undefined => {
      if (found === null && missing === "absent") return undefined;
      const cellValue = read(found);
      if (typeof cellValue !== "object") return cellValue;
      const fault = faultOf(report, where, found, cellValue, read);
      report.add(where, fault.message, fault.hint);
      sound = false;
      return undefined;
    };
    // The plain good cell skips the making of its path: tables have millions of cells.
    const quick = (key: string | number, found: unknown): number | undefined => {
      const cellValue = found === null ? undefined : read(found);
      return typeof cellValue === "number" ? cellValue : cell(at(path, key), found);
    };
    if (Array.isArray(value)) {
      const values = Array.from(value, (found: unknown, r) => quick(r, found));
      if (!index.known) return undefined;
      if (value.length === size) {
        return sound ? { everywhere: false, at: (r) => values[r] } : undefined;
      }
      report.add(path, `expected one value for each of the ${size} resources, got ${value.length}`);
      return undefined;
    }
    if (isMap(value)) {
      const keys = Object.keys(value);
      const cells = keys.map((key) => quick(key, value[key]));
      if (!index.known) return undefined;
      const owner = ownersOf(report, index, owners, path, keys);
      if (owner === undefined || !sound) return undefined;
      if (missing === "absent" || !owner.includes(-1)) {
        // An owner of -1 has no cell.
        return { everywhere: false, at: (r) => cells[owner[r]!] };
      }
      const without = [...index.byId].find(([, r]) => owner[r] === -1)?.[0] ?? "";
      const hint = 'Maybe add "*" for the rest.';
      report.add(path, `expected a value for every resource, got none for ${show(without)}`, hint);
      return undefined;
    }
    if (value === null && missing === "absent") {
      report.add(path, "expected a value, a list or a map, got null (nothing)");
      return undefined;
    }
    const everywhere = cell(path, value);
    return sound ? { everywhere: true, value: everywhere } : undefined;
  };
}

/** By resource: the number of the key that decides its cell, or -1. Undefined if a key matches nothing. */
function ownersOf(
  report: Report,
  index: ResourceIndex,
  known: Map<string, Int32Array>,
  path: string,
  keys: readonly string[],
): Int32Array | undefined {
  const joined = JSON.stringify(keys);
  const found = known.get(joined);
  if (found !== undefined) return found;
  let sound = keys.length > 0;
  if (!sound) report.add(path, "expected a value, a list or a map with keys, got an empty map");
  for (const key of keys) {
    if (resourcesOfKey(index, key).length > 0) continue;
    report.add(at(path, key), ...unmatched(index, key), "key");
    sound = false;
  }
  if (!sound) return undefined;
  const owner = new Int32Array(index.size).fill(-1);
  const claim = (r: number, k: number) => {
    if (owner[r]! < 0) owner[r] = k;
  };
  const claims: ((key: string) => readonly number[])[] = [
    (key) => [index.byId.get(key) ?? []].flat(),
    (key) => index.byKind.get(key) ?? [],
    (key) => selected(index, key),
    (key) => (key === "*" ? [...owner.keys()] : []),
  ];
  for (const resources of claims) {
    keys.forEach((key, k) => {
      for (const r of resources(key)) claim(r, k);
    });
  }
  if (known.size < 10_000) known.set(joined, owner);
  return owner;
}

function unmatched(index: ResourceIndex, key: string): readonly [string, string | undefined] {
  if (key === "<<") return MERGE_KEY;
  const hint = key.includes("=")
    ? labelHint(index, parseSelector(key) ?? [])
    : nameHint(index, key);
  return [`no resource matches ${show(key)}`, hint];
}

function selected(index: ResourceIndex, key: string): readonly number[] {
  const selector = key.includes("=") ? parseSelector(key) : undefined;
  if (selector === undefined) return [];
  return index.labels.flatMap((labels, r) => (matches(labels, selector) ? [r] : []));
}
