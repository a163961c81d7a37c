import { countOf, type DocumentEntry, type EditedDocument } from "../edit/draft.ts";

/** Rows of a list that differ in nothing but their ids and counts. */
export interface Alike {
  /** Numbers in the document, ascending. */
  readonly rows: readonly number[];
  readonly ids: readonly unknown[];
  readonly counts: readonly number[];
  /** The sum of the counts. */
  readonly copies: number;
  /** The first row. */
  readonly entry: Readonly<DocumentEntry>;
}

/** What tasks name: ids that they wait for, forbid or have in a table, and whatever else is written there. */
function namedBy(tasks: readonly (DocumentEntry | undefined)[]): ReadonlySet<string> {
  const names = new Set<string>();
  const take = (text: string) => {
    names.add(text);
    // "bert/train" is a stage of "bert".
    if (text.includes("/")) names.add(text.slice(0, text.lastIndexOf("/")));
  };
  const look = (value: unknown): void => {
    if (typeof value === "string") take(value);
    else if (Array.isArray(value)) for (const one of value) look(one);
    else if (typeof value === "object" && value !== null) {
      for (const [key, one] of Object.entries(value)) {
        take(key);
        look(one);
      }
    }
  };
  for (const task of tasks) {
    const { id: _, ...rest } = task ?? {};
    look(rest);
  }
  return names;
}

/** Groups equal rows, in the order of their first ones; a row that is named, not there, or not wanted, is in none with others. */
export function alikeRows(
  { tasks }: Pick<EditedDocument, "tasks">,
  list: readonly (DocumentEntry | undefined)[],
  isWanted: (entry: DocumentEntry) => boolean = () => true,
): readonly Alike[] {
  const named = namedBy(tasks);
  const groups = new Map<string, number[]>();
  for (const [i, entry] of list.entries()) {
    if (entry === undefined || !isWanted(entry)) continue;
    const { id: _, count: __, ...rest } = entry;
    const key = JSON.stringify(named.has(String(entry.id)) ? entry : rest);
    const rows = groups.get(key);
    if (rows === undefined) groups.set(key, [i]);
    else rows.push(i);
  }
  return [...groups.values()].map((rows) => {
    const entries = rows.map((i) => list[i] as DocumentEntry);
    const counts = entries.map(countOf);
    return {
      ...{ rows, ids: entries.map(({ id }) => id), counts, entry: entries[0] },
      copies: counts.reduce((sum, count) => sum + count, 0),
    };
  });
}

/** The tasks that must be placed, equal ones together. */
export function mandatory({ tasks }: EditedDocument): readonly Alike[] {
  return alikeRows({ tasks }, tasks, ({ optional }) => optional !== true);
}

/** `task "a"`, or `tasks "a", "b", "c" and 9 like them`. */
export function namesText({ ids }: Alike, what: string): string {
  const named = ids.slice(0, 3).map((id) => `"${id}"`);
  const more = ids.length - named.length;
  const names = more > 0 ? `${named.join(", ")} and ${more} like them` : named.join(", ");
  return `${what}${ids.length === 1 ? "" : "s"} ${names}`;
}
