import { addNames, NAMELESS } from "./names.ts";
import { type Fields, isMap } from "./report.ts";
import { EntryRows } from "./rows.ts";

/** Fields of a task that may be tables by resource. */
const TABLES = ["runtime", "cost", "throughput"] as const;

/** Resources merged, and the tasks with lists that fit the merged ones. */
export interface MergedTables {
  readonly resources: EntryRows;
  readonly tasks: readonly Fields[];
}

/**
 * Brings together resource rows that no task can tell apart: equal in all but `id` and `count`, not named by a table, a list or
 * a rule (see `NAMELESS`), and with equal values in every list. Undefined if a list does not have a value for each row.
 * O(tasks x resources) where lists are used.
 */
export function mergeResources(
  rows: EntryRows,
  tasks: readonly Fields[],
  document: Fields = {},
): MergedTables | undefined {
  const R = rows.ids.length;
  const named = new Set<string>();
  const lists: unknown[][] = [];
  addNames(named, document, NAMELESS.document);
  for (const task of tasks.flatMap((one) => [one, ...stagesOf(one)])) {
    const demands = isMap(task.demand) ? Object.values(task.demand) : [];
    for (const table of [...TABLES.map((key) => task[key]), ...demands]) {
      if (!Array.isArray(table)) continue;
      if (table.length !== R) return undefined;
      lists.push(table);
    }
    addNames(named, task, NAMELESS.tasks);
  }
  let part = Int32Array.from(rows.entryOf);
  let parts = rows.entries.length;
  const refine = (valueAt: (r: number) => unknown) => {
    const values = new Map<unknown, number>();
    const pairs = new Map<number, number>();
    part = part.map((own, r) => {
      const value = valueAt(r);
      let number = values.get(value);
      if (number === undefined) {
        number = values.size;
        values.set(value, number);
      }
      const key = number * parts + own;
      let found = pairs.get(key);
      if (found === undefined) {
        found = pairs.size;
        pairs.set(key, found);
      }
      return found;
    });
    parts = pairs.size;
  };
  refine((r) => (named.has(String(rows.ids[r])) ? rows.ids[r] : null));
  for (const list of lists) refine((r) => list[r]);
  const first: number[] = [];
  part.forEach((p, r) => {
    first[p] ??= r;
  });
  const entries = first.map((r) => rows.entries[rows.entryOf[r]]);
  const shorten = (table: unknown) =>
    Array.isArray(table) ? first.map((r) => table[r] as unknown) : table;
  return {
    resources: new EntryRows(entries, rows.ids, rows.counts, part, rows.placeOf),
    tasks: lists.length === 0 ? tasks : tasks.map((task) => withTables(task, shorten)),
  };
}

function withTables(task: Fields, shorten: (table: unknown) => unknown): Fields {
  const changed: Record<string, unknown> = { ...task };
  for (const key of TABLES) if (key in task) changed[key] = shorten(task[key]);
  if (isMap(task.demand)) {
    changed.demand = Object.fromEntries(
      Object.entries(task.demand).map(([name, table]) => [name, shorten(table)]),
    );
  }
  if (Array.isArray(task.stages)) {
    changed.stages = task.stages.map((stage: unknown) =>
      isMap(stage) ? withTables(stage, shorten) : stage,
    );
  }
  return changed;
}

function stagesOf({ stages }: Fields): readonly Fields[] {
  return Array.isArray(stages) ? stages.filter(isMap) : [];
}
