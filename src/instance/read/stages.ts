import { QUANTITIES } from "../../util/quantities.ts";
import { show } from "../../util/show.ts";
import type { Link, Task } from "../types.ts";
import { UNREADABLE } from "./entries.ts";
import { isName, readField } from "./fields.ts";
import { STAGE_KEYS, TASK_KEYS } from "./keys.ts";
import { at, type Fields, isMap, MERGE_KEY, makeReport, maybe, type Report } from "./report.ts";

/** Task entries with every stage as an entry of its own. */
export interface Unfolded {
  readonly entries: readonly Fields[];
  readonly links: readonly Link[];
  /** The place in the document of a place in `entries`, such as "/tasks/3/runtime". */
  placeOf(path: string): string;
}

/**
 * Turns each task with `stages` into one entry per stage, "task/stage", that inherits what stands beside `stages`, and
 * links along `after` (by default the stage before). `own` are keys that rules read by themselves. What is wrong goes to the report.
 */
export function unfoldStages(
  report: Report,
  tasks: readonly Fields[],
  own: ReadonlySet<string>,
): Unfolded {
  if (tasks.every(({ stages }) => stages === undefined)) {
    return { entries: tasks, links: Object.freeze([]), placeOf: (path) => path };
  }
  const known = new Set([...TASK_KEYS, ...own].filter((key) => !OF_TASK.has(key)));
  const entries: Fields[] = [];
  const origin: { readonly path: string; readonly own: Fields; readonly task: string }[] = [];
  const links: Link[] = [];
  tasks.forEach((task, t) => {
    const path = `/tasks/${t}`;
    const stages = task.stages === undefined ? undefined : readStages(report, path, task, known);
    if (stages === undefined) {
      origin.push({ path, own: task, task: path });
      const { stages: _, ...rest } = task;
      entries.push(task === UNREADABLE ? task : rest);
      return;
    }
    const first = entries.length;
    stages.forEach((stage, s) => {
      origin.push({ path: `${path}/stages/${s}`, own: stage, task: path });
      entries.push(entryOf(task, stage, known));
    });
    links.push(...readLinks(report, `${path}/stages`, stages, first));
  });
  return {
    entries,
    links: Object.freeze(links.map((link) => Object.freeze(link))),
    placeOf: (path) => {
      const [, entry, key, rest = ""] = /^\/tasks\/(\d+)(?:\/([^/]*)(.*))?$/.exec(path) ?? [];
      const from = entry === undefined ? undefined : origin[Number(entry)];
      if (from === undefined) return path;
      if (key === undefined) return from.path;
      // What a stage calls `after` are stages, told above; here it is what the whole task waits for.
      const isOwn = key === "id" || (from.own[key] !== undefined && key !== "after");
      return `${isOwn ? from.path : from.task}/${key}${rest}`;
    },
  };
}

/** The stages of a task as maps; undefined after saying why there are none. */
function readStages(
  report: Report,
  path: string,
  task: Fields,
  known: ReadonlySet<string>,
): readonly Fields[] | undefined {
  const where = at(path, "stages");
  const { stages } = task;
  if (!Array.isArray(stages) || stages.length === 0) {
    report.add(where, `expected a list of stages such as [{ id: train }], got ${show(stages)}`);
    return undefined;
  }
  return Array.from(stages, (stage: unknown, s) => {
    if (!isMap(stage)) {
      report.add(at(where, s), `expected a map with an id, got ${show(stage)}`);
      return UNREADABLE;
    }
    if (stage.id === undefined) report.add(at(where, s), "expected an id, got none");
    else isName(report, at(at(where, s), "id"), stage.id);
    for (const key of Object.keys(stage)) {
      if (STAGE_KEYS.has(key) || known.has(key)) continue;
      const why = OF_TASK.has(key) ? `${key} belongs to the task, not to a stage` : undefined;
      const place = at(at(where, s), key);
      if (key === "<<") report.add(place, ...MERGE_KEY, "key");
      else
        report.add(
          place,
          why ?? `unknown key ${show(key)}`,
          maybe(key, [...known, ...STAGE_KEYS]),
          "key",
        );
    }
    return stage;
  });
}

/** Keys that only the whole task has. */
const OF_TASK: ReadonlySet<string> = new Set(["count", "stages"]);

