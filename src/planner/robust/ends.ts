import type { LevelTask } from "../method.ts";

/** True if a shadow knows plans that are better than any that survives. */
export function isBehind({ incumbent }: LevelTask, { incumbent: shadow }: LevelTask): boolean {
  if (incumbent.value === undefined) return true;
  return shadow.value !== undefined && shadow.value < incumbent.value;
}
