import { membershipOf } from "../instance/facts/groups.ts";
import type { Instance } from "../instance/types.ts";

/** Which colocate and separate groups are where, counted piece by piece. */
export interface GroupCounts {
  /** True if no group forbids the task copy on the resource copy. */
  allow(task: number, copy: number): boolean;
  /** The resource copy that colocated companions already hold, or -1. */
  homeOf(task: number): number;
  /** `by` is 1 when a piece came, -1 when it left. */
  count(task: number, copy: number, by: 1 | -1): void;
}

/** Cost of each call: O(groups of the task). */
export function makeGroupCounts(instance: Instance): GroupCounts | undefined {
  const { colocate, separate, taskOfCopy } = instance;
  if (colocate.length === 0 && separate.length === 0) return undefined;
  const copies = instance.resourceOfCopy.length;
  const { together, apart } = membershipOf(instance);
  const home = new Int32Array(colocate.length).fill(-1);
  const members = new Int32Array(colocate.length);
  const present = new Map<number, number>();

  function homeOf(task: number): number {
    for (const g of together[taskOfCopy[task]]) if (members[g] > 0) return home[g];
    return -1;
  }

  return {
    homeOf,
    allow(task, copy) {
      const entry = taskOfCopy[task];
      return (
        together[entry].every((g) => members[g] === 0 || home[g] === copy) &&
        apart[entry].every((g) => (present.get(g * copies + copy) ?? 0) === 0)
      );
    },
    count(task, copy, by) {
      const entry = taskOfCopy[task];
      for (const g of together[entry]) {
        home[g] = copy;
        members[g] += by;
      }
      for (const g of apart[entry]) {
        const key = g * copies + copy;
        present.set(key, (present.get(key) ?? 0) + by);
      }
    },
  };
}
