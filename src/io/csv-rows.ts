import { EntryRows } from "../instance/read/rows.ts";
import { InstanceError, type Issue } from "../util/errors.ts";
import { readCsv } from "./csv-text.ts";

/** Whether a column holds names: a list of them, apart by ";" or ",", where a field may have several. */
const LISTS = new Set(["forbidden", "colocate", "separate", "after"]);

/** Fields that are maps of lists by label. */
const SELECTORS = new Set(["eligible"]);

const TEXTS = new Set(["id", "kind", "queue", "family"]);

/** Whole numbers that stay exact; other amounts are read from their text. */
const NUMBER = /^(0|-?[1-9]\d{0,14})$/;

/**
 * The rows of a CSV text as entries of an instance: one row for each task or resource, one column for each field, with a
 * dot before the key of a map ("demand.cpu", "runtime.a100", "labels.zone"). Empty cells are absent; lists of names
 * stand apart by ";" or ",". Rows that differ in nothing but `id` and `count` are read once. Throws InstanceError with line and
 * column of what is no CSV; what cells mean is checked by `parseInstance`. O(length).
 */
export function readCsvRows(text: string, source: string): EntryRows {
  const known = new Map<string, number>();
  const entries: Readonly<Record<string, unknown>>[] = [];
  const ids: unknown[] = [];
  const counts: unknown[] = [];
  const entryOf: number[] = [];
  const lines: number[] = [];
  let columns: Columns | undefined;
  readCsv(text, source, {
    names: (names) => {
      columns = columnsOf(names, source);
    },
    row: (cells, line) => {
      const { names, id, count } = columns as Columns;
      ids.push(id === -1 || cells[id] === "" ? undefined : cells[id]);
      counts.push(count === -1 ? undefined : cellValue("count", cells[count]!));
      if (id !== -1) cells[id] = "";
      if (count !== -1) cells[count] = "";
      const key = cells.join("\u0000");
      let entry = known.get(key);
      if (entry === undefined) {
        entry = entries.length;
        known.set(key, entry);
        entries.push(entryFrom(names, cells));
      }
      entryOf.push(entry);
      lines.push(line);
    },
  });
  if (columns === undefined) throw fault(`${source} has no row of column names`);
  const places = Int32Array.from(lines);
  const placeOf = (row: number) => `${source}, line ${places[row]}`;
  return new EntryRows(entries, ids, counts, Int32Array.from(entryOf), placeOf);
}

/** What the first row of a CSV text names. */
export interface Columns {
  readonly names: readonly string[];
  /** -1 where there is none. */
  readonly id: number;
  readonly count: number;
}

/** Column names, each once. Throws InstanceError. */
export function columnsOf(names: readonly string[], source: string): Columns {
  const seen = new Map<string, number>();
  names.forEach((name, c) => {
    const where = `${source}, line 1, column ${c + 1}`;
    if (name === "") throw fault(`${where}: expected a name, got nothing`);
    const first = seen.get(name);
    if (first !== undefined) {
      throw fault(`${where}: "${name}" is the name of column ${first + 1} already`);
    }
    const [field] = split(name);
    const other = names.findIndex((one, i) => i < c && split(one)[0] === field);
    if (other !== -1 && (name === field || names[other] === field)) {
      throw fault(
        `${where}: "${name}" stands beside "${names[other]}"; a field is one value or a map`,
      );
    }
    seen.set(name, c);
  });
  return { names, id: names.indexOf("id"), count: names.indexOf("count") };
}

/** A column name as field and key. */
function split(name: string): readonly [string, string | undefined] {
  const dot = name.indexOf(".");
  return dot === -1 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}

function entryFrom(
  names: readonly string[],
  cells: readonly string[],
): Readonly<Record<string, unknown>> {
  const entry: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const maps = new Map<string, Record<string, unknown>>();
  names.forEach((name, c) => {
    if (cells[c] === "") return;
    const [field, key] = split(name);
    const value = cellValue(field, cells[c]);
    if (key === undefined) {
      entry[field] = value;
      return;
    }
    let map = maps.get(field);
    if (map === undefined) {
      map = Object.create(null) as Record<string, unknown>;
      maps.set(field, map);
      entry[field] = map;
    }
    map[key] = value;
  });
  return entry;
}

function cellValue(field: string, cell: string): unknown {
  if (cell === "") return undefined;
  if (LISTS.has(field)) return listOf(cell);
  if (SELECTORS.has(field)) return /[;,]/.test(cell) ? listOf(cell) : cell;
  if (TEXTS.has(field)) return cell;
  if (cell === "true" || cell === "false") return cell === "true";
  return NUMBER.test(cell) ? Number(cell) : cell;
}

/** Names apart by ";" or ","; those behind the last one may be left out. */
export function listOf(cell: string): readonly string[] {
  const names = cell.split(/[;,]/).map((name) => name.trim());
  return names.length > 1 && names.at(-1) === "" ? names.slice(0, -1) : names;
}

function fault(message: string): InstanceError {
  const issue: Issue = { path: "", message };
  return new InstanceError([issue]);
}
