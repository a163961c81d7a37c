import { remember } from "../../util/remember.ts";
import { rulesOf } from "../schedule.ts";
import type { Instance } from "../types.ts";
import { headsOf } from "./heads.ts";

/** One way to place a copy of a task: all its pieces on resource entries of this list. */
export interface Placing {
  /** Ascending. */
  readonly entries: readonly number[];
  /** Milliseconds that it takes at least: the shortest runtime on them. */
  readonly runtime: number;
}

/**
 * By task entry: the ways to place a copy, of which every plan that places it takes exactly one. A lone piece goes to one of the
 * usable resource entries; workers go to those of one kind. O(T R) at the first call; all callers share the answer. Throws InvariantError
 * off mode "schedule".
 */
export const placingsOf = remember((instance: Instance): readonly (readonly Placing[])[] => {
  const { tasks, resources, pairs } = instance;
  const { usable } = headsOf(instance);
  const { workers } = rulesOf(instance);
  const R = resources.length;
  return tasks.map((_, t) => {
    const groups = new Map<string | number, number[]>();
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      const key = workers[t] === 1 ? r : resources[r].kind;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [r]);
      else group.push(r);
    }
    return [...groups.values()].map((entries) => ({
      entries,
      runtime: Math.min(...entries.map((r) => pairs.runtime[t * R + r])),
    }));
  });
});
