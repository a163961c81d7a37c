import type { Group } from "../src/instance/types.ts";
import type { Draft } from "./draft.ts";

/** The task copies that are members of a group, ascending. */
export function membersOf({ instance }: Draft, group: Group): readonly number[] {
  const entries = [...new Set(group.tasks)].sort((a, b) => a - b);
  return entries.flatMap((t) => {
    const first = instance.taskCopyStart[t];
    return Array.from({ length: instance.tasks[t].count }, (_, i) => first + i);
  });
}

/** The assignment columns of a group's members, by resource copy; copies without any are left out. */
export function columnsByResource(draft: Draft, group: Group): ReadonlyMap<number, number[]> {
  const { pairs } = draft;
  const columns = new Map<number, number[]>();
  for (const t of membersOf(draft, group)) {
    for (let x = pairs.taskStart[t]; x < pairs.taskStart[t + 1]; x++) {
      const held = columns.get(pairs.resource[x]);
      if (held === undefined) columns.set(pairs.resource[x], [x]);
      else held.push(x);
    }
  }
  return columns;
}
