import type { CopyNames, Instance } from "../types.ts";
import { NAME } from "./fields.ts";
import { mergeResources } from "./merge-resources.ts";
import { type Fields, isMap } from "./report.ts";
import {
  EntryRows,
  MERGE_FROM,
  type MergedRows,
  mergeRows,
  rowsOfList,
  withoutAwaited,
} from "./rows.ts";

/** A document whose long lists hold each distinct entry once, and the names of the copies in them. */
export interface MergedDocument {
  readonly document: Fields;
  readonly taskNames?: CopyNames;
  readonly resourceNames?: CopyNames;
}

/**
 * Brings equal rows of long lists together. Undefined if nothing is to be merged, or if ids or counts are not plainly
 * lawful: then the document must be read row by row. O(size of the document).
 */
export function mergeDocument(document: unknown): MergedDocument | undefined {
  if (!isMap(document)) return undefined;
  const tasks = longRows(document.tasks);
  const resources = longRows(document.resources);
  if (tasks === undefined && resources === undefined) return undefined;
  const taskRows = tasks === undefined ? undefined : merged(withoutAwaited(tasks, document));
  if (tasks !== undefined && taskRows === undefined) return undefined;
  const taskNames = taskRows && stageNames(taskRows);
  if (taskRows !== undefined && taskNames === undefined) return undefined;
  let taskEntries: unknown = taskRows?.entries ?? document.tasks;
  let resourceRows: MergedRows | undefined;
  const taskList = listOf(taskEntries);
  if (resources !== undefined && taskList !== undefined) {
    const tables = mergeResources(resources, taskList, document);
    if (tables === undefined) return undefined;
    resourceRows = merged(tables.resources);
    if (resourceRows === undefined) return undefined;
    taskEntries = tables.tasks;
  }
  return {
    document: {
      ...document,
      tasks: taskEntries,
      ...(resourceRows !== undefined && { resources: resourceRows.entries }),
    },
    ...(taskNames !== undefined && { taskNames }),
    ...(resourceRows !== undefined && { resourceNames: resourceRows.names }),
  };
}

/** The instance of a merged document with the names that its rows have. */
export function withNames(
  instance: Instance,
  { taskNames, resourceNames }: MergedDocument,
): Instance {
  return Object.freeze({
    ...instance,
    ...(taskNames !== undefined && { taskNames }),
    ...(resourceNames !== undefined && { resourceNames }),
  });
}

function longRows(value: unknown): EntryRows | undefined {
  if (value instanceof EntryRows) return value.ids.length >= MERGE_FROM ? value : undefined;
  const list = listOf(value);
  return list === undefined || list.length < MERGE_FROM ? undefined : rowsOfList(list);
}

function listOf(value: unknown): readonly Fields[] | undefined {
  return Array.isArray(value) && value.every(isMap) ? (value as readonly Fields[]) : undefined;
}

/** Merged rows, unless an id is there twice. */
function merged(rows: EntryRows): MergedRows | undefined {
  if (new Set(rows.ids).size < rows.ids.length) return undefined;
  const found = mergeRows(rows);
  return found?.names.ids.every((id) => NAME.test(id)) ? found : undefined;
}

/** The names of copies where tasks have stages: "row/stage", as entries stand one after another. Undefined if two are equal. */
function stageNames({ entries, names }: MergedRows): CopyNames | undefined {
  if (entries.every(({ stages }) => stages === undefined)) return names;
  const ids: string[] = [];
  const start: number[] = [0];
  let row = 0;
  for (const { stages, count = 1 } of entries) {
    const first = row;
    const end = names.start[first]! + (count as number);
    while (row < names.ids.length && names.start[row]! < end) row++;
    const parts = stages === undefined ? [""] : suffixes(stages);
    if (parts === undefined) return undefined;
    for (const part of parts) {
      for (let i = first; i < row; i++) {
        ids.push(`${names.ids[i]}${part}`);
        start.push(start.at(-1)! + names.start[i + 1]! - names.start[i]!);
      }
    }
  }
  return new Set(ids).size < ids.length ? undefined : { ids, start: Int32Array.from(start) };
}

function suffixes(stages: unknown): readonly string[] | undefined {
  const list = listOf(stages);
  const isLawful = list?.every(({ id }) => typeof id === "string" && NAME.test(id));
  return isLawful ? list?.map(({ id }) => `/${String(id)}`) : undefined;
}
