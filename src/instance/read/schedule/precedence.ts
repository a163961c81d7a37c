import { QUANTITIES } from "../../../util/quantities.ts";
import { show } from "../../../util/show.ts";
import type { Precedence } from "../../schedule-rules.ts";
import type { Link } from "../../types.ts";
import { quotes, readField, readFlag, seen } from "../fields.ts";
import { at, checkKeys, type Fields, isMap, maybe, type Report } from "../report.ts";

/** The keys that an item of `after` may have; the schema has the same. */
export const AFTER_KEYS: ReadonlySet<string> = new Set(["task", "lag", "each"]);

/**
 * What waits for what: `after` of tasks (an id, { task, lag, each } or a list of such; the id of a task with stages means
 * all of them), and the links between stages, copy by copy. A cycle is told with its members.
 */
export function readPrecedence(
  report: Report,
  entries: readonly Fields[],
  links: readonly Link[],
): readonly Precedence[] {
  const index = indexOf(entries);
  const list: Precedence[] = links.map(({ from, to }) => ({
    before: from,
    after: to,
    lag: 0,
    pairwise: true,
  }));
  entries.forEach((fields, t) => {
    const path = at(`/tasks/${t}`, "after");
    const { after } = fields;
    if (after === undefined) return;
    const items: readonly unknown[] = Array.isArray(after) ? after : [after];
    items.forEach((item, i) => {
      const place = Array.isArray(after) ? at(path, i) : path;
      list.push(...readItem(report, place, item, t, entries, index));
    });
  });
  const ring = findRing(entries.length, list);
  if (ring !== undefined) {
    const names = told(ring.map((t) => show(entries[t]!.id)));
    const message = `tasks wait for each other in a circle: ${names}`;
    // Stages of one task alone form no circle, so some member says what it waits for.
    const saying = ring.find((t) => entries[t]!.after !== undefined) ?? ring[0]!;
    report.add(at(`/tasks/${saying}`, "after"), message, "Maybe leave out one of them.");
  }
  return Object.freeze(list.map((one) => Object.freeze(one)));
}

/** A long circle by its first members and its last. */
function told(names: readonly string[]): string {
  const most = 8;
  const shown = names.length <= most ? names : [...names.slice(0, most - 2), "...", names.at(-1)!];
  return shown.join(" after ");
}

function indexOf(entries: readonly Fields[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  const add = (id: string, t: number) => {
    const found = index.get(id);
    if (found === undefined) index.set(id, [t]);
    else found.push(t);
  };
  entries.forEach(({ id }, t) => {
    if (typeof id === "string") add(id, t);
  });
  // "bert" stands for bert/prepare, bert/train ..., unless a task has that name itself.
  const whole = new Set(index.keys());
  entries.forEach(({ id }, t) => {
    const cut = typeof id === "string" ? id.lastIndexOf("/") : -1;
    if (cut > 0 && !whole.has(String(id).slice(0, cut))) add(String(id).slice(0, cut), t);
  });
  return index;
}

function readItem(
  report: Report,
  path: string,
  item: unknown,
  t: number,
  entries: readonly Fields[],
  index: ReadonlyMap<string, readonly number[]>,
): readonly Precedence[] {
  const fields: Fields = isMap(item) ? item : { task: item };
  if (isMap(item)) checkKeys(report, path, item, AFTER_KEYS);
  const name = fields.task;
  const found = typeof name === "string" ? index.get(name) : undefined;
  if (found === undefined) {
    const hint = typeof name === "string" ? maybe(name, index.keys()) : quotes(report, path, name);
    report.add(path, `expected the id of a task, got ${seen(report, path, name)}`, hint);
    return [];
  }
  const lag = readField(report, path, fields, "lag", QUANTITIES.duration, 0);
  const pairwise = readFlag(report, path, fields, "each");
  return found.map((before) => {
    if (pairwise && (entries[before]!.count ?? 1) !== (entries[t]!.count ?? 1)) {
      const message = `copy by copy needs equal counts, ${show(entries[before]!.id)} has another`;
      report.add(at(path, "each"), message);
    }
    return { before, after: t, lag, pairwise };
  });
}

/** Members of a cycle in order, each after the one behind it; undefined if there is none. O(entries + list). */
function findRing(size: number, list: readonly Precedence[]): readonly number[] | undefined {
  const next: number[][] = Array.from({ length: size }, () => []);
  const waiting = new Int32Array(size);
  for (const { before, after } of list) {
    next[before]!.push(after);
    waiting[after]!++;
  }
  const free = [...waiting.keys()].filter((t) => waiting[t] === 0);
  for (const t of free) for (const n of next[t]!) if (--waiting[n]! === 0) free.push(n);
  if (free.length === size) return undefined;
  // Every member that still waits has a predecessor that does: walking back must meet itself.
  const previous = new Int32Array(size).fill(-1);
  for (const { before, after } of list) {
    if (waiting[before]! > 0 && waiting[after]! > 0) previous[after] = before;
  }
  let t = waiting.findIndex((count) => count > 0);
  const seen = new Set<number>();
  while (!seen.has(t)) {
    seen.add(t);
    t = previous[t]!;
  }
  const ring = [t];
  for (let one = previous[t]!; one !== t; one = previous[one]!) ring.push(one);
  ring.push(t);
  return ring;
}
