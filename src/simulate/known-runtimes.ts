import { findResourceCopy, findTaskCopy } from "../instance/ids.ts";
import { isMap } from "../instance/read/report.ts";
import type { Instance } from "../instance/types.ts";
import { millisecondsOf } from "../learn/features/measure.ts";
import { InstanceError, type Issue } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import { show } from "../util/show.ts";

/** True runtimes that are known, ms: by task copy, there by resource entry, or -1 for all that are not named. */
export type KnownRuntimes = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** What is known of a task copy on a resource entry, ms; undefined if nothing is. */
export function knownRuntime(
  known: KnownRuntimes | undefined,
  copy: number,
  entry: number,
): number | undefined {
  const found = known?.get(copy);
  return found?.get(entry) ?? found?.get(EVERYWHERE);
}

const EVERYWHERE = -1;

const COLUMNS = ["task", "runtime", "resource"];

/**
 * True runtimes of rows with `task`, `runtime` and, if it matters, `resource`. A task is named as in the instance, for all its copies,
 * or a copy as plans name it, which wins; a resource likewise, and equal copies of one are equal. Throws InstanceError with each row
 * that names what is not there, says what another has said, or is of a task that does not run there.
 */
export function knownRuntimesOf(
  instance: Instance,
  rows: readonly unknown[],
  placeOf: (row: number) => string,
): KnownRuntimes {
  const issues: Issue[] = [];
  const said = new Map<string, number>();
  const known = new Map<number, Map<number, number>>();
  const namesOf = { task: tasksNamed(instance), resource: resourcesNamed(instance) };
  const found = rows.flatMap((row, i) => {
    const say = (message: string, hint?: string) => {
      issues.push({ path: placeOf(i), message, ...(hint !== undefined && { hint }) });
      return [];
    };
    if (!isMap(row)) return say(`expected a map with a task and its runtime, got ${show(row)}`);
    const other = Object.keys(row).find((name) => !COLUMNS.includes(name));
    if (other !== undefined) return say(`unknown key ${show(other)}`, `Maybe ${KEYS}.`);
    const { task, resource } = row;
    const tasks = namesOf.task(task);
    if (tasks === undefined) return say(...unknown("task", task, instance));
    const isEverywhere = resource === undefined || resource === "" || resource === null;
    const entry = isEverywhere ? EVERYWHERE : namesOf.resource(resource);
    if (entry === undefined) return say(...unknown("resource", resource, instance));
    const runtime = millisecondsOf(row.runtime);
    if (runtime === undefined) {
      return say(
        `expected a runtime, got ${show(row.runtime)}`,
        'Maybe write a duration such as "2h30m".',
      );
    }
    const before = said.get(JSON.stringify([task, entry]));
    if (before !== undefined) return say(`the same is said in ${placeOf(before)}`);
    said.set(JSON.stringify([task, entry]), i);
    if (!runs(instance, tasks.copies[0], entry)) {
      const where = isEverywhere ? "" : ` on ${show(resource)}`;
      return say(`${show(task)} does not run${where}, so it has no runtime there`);
    }
    return [{ ...tasks, entry, runtime }];
  });
  if (issues.length > 0) throw new InstanceError(issues);
  // What is said more closely comes later, and wins.
  for (const rank of [0, 1, 2, 3]) {
    for (const { copies, isCopy, entry, runtime } of found) {
      if (rank !== (isCopy ? 2 : 0) + (entry === EVERYWHERE ? 0 : 1)) continue;
      for (const copy of copies) {
        const one = (rank === 2 ? undefined : known.get(copy)) ?? new Map<number, number>();
        known.set(copy, one.set(entry, runtime));
      }
    }
  }
  return known;
}

const KEYS = "task, runtime or resource";

interface Named {
  readonly copies: readonly number[];
  /** One copy of several was named. */
  readonly isCopy: boolean;
}

function tasksNamed(instance: Instance): (name: unknown) => Named | undefined {
  const { tasks, taskCopyStart, taskNames } = instance;
  const ids = taskNames?.ids ?? tasks.map(({ id }) => id);
  const start = taskNames?.start ?? taskCopyStart;
  const rowOf = new Map(ids.map((id, i) => [id, i]));
  return (name) => {
    if (typeof name !== "string") return undefined;
    const row = rowOf.get(name);
    if (row !== undefined) {
      const count = start[row + 1]! - start[row]!;
      return { copies: Array.from({ length: count }, (_, k) => start[row]! + k), isCopy: false };
    }
    const copy = findTaskCopy(instance, name);
    return copy === undefined ? undefined : { copies: [copy], isCopy: true };
  };
}

function resourcesNamed(instance: Instance): (name: unknown) => number | undefined {
  const { resources, resourceNames, resourceCopyStart, resourceOfCopy } = instance;
  const ids = resourceNames?.ids ?? resources.map(({ id }) => id);
  const start = resourceNames?.start ?? resourceCopyStart;
  const entryOf = new Map(ids.map((id, i) => [id, resourceOfCopy[start[i]!]!]));
  return (name) => {
    if (typeof name !== "string") return undefined;
    const copy = findResourceCopy(instance, name);
    return entryOf.get(name) ?? (copy === undefined ? undefined : resourceOfCopy[copy]);
  };
}

function unknown(what: "task" | "resource", name: unknown, instance: Instance): [string, string?] {
  if (typeof name !== "string") return [`expected the name of a ${what}, got ${show(name)}`];
  const rows = what === "task" ? instance.tasks : instance.resources;
  const names = what === "task" ? instance.taskNames : instance.resourceNames;
  const near = nearest(name, names?.ids ?? rows.map(({ id }) => id));
  const hint = near === undefined ? undefined : `Maybe ${show(near)}.`;
  return [`there is no ${what} ${show(name)}`, ...(hint === undefined ? [] : [hint])] as [
    string,
    string?,
  ];
}

function runs({ pairs, resources, taskOfCopy }: Instance, copy: number, entry: number): boolean {
  const row = taskOfCopy[copy]! * resources.length;
  if (entry !== EVERYWHERE) return pairs.runtime[row + entry]! > 0;
  return pairs.runtime.subarray(row, row + resources.length).some((expected) => expected > 0);
}
