import { linkEnds } from "../../instance/links.ts";
import type { Instance } from "../../instance/types.ts";
import type { Random } from "../../util/random.ts";

/** All task copies, trees of linked ones together, in random order of trees. O(task copies + links). */
export function linkedOrder(instance: Instance, random: Random): Int32Array {
  const { tasks, taskCopyStart, taskOfCopy } = instance;
  const ends = linkEnds(instance);
  const seen = new Uint8Array(tasks.length);
  const trees: (readonly [entries: readonly number[], copy: number])[] = [];
  for (let root = 0; root < tasks.length; root++) {
    if (seen[root] === 1) continue;
    seen[root] = 1;
    const entries = [root];
    for (const t of entries) {
      for (const { other } of ends[t]) {
        if (seen[other] === 1) continue;
        seen[other] = 1;
        entries.push(other);
      }
    }
    for (let copy = 0; copy < tasks[root].count; copy++) trees.push([entries, copy]);
  }
  const order = new Int32Array(taskOfCopy.length);
  let k = 0;
  for (const [entries, copy] of random.shuffle(trees)) {
    for (const t of entries) order[k++] = taskCopyStart[t] + copy;
  }
  return order;
}
