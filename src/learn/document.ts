import { indexResources, readEntries } from "../instance/read/entries.ts";
import { type Fields, isMap, makeReport } from "../instance/read/report.ts";
import { EntryRows } from "../instance/read/rows.ts";
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
