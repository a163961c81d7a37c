import { UsageError } from "../util/errors.ts";
import { show } from "../util/show.ts";
import type { CopyNames, Instance } from "./types.ts";

/**
 * "bert#2" for the second copy of a task, "bert" if it has only one. `copy` is a copy number, from 0, as plans have them.
 * Throws UsageError if there is no such copy.
 */
export function taskCopyId(instance: Instance, copy: number): string {
  const t = instance.taskOfCopy[copy];
  if (t === undefined) throw noCopy("task", copy, instance.taskOfCopy.length);
  if (instance.taskNames !== undefined) return nameOf(instance.taskNames, copy);
  return copyId(instance.tasks[t]!, copy - instance.taskCopyStart[t]!);
}

/** The same of a resource: "dgx#2". Throws UsageError if there is no such copy. */
export function resourceCopyId(instance: Instance, copy: number): string {
  const r = instance.resourceOfCopy[copy];
  if (r === undefined) throw noCopy("resource", copy, instance.resourceOfCopy.length);
  if (instance.resourceNames !== undefined) return nameOf(instance.resourceNames, copy);
  return copyId(instance.resources[r]!, copy - instance.resourceCopyStart[r]!);
}

function noCopy(what: "task" | "resource", copy: number, count: number): UsageError {
  return new UsageError(
    `There is no ${what} copy of number ${show(copy)}: the instance has ${count}, counted from 0.`,
  );
}

/** The copy number of an id that `taskCopyId` gives, such as "bert#2"; undefined if there is no such copy. */
export function findTaskCopy(instance: Instance, id: string): number | undefined {
  const { tasks, taskNames, taskCopyStart } = instance;
  return findCopy(taskNames?.ids ?? tasks, taskNames?.start ?? taskCopyStart, id);
}

/** The copy number of an id that `resourceCopyId` gives, such as "dgx#2"; undefined if there is no such copy. */
export function findResourceCopy(instance: Instance, id: string): number | undefined {
  const { resources, resourceNames, resourceCopyStart } = instance;
  return findCopy(resourceNames?.ids ?? resources, resourceNames?.start ?? resourceCopyStart, id);
}

/**
 * The copy that goes by a name of another instance, in which its entry may have had one copy or several: "bert" and "bert#1"
 * are the same. `find` is one of the above.
 */
export function findRenamed(
  find: (instance: Instance, id: string) => number | undefined,
  instance: Instance,
  id: string,
): number | undefined {
  return find(instance, id) ?? find(instance, id.endsWith("#1") ? id.slice(0, -2) : `${id}#1`);
}

interface Entry {
  readonly id: string;
  readonly count: number;
}

const numbersOf = new WeakMap<readonly (Entry | string)[], ReadonlyMap<string, number>>();

function copyId({ id, count }: Entry, position: number): string {
  return count === 1 ? id : `${id}#${position + 1}`;
}

/** By bisection: the last row that starts at or before the copy. */
function nameOf({ ids, start }: CopyNames, copy: number): string {
  let low = Math.min(copy, ids.length - 1);
  if (start[low]! > copy || start[low + 1]! <= copy) {
    let high = low;
    low = 0;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (start[middle]! <= copy) low = middle;
      else high = middle - 1;
    }
  }
  return copyId({ id: ids[low]!, count: start[low + 1]! - start[low]! }, copy - start[low]!);
}

function findCopy(
  entries: readonly (Entry | string)[],
  starts: Int32Array,
  id: string,
): number | undefined {
  const [, name = "", digits] = /^([^#]*)(?:#([1-9]\d{0,8}))?$/.exec(id) ?? [];
  const entry = numbers(entries).get(name);
  if (entry === undefined) return undefined;
  const count = starts[entry + 1]! - starts[entry]!;
  if ((digits === undefined) !== (count === 1)) return undefined;
  const position = digits === undefined ? 1 : Number(digits);
  return position <= count ? starts[entry]! + position - 1 : undefined;
}

/** Entry numbers by id, built at the first question and kept as long as the instance lives. */
function numbers(entries: readonly (Entry | string)[]): ReadonlyMap<string, number> {
  const known = numbersOf.get(entries);
  if (known !== undefined) return known;
  const built = new Map(
    entries.map((entry, i) => [typeof entry === "string" ? entry : entry.id, i]),
  );
  numbersOf.set(entries, built);
  return built;
}
