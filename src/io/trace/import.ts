import { InstanceError, type Issue } from "../../util/errors.ts";
import { readCsv } from "../csv-text.ts";
import type { Imported, Importer } from "../import-types.ts";
import { parseText } from "../read-instance.ts";
import { columnsNamed, readTraceMap, type TraceMap } from "./map.ts";
import { type TracedTask, tracedTask } from "./row.ts";

/** Faults that are told at most. */
const MOST_FAULTS = 20;

/**
 * A table with a row for each job as a batch, by a map that says which columns are which fields; the machines are those of the map.
 * Rows that hold no task are left out and counted. Throws InstanceError for a map or a table that cannot be read. O(length).
 */
export function importTrace(table: string, mapDocument: unknown): Imported {
  const map = readTraceMap(mapDocument);
  const left = new Map<string, number>();
  const rows: { readonly id: string; readonly task: TracedTask }[] = [];
  let total = 0;
  const ids = new Set<string>();
  eachRow(table, map, (cell, line) => {
    total++;
    const task = tracedTask(map, cell);
    if (typeof task === "string") {
      left.set(task, (left.get(task) ?? 0) + 1);
      return;
    }
    const id = idOf(map.id === undefined ? "" : cell(map.id), line, ids);
    ids.add(id);
    rows.push({ id, task });
  });
  const begin = rows.reduce(
    (least, { task }) => Math.min(least, task.release),
    Number.POSITIVE_INFINITY,
  );
  const tasks = rows.map(({ id, task: { release, runtime, fields } }) => ({
    id,
    runtime: durationText(runtime),
    ...(release > begin && { release: durationText(release - begin) }),
    ...fields,
  }));
  const { objectives = ["weighted-completion"], resources } = map;
  return {
    document: { mode: "batch", objectives, resources, tasks },
    notes: [
      `${counted(total, "row")} became ${counted(tasks.length, "task")}.`,
      ...[...left].map(([why, number]) => `Left out: ${counted(number, "row")}: ${why}.`),
    ],
  };
}

function eachRow(
  table: string,
  map: TraceMap,
  take: (cell: (column: string) => string, line: number) => void,
): void {
  const issues: Issue[] = [];
  const fault = (message: string) => {
    if (issues.length < MOST_FAULTS) issues.push({ path: "", message: `table, ${message}` });
  };
  let columns = new Map<string, number>();
  readCsv(withTabs(table), "table", {
    names: (names, line) => {
      columns = new Map(names.map((name, c) => [name, c]));
      for (const name of new Set(columnsNamed(map))) {
        if (!columns.has(name)) {
          fault(`line ${line}: found no column ${JSON.stringify(name)} of the map`);
        }
      }
    },
    fault: (line, message) => fault(`line ${line}: ${message}`),
    row: (cells, line) => {
      if (issues.length === 0) take((column) => cells[columns.get(column)!], line);
    },
  });
  if (issues.length > 0) throw new InstanceError(issues);
}

/** Tables whose cells stand apart by bars, as `sacct -P` prints them, have no quotes: a tab does the same. */
function withTabs(table: string): string {
  const [head] = table.split("\n", 1);
  return head.includes("|") && !/[,;\t]/.test(head) ? table.replaceAll("|", "\t") : table;
}

/** The name of a row in letters that ids may have; the line tells rows of one name apart. */
function idOf(name: string, line: number, taken: ReadonlySet<string>): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_./:-]+/g, "-").slice(0, 80);
  if (plain !== "" && !taken.has(plain)) return plain;
  const numbered = plain === "" ? `line-${line}` : `${plain}-line-${line}`;
  return taken.has(numbered) ? `${numbered}-${taken.size}` : numbered;
}

function durationText(milliseconds: number): string | 0 {
  if (milliseconds === 0) return 0;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

function counted(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

/** The same from texts. */
export const traceImporter: Importer = {
  summary: "any table of jobs (CSV), by a map of its columns",
  inputs: {
    table: "CSV with a row for each job",
    map: "YAML or JSON: which columns are runtime, release, demand, ... (docs/how-to.md)",
  },
  argument: "table",
  settings: {},
  read: ({ table, map }) => importTrace(table, parseText(map, "map")),
};
