import { show } from "../../util/show.ts";
import type { Group, Task } from "../types.ts";
import { at, type Fields, type Report } from "./report.ts";

/** Groups by name, in order of appearance. */
export interface GroupCollector {
  /** Reads a name or a list of names; the number of groups that the task joined. */
  read(path: string, fields: Fields, task: number): number;
  groups(): readonly Group[];
}

export function groupCollector(report: Report, key: "colocate" | "separate"): GroupCollector {
  const members = new Map<string, number[]>();
  return {
    read(path, fields, task) {
      const value = fields[key];
      if (value === undefined) return 0;
      const names: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const [i, name] of names.entries()) {
        if (typeof name !== "string" || name === "") {
          const where = Array.isArray(value) ? at(at(path, key), i) : at(path, key);
          report.add(where, `expected the name of a group, got ${show(name)}`);
          continue;
        }
        const found = members.get(name);
        if (found === undefined) members.set(name, [task]);
        else if (found.at(-1) !== task) found.push(task);
      }
      return names.length;
    },
    groups: () =>
      Object.freeze(
        [...members].map(([name, tasks]) => Object.freeze({ name, tasks: Object.freeze(tasks) })),
      ),
  };
}

/**
 * Says which tasks must share a resource copy and must not: both placed always, joined by a chain of
 * colocate groups of such tasks, and in one separate group.
 */
export function checkGroups(
  report: Report,
  tasks: readonly Task[],
  colocate: readonly Group[],
  separate: readonly Group[],
): void {
  const parent = tasks.map((_, t) => t);
  const root = (t: number): number => {
    let top = t;
    while (parent[top] !== top) {
      parent[top] = parent[parent[top]!]!;
      top = parent[top]!;
    }
    return top;
  };
  const together = new Set<number>();
  for (const group of colocate) {
    const placed = group.tasks.filter((t) => !tasks[t]!.optional);
    for (const t of placed) {
      together.add(t);
      parent[root(t)] = root(placed[0]!);
    }
  }
  for (const group of separate) {
    const seen = new Map<number, number>();
    for (const t of group.tasks.filter((member) => together.has(member))) {
      const other = seen.get(root(t)) ?? (tasks[t]!.count > 1 ? t : undefined);
      seen.set(root(t), t);
      if (other === undefined) continue;
      const whom = other === t ? "its own copies" : show(tasks[other]!.id);
      const told = `must share a resource with ${whom} (colocate) and must not`;
      report.add(`/tasks/${t}/separate`, `${show(tasks[t]!.id)} ${told} (${show(group.name)})`);
    }
  }
}
