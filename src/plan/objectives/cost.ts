import { transferCost } from "../../instance/links.ts";
import type { Instance } from "../../instance/types.ts";
import { billedTime, HOUR, occupiedIntervals, timesTime } from "../occupied.ts";
import { pieceCost } from "../piece.ts";
import type { Plan } from "../types.ts";

/**
 * Micro-dollars: costs of the pieces, what each used resource copy pays once (in placement mode its rent is part of
 * `fixedPrice`), in mode schedule the time that resource copies are paid, and what moves between the sites of linked tasks.
 */
export function totalCost(instance: Instance, plan: Plan): number {
  const used = new Uint8Array(instance.resourceOfCopy.length);
  let sum = 0;
  for (let k = 0; k < plan.task.length; k++) {
    const resource = plan.resource[k];
    sum += pieceCost(instance, plan, k);
    if (used[resource] === 1) continue;
    used[resource] = 1;
    sum += instance.resources[instance.resourceOfCopy[resource]].fixedPrice;
  }
  if (instance.mode === "schedule") sum += rents(instance, plan);
  return instance.links.length === 0 ? sum : sum + transfersOf(instance, plan);
}

/** What resource copies cost for the time that they are paid, each rounded half up. */
function rents(instance: Instance, plan: Plan): number {
  let sum = 0;
  for (const [resource, occupied] of occupiedIntervals(instance, plan)) {
    const entry = instance.resourceOfCopy[resource];
    sum += timesTime(
      instance.resources[entry].pricePerHour,
      billedTime(instance, entry, occupied),
      HOUR,
    );
  }
  return sum;
}

/** Copy i of one task passes its output on to copy i of another; nothing moves if either is not placed. */
function transfersOf(instance: Instance, plan: Plan): number {
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
