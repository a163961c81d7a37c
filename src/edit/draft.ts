import { isMap } from "../instance/read/report.ts";
import { EntryRows } from "../instance/read/rows.ts";

/** A map of a document. */
export type DocumentEntry = Record<string, unknown>;

/** A copy of a document that may be edited: a task that is left out is undefined until `documentOf` takes it away. */
export interface EditedDocument extends DocumentEntry {
  tasks: (DocumentEntry | undefined)[];
  resources: DocumentEntry[];
}

/** Changes a draft in place. */
export type Edit = (draft: EditedDocument) => void;

/** A document with both lists as lists of maps; rows of CSV files stand in them like entries. Equal calls share nothing. */
export function draftOf(document: unknown): EditedDocument {
  const { tasks, resources, ...rest } = document as DocumentEntry;
  return { ...structuredClone(rest), tasks: listOf(tasks), resources: listOf(resources) };
}

/** The document that a draft stands for; what waited for a task that is gone waits for it no longer. */
export function documentOf(draft: EditedDocument): DocumentEntry {
  const tasks = draft.tasks.filter((task) => task !== undefined);
  const known = new Set(tasks.flatMap(namesOf));
  for (const task of tasks) {
    if (task.after === undefined) continue;
    const awaited: readonly unknown[] = Array.isArray(task.after) ? task.after : [task.after];
    task.after = awaited.filter((one) => known.has(isMap(one) ? one.task : one));
  }
  return withoutUnused({ ...draft, tasks }, tasks);
}

/** Rules for queues and families that no task has any more are rules for nothing, and refused as slips elsewhere. */
function withoutUnused(document: DocumentEntry, tasks: readonly DocumentEntry[]): DocumentEntry {
  const own = (key: string) =>
    new Set(
      tasks.flatMap((task) => [task, ...partsOf(task)].map((part) => part[key])).concat(undefined),
    );
  const [queues, families] = [own("queue"), own("family").add("*")];
  return {
    ...document,
    ...kept(document, "limits", ({ queue }) => queues.has(queue)),
    ...kept(document, "setup", ({ from, to }) => families.has(from) && families.has(to)),
  };
}

function kept(
  document: DocumentEntry,
  key: string,
  isUsed: (item: DocumentEntry) => boolean,
): DocumentEntry {
  const list = document[key];
  return Array.isArray(list) ? { [key]: list.filter((item) => !isMap(item) || isUsed(item)) } : {};
}

/** What `after` may call a task: its id, and those of its stages. */
function namesOf(task: DocumentEntry): readonly unknown[] {
  return [task.id, ...partsOf(task).map((stage) => `${task.id}/${stage.id}`)];
}

/** The stages of a task; none where it has no such list. */
export function partsOf({ stages }: DocumentEntry): readonly DocumentEntry[] {
  return Array.isArray(stages) ? stages.filter(isMap) : [];
}

function listOf(rows: unknown): DocumentEntry[] {
  if (!(rows instanceof EntryRows)) return structuredClone(rows) as DocumentEntry[];
  const { entries, ids, counts, entryOf } = rows;
  return ids.map((id, i) => {
    const entry = structuredClone(entries[entryOf[i]]) as DocumentEntry;
    return counts[i] === undefined ? { ...entry, id } : { ...entry, id, count: counts[i] };
  });
}

/** How many copies an entry stands for. */
export function countOf({ count }: Readonly<DocumentEntry>): number {
  return typeof count === "number" ? count : 1;
}
