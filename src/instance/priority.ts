import type { Instance, ObjectiveSpec } from "./types.ts";

/** True if copies of a task entry count for an objective: all of them, or those of its class. */
export function isCounted(
  { tasks }: Instance,
  { priority }: Pick<ObjectiveSpec, "priority">,
  task: number,
): boolean {
  return priority === undefined || tasks[task]!.priority === priority;
}
