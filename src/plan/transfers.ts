import { transferCost } from "../instance/links.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan } from "./types.ts";

/**
 * Micro-dollars: copy i of one task passes its output on to copy i of another; nothing moves if either is not placed. O(pieces +
 * linked copies).
 */
export function transfersOf(instance: Instance, plan: Plan): number {
  const { links, tasks, taskCopyStart, resourceOfCopy, transfer } = instance;
  const site = new Int32Array(instance.taskOfCopy.length).fill(-1);
  for (let k = 0; k < plan.task.length; k++) {
    site[plan.task[k]] = transfer.siteOf[resourceOfCopy[plan.resource[k]]];
  }
  let sum = 0;
  for (const { from, to, output } of links) {
    for (let copy = 0; copy < tasks[from].count; copy++) {
      const leaves = site[taskCopyStart[from] + copy];
      const arrives = site[taskCopyStart[to] + copy];
      if (leaves >= 0 && arrives >= 0) sum += transferCost(instance, output, leaves, arrives);
    }
  }
  return sum;
}
