import { indexResources, readEntries } from "../instance/read/entries.ts";
import { type Fields, isMap, makeReport } from "../instance/read/report.ts";
import { EntryRows } from "../instance/read/rows.ts";
import { UNKNOWN } from "../instance/read/runtimes.ts";
import { tableReader } from "../instance/read/tables.ts";

/** A table of a task by resource entry: what stands in the cell, as the document has it; undefined where nothing does. */
export type Cells = readonly unknown[];

/** A document as far as learning looks at it: its entries, and its tables by resource. */
export interface Sheet {
  readonly resources: readonly Fields[];
  /** By resource entry: its kind, else its id. */
  readonly kinds: readonly string[];
  readonly tasks: readonly Fields[];
  /** The cells of `runtime` or `throughput`; undefined if there is no such table, or one that cannot be read. */
  cellsOf(task: Fields, key: "runtime" | "throughput"): Cells | undefined;
}

/**
 * Opens a document; undefined if it is none that has resources and tasks. Rows of a CSV file that are alike are one task
 * here, as they are in the file's `EntryRows`. What is wrong elsewhere is left to `parseInstance`.
 */
export function openSheet(document: unknown): Sheet | undefined {
  if (!isMap(document)) return undefined;
  const report = makeReport();
  const resources = readEntries(report, document, "resources");
  const tasks =
    document.tasks instanceof EntryRows
      ? document.tasks.entries
      : readEntries(report, document, "tasks");
  if (resources === undefined || tasks === undefined) return undefined;
  const tables = tableReader(report, indexResources(report, resources));
  return {
    resources,
    kinds: resources.map(({ kind, id }) => String(kind ?? id)),
    tasks,
    cellsOf: (task, key) => {
      const found: unknown[] = [];
      const before = report.issues.length;
      if (task[key] === undefined) return undefined;
      const table = tables("", task[key], (value) => found.push(value) - 1, "absent");
      if (table === undefined || report.issues.length > before) return undefined;
      return resources.map((_, r) => {
        const cell = table.everywhere ? table.value : table.at(r);
        return cell === undefined ? undefined : found[cell];
      });
    },
  };
}

/** The document with other entries for its tasks, as many as `Sheet.tasks` has. */
export function withTasks(document: Fields, tasks: readonly Fields[]): Fields {
  if (!(document.tasks instanceof EntryRows)) return { ...document, tasks };
  const { ids, counts, entryOf, placeOf } = document.tasks;
  return { ...document, tasks: new EntryRows(tasks, ids, counts, entryOf, placeOf) };
}

/** The document with some runtime wherever one is unknown: what else is wrong with it is for `parseInstance` to say. */
export function withoutUnknowns(document: Fields, { tasks }: Sheet): Fields {
  const some = { runtime: "1s", throughput: 1 } as const;
  const mended = tasks.map((task) => {
    if (!isMap(task)) return task;
    const tables = (["runtime", "throughput"] as const).flatMap((key) =>
      task[key] === undefined ? [] : [[key, filledWith(task[key], some[key])] as const],
    );
    return { ...task, ...Object.fromEntries(tables) };
  });
  return withTasks(document, mended);
}

function filledWith(table: unknown, value: unknown): unknown {
  const fill = (cell: unknown) => (cell === UNKNOWN ? value : cell);
  if (Array.isArray(table)) return table.map(fill);
  if (!isMap(table)) return fill(table);
  return Object.fromEntries(Object.entries(table).map(([key, cell]) => [key, fill(cell)]));
}
