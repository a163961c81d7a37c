import { remember } from "../../util/remember.ts";
import type { Group, Instance } from "../types.ts";

/** By task entry: the indices of the groups that it is in. */
export interface Membership {
  readonly together: readonly (readonly number[])[];
  readonly apart: readonly (readonly number[])[];
}

/** Which colocate and separate groups each task entry is in. O(tasks + members) at the first call. */
export const membershipOf = remember(
  ({ tasks, colocate, separate }: Instance): Membership => ({
    together: byTask(tasks.length, colocate),
    apart: byTask(tasks.length, separate),
  }),
);

function byTask(tasks: number, groups: readonly Group[]): readonly (readonly number[])[] {
  const lists: number[][] = Array.from({ length: tasks }, () => []);
  groups.forEach((group, g) => {
    for (const task of new Set(group.tasks)) lists[task]!.push(g);
  });
  return lists;
}
