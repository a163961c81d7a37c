import { show } from "../../util/show.ts";
import { isName, MOST } from "./fields.ts";
import { at, type Fields, isMap, type Report } from "./report.ts";
import { labelsOf, type ResourceIndex } from "./resource-index.ts";
import { EntryRows } from "./rows.ts";

/** The maps of a list of entries; undefined after saying that there is no list. */
export function readEntries(
  report: Report,
  document: Fields,
  key: "resources" | "tasks",
): readonly Fields[] | undefined {
  const value = document[key];
  const path = `/${key}`;
  if (value === undefined) {
    report.add(path, `expected a list of ${key}, got nothing`);
    return undefined;
  }
  if (value instanceof EntryRows) {
    if (key === "tasks" || value.ids.length > 0) return singleRows(value);
    report.add(path, "expected at least one resource, got none");
    return undefined;
  }
  if (!Array.isArray(value)) {
    report.add(path, `expected a list of ${key}, got ${show(value)}`);
    return undefined;
  }
  if (key === "resources" && value.length === 0) {
    report.add(path, "expected at least one resource, got an empty list");
    return undefined;
  }
  return Array.from(value, (entry: unknown, i) => {
    if (isMap(entry)) return entry;
    report.add(at(path, i), `expected a map with an id, got ${show(entry)}`);
    return UNREADABLE;
  });
}

/** One entry for each row. */
function singleRows({ entries, ids, counts, entryOf }: EntryRows): readonly Fields[] {
  return ids.map((id, i) => ({
    ...entries[entryOf[i]],
    id,
    ...(counts[i] !== undefined && { count: counts[i] }),
  }));
}

/** Stands for an entry that is no map, so that the others keep their numbers. */
export const UNREADABLE: Fields = Object.freeze(Object.create(null));

/** Entry numbers by id, after saying which ids are missing, illegal or given twice. */
export function readIds(
  report: Report,
  key: "resources" | "tasks",
  entries: readonly Fields[],
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  entries.forEach((entry, i) => {
    if (entry === UNREADABLE) return;
    const { id } = entry;
    if (id === undefined) {
      report.add(`/${key}/${i}`, "expected an id, got none");
      return;
    }
    if (!isName(report, `/${key}/${i}/id`, id)) return;
    const first = numbers.get(id);
    if (first === undefined) numbers.set(id, i);
    else report.add(`/${key}/${i}/id`, `${show(id)} is the id of /${key}/${first} already`);
  });
  return numbers;
}

/** The index that tables use, after saying which ids are kinds of other resources. */
export function indexResources(
  report: Report,
  entries: readonly Fields[] | undefined,
): ResourceIndex {
  const resources = entries ?? [];
  const byId = entries === undefined ? new Map() : readIds(report, "resources", resources);
  const byKind = new Map<string, number[]>();
  const labels = resources.map((fields, r) => {
    const kind = fields.kind ?? fields.id;
    if (typeof kind === "string") {
      const members = byKind.get(kind);
      if (members === undefined) byKind.set(kind, [r]);
      else members.push(r);
    }
    return isMap(fields.labels) ? labelsOf(fields.labels) : {};
  });
  for (const [kind, members] of byKind) {
    const owner = byId.get(kind);
    const other = members.find((r) => r !== owner);
    if (owner === undefined || other === undefined || resources[other]!.id === kind) continue;
    const hint = "Maybe rename one of them.";
    const told = `${show(kind)} is the kind of /resources/${other} too; tables could mean either`;
    report.add(`/resources/${owner}/id`, told, hint);
  }
  return { size: resources.length, known: entries !== undefined, byId, byKind, labels };
}

/** Where the copies of each entry start, one past the last at the end; says if there are too many. */
export function copyStarts(
  report: Report,
  path: string,
  entries: readonly { readonly count: number }[],
): Int32Array {
  const starts = new Int32Array(entries.length + 1);
  let total = 0;
  entries.forEach(({ count }, i) => {
    total += count;
    starts[i + 1] = Math.min(total, MOST);
  });
  if (total > MOST) report.add(path, `expected at most ${MOST} copies in all, got ${total}`);
  return starts;
}

/** The entry of each copy. */
export function entriesOfCopies(starts: Int32Array): Int32Array {
  const entries = new Int32Array(starts.at(-1) ?? 0);
  for (let i = 0; i + 1 < starts.length; i++) entries.fill(i, starts[i], starts[i + 1]);
  return entries;
}