function entryOf(task: Fields, stage: Fields, known: ReadonlySet<string>): Fields {
  const { stages: _, ...shared } = task;
  const own = Object.entries(stage).filter(
    // What a stage calls `after` are stages; what the whole task waits for holds for each of them.
    ([key]) => known.has(key) && !STAGE_KEYS.has(key),
  );
  return { ...shared, ...Object.fromEntries(own), id: `${String(task.id)}/${String(stage.id)}` };
}

function readLinks(
  report: Report,
  path: string,
  stages: readonly Fields[],
  first: number,
): readonly Link[] {
  const byId = new Map(stages.map(({ id }, s) => [id, s]));
  const links: Link[] = [];
  const forest = makeForest(stages.length);
  stages.forEach((stage, s) => {
    const where = at(path, s);
    readField(report, where, stage, "output", QUANTITIES.memoryDemand, 0);
    for (const [place, before] of predecessors(report, where, stage, s, byId)) {
      const ring = forest.join(before, s);
      if (ring === undefined) {
        const output = sizeOf(stages[before]!);
        links.push({ from: first + before, to: first + s, output });
        continue;
      }
      const names = ring.map((one) => show(stages[one]!.id)).join(", ");
      report.add(
        place,
        `the stages ${names} form a ring; between any two stages there may be one way only`,
        "Maybe leave out the link that moves least.",
      );
    }
  });
  return links;
}

/** A fault of it was told with the stage. */
function sizeOf(stage: Fields): number {
  const quiet: Report = { ...makeReport(), add: () => undefined };
  return readField(quiet, "", stage, "output", QUANTITIES.memoryDemand, 0);
}

/** The stages whose outputs a stage takes, each with its place in the document. */
function predecessors(
  report: Report,
  path: string,
  { after }: Fields,
  s: number,
  byId: ReadonlyMap<unknown, number>,
): readonly (readonly [place: string, stage: number])[] {
  const where = at(path, "after");
  if (after === undefined) return s === 0 ? [] : [[where, s - 1]];
  const list: readonly unknown[] = Array.isArray(after) ? after : [after];
  return list.flatMap((name, i) => {
    const place = Array.isArray(after) ? at(where, i) : where;
    const before = byId.get(name);
    if (before !== undefined && typeof name === "string") return [[place, before] as const];
    const names = [...byId.keys()].filter((id) => typeof id === "string");
    const hint = typeof name === "string" ? maybe(name, names) : undefined;
    report.add(place, `expected the id of a stage of this task, got ${show(name)}`, hint);
    return [];
  });
}

/** Grows a forest edge by edge; an edge that would close a ring is refused with the ring. */
function makeForest(size: number) {
  const near: number[][] = Array.from({ length: size }, () => []);
  const parent = Array.from({ length: size }, (_, i) => i);
  const root = (i: number): number => {
    let top = i;
    while (parent[top] !== top) {
      parent[top] = parent[parent[top]!]!;
      top = parent[top]!;
    }
    return top;
  };
  return {
    join(a: number, b: number): readonly number[] | undefined {
      const [of, to] = [root(a), root(b)];
      if (of === to) return way(near, a, b);
      parent[of] = to;
      near[a]!.push(b);
      near[b]!.push(a);
      return undefined;
    },
  };
}

/** The only way between two members of a tree. */
function way(near: readonly (readonly number[])[], from: number, to: number): readonly number[] {
  const before = new Map<number, number>([[from, from]]);
  for (const one of before.keys()) {
    for (const next of near[one]!) if (!before.has(next)) before.set(next, one);
  }
  const ring = [to];
  for (let one = to; one !== from; ring.push(one)) one = before.get(one)!;
  return ring.reverse();
}

/** Says which tasks at the ends of links run in several pieces: their outputs would have no one place. */
export function checkLinks(report: Report, tasks: readonly Task[], links: readonly Link[]): void {
  const told = new Set<number>();
  for (const { from, to } of links) {
    for (const t of [from, to]) {
      if (told.has(t)) continue;
      told.add(t);
      const { replicas, across, divisible } = tasks[t]!;
      const why = "so a stage that is linked to others";
      if (replicas > 1 || across !== undefined) {
        report.add(`/tasks/${t}/replicas`, `an output has one place, ${why} has no replicas`);
      }
      if (divisible) {
        report.add(`/tasks/${t}/divisible`, `an output has one place, ${why} is not divisible`);
      }
    }
  }
}
