import type { ObjectiveScope } from "./objectives/objective.ts";
import type { Setting } from "./setting.ts";

/** True if copies of a task entry count for an objective: all of them, or those of its class. */
export function isCounted(
  { tasks }: Setting,
  { priority }: Pick<ObjectiveScope, "priority">,
  task: number,
): boolean {
  return priority === undefined || tasks[task]!.priority === priority;
}
