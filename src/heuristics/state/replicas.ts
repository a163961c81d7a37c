import type { Guard } from "./guard.ts";
import type { StateView } from "./view.ts";

/**
 * Pieces of one task copy stand on distinct resource copies, or in distinct domains. Undefined where every task is one
 * piece. O(pieces of the task).
 */
export function apartReplicas({ instance, pieces }: StateView): Guard | undefined {
  const { tasks, taskOfCopy, domains, resourceOfCopy } = instance;
  if (tasks.every(({ replicas, divisible }) => replicas === 1 && !divisible)) return undefined;
  return {
    admits(piece, copy) {
      const task = pieces.task[piece];
      const first = pieces.first[task];
      if (pieces.next[first] < 0) return true;
      const { across } = tasks[taskOfCopy[task]];
      const of = across === undefined ? undefined : domains[across].of;
      for (let p = first; p >= 0; p = pieces.next[p]) {
        const other = pieces.at[p];
        if (other < 0) continue;
        if (other === copy) return false;
        if (of !== undefined && of[resourceOfCopy[other]] === of[resourceOfCopy[copy]]) {
          return false;
        }
      }
      return true;
    },
  };
}
