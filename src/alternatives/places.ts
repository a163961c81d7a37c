import { findResourceCopy, resourceCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import type { TaskPlace } from "./types.ts";

/** More places than this are told by kind, and more kinds not at all. */
export const MOST_PLACES = 24;

/** Leaving an optional task out is a place, too. */
export const NOWHERE: TaskPlace = { name: "left out", entries: [] };

/**
 * Where a task copy can be asked to be: entries, or kinds where entries are many or the task has several pieces, which need not all be on one
 * entry; and nowhere, if it is optional.
 */
export function placesOf(instance: Instance, copy: number): readonly TaskPlace[] {
  const { resources, taskOfCopy, tasks } = instance;
  const task = taskOfCopy[copy];
  const isMany = resources.length > MOST_PLACES || hasPieces(instance, task);
  const places = isMany
    ? kindsOf(instance)
    : resources.map(({ id }, entry): TaskPlace => ({ name: id, entries: [entry] }));
  return tasks[task].optional ? [...places, NOWHERE] : places;
}

/** The place that a person names: a resource copy, an entry or a kind. Throws UsageError with a near name. */
export function placeNamed(instance: Instance, name: string): TaskPlace {
  const { resources, resourceOfCopy } = instance;
  const entry = resources.findIndex(({ id }) => id === name);
  if (entry >= 0) return { name, entries: [entry] };
  const copy = findResourceCopy(instance, name);
  if (copy !== undefined) {
    return { name: resourceCopyId(instance, copy), entries: [resourceOfCopy[copy]], copy };
  }
  const kinds = kindsOf(instance);
  const kind = kinds.find((one) => one.name === name);
  if (kind !== undefined) return kind;
  const meant = nearest(name, [...resources.map(({ id }) => id), ...kinds.map((one) => one.name)]);
  throw new UsageError(
    `There is no resource "${name}".${meant === undefined ? "" : `\nMaybe you meant "${meant}".`}`,
  );
}

function hasPieces({ tasks, schedule }: Instance, task: number): boolean {
  const { replicas, divisible } = tasks[task];
  return replicas > 1 || divisible || (schedule?.workers[task] ?? 1) > 1;
}

function kindsOf({ resources }: Instance): readonly TaskPlace[] {
  const byKind = new Map<string, number[]>();
  for (const [entry, { kind }] of resources.entries()) {
    const own = byKind.get(kind);
    if (own === undefined) byKind.set(kind, [entry]);
    else own.push(entry);
  }
  return [...byKind].map(([name, entries]) => ({ name, entries }));
}
