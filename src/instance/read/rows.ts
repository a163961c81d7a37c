import type { CopyNames } from "../types.ts";
import { MOST } from "./fields.ts";
import { addNames, NAMELESS, OF_RESOURCES } from "./names.ts";
import { type Fields, isMap } from "./report.ts";

/**
 * A list of entries in which rows that differ in nothing but `id` and `count` stand together: `entries` are the distinct
 * ones, in the order in which they first appear.
 */
export class EntryRows {
  readonly entries: readonly Fields[];
  /** By row: its id, how many copies it has, and the number of its entry. */
  readonly ids: readonly unknown[];
  readonly counts: readonly unknown[];
  readonly entryOf: Int32Array;
  /** Where a row stands, such as "tasks.csv, line 3"; absent if rows are items of a list. */
  readonly placeOf: ((row: number) => string) | undefined;

  constructor(
    entries: readonly Fields[],
    ids: readonly unknown[],
    counts: readonly unknown[],
    entryOf: Int32Array,
    placeOf?: (row: number) => string,
  ) {
    this.entries = entries;
    this.ids = ids;
    this.counts = counts;
    this.entryOf = entryOf;
    this.placeOf = placeOf;
  }
}

/** From this many rows on, equal ones are planned as one entry with a count. */
export const MERGE_FROM = 1000;

/** Entries of at most ten million copies each with `count` summed over their rows, and the names of the copies. */
export interface MergedRows {
  readonly entries: readonly Fields[];
  readonly names: CopyNames;
}

/** The rows by entry, or undefined if a count or an id is no lawful one: then every row is read by itself. */
export function mergeRows(rows: EntryRows): MergedRows | undefined {
  const { entries, ids, counts, entryOf } = rows;
  const totals = new Float64Array(entries.length);
  const rowsOf = new Int32Array(entries.length + 1);
  const firstRow = new Int32Array(entries.length).fill(-1);
  for (let i = 0; i < ids.length; i++) {
    const count = counts[i] ?? 1;
    const isLawful = Number.isInteger(count) && (count as number) >= 1;
    if (!isLawful || typeof ids[i] !== "string") return undefined;
    totals[entryOf[i]] += count as number;
    rowsOf[entryOf[i] + 1]++;
    if (firstRow[entryOf[i]] === -1) firstRow[entryOf[i]] = i;
  }
  if (totals.some((total) => total > MOST)) return undefined;
  for (let e = 0; e < entries.length; e++) rowsOf[e + 1] += rowsOf[e];
  const sorted: string[] = new Array<string>(ids.length).fill("");
  const length = new Int32Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    const at = rowsOf[entryOf[i]]++;
    sorted[at] = ids[i] as string;
    length[at] = (counts[i] ?? 1) as number;
  }
  const start = new Int32Array(ids.length + 1);
  for (let i = 0; i < ids.length; i++) start[i + 1] = start[i] + length[i];
  return {
    entries: entries.map((fields, e) => ({
      ...fields,
      id: ids[firstRow[e]],
      ...(totals[e] > 1 && { count: totals[e] }),
    })),
    names: { ids: sorted, start },
  };
}

/** Rows of a list of maps, by the text of all that is not `id` or `count`. O(size of the list). */
export function rowsOfList(list: readonly Fields[]): EntryRows {
  const known = new Map<string, number>();
  const entries: Fields[] = [];
  const entryOf = Int32Array.from(list, (fields) => {
    const { id, count, ...rest } = fields;
    const text = JSON.stringify(rest);
    let entry = known.get(text);
    if (entry === undefined) {
      entry = entries.length;
      known.set(text, entry);
      entries.push(rest);
    }
    return entry;
  });
  return new EntryRows(
    entries,
    list.map(({ id }) => id),
    list.map(({ count }) => count),
    entryOf,
  );
}

/**
 * The same rows, but none stands together with others that some task names in `after` or some other field may name, nor one that
 * waits copy by copy: to those it matters which row they are. O(rows + size of all such fields).
 */
export function withoutAwaited(rows: EntryRows, document: Fields): EntryRows {
  const awaited = new Set<unknown>();
  addNames(awaited, document, NAMELESS.document, OF_RESOURCES);
  const paired = rows.entries.map((entry) => {
    const { after } = entry;
    addNames(awaited, entry, NAMELESS.tasks, OF_RESOURCES);
    const items: readonly unknown[] = Array.isArray(after) ? after : [after];
    const maps = items.filter(isMap);
    for (const item of items) {
      const name = isMap(item) ? item.task : item;
      awaited.add(name);
      // "bert/train" is a stage of the row "bert".
      if (typeof name === "string") awaited.add(name.slice(0, Math.max(0, name.lastIndexOf("/"))));
    }
    return maps.some(({ each }) => each === true);
  });
  awaited.delete(undefined);
  if (awaited.size === 0) return rows;
  const entries = [...rows.entries];
  const entryOf = rows.entryOf.map((entry, row) => {
    if (paired[entry] !== true && !awaited.has(rows.ids[row])) return entry;
    entries.push(rows.entries[entry]!);
    return entries.length - 1;
  });
  return compact(new EntryRows(entries, rows.ids, rows.counts, entryOf, rows.placeOf));
}

/** Leaves out entries without rows; the others stand in the order in which they first appear. */
function compact({ entries, ids, counts, entryOf, placeOf }: EntryRows): EntryRows {
  const numbers = new Map<number, number>();
  const renumbered = entryOf.map((entry) => {
    const known = numbers.get(entry);
    if (known !== undefined) return known;
    numbers.set(entry, numbers.size);
    return numbers.size - 1;
  });
  const kept = [...numbers.keys()].map((entry) => entries[entry]!);
  return new EntryRows(kept, ids, counts, renumbered, placeOf);
}
