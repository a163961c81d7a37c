import { goalReached, type LevelEnd, type LevelTask } from "../method.ts";

/** True if a shadow knows plans that are better than any that survives. */
export function isBehind({ incumbent }: LevelTask, { incumbent: shadow }: LevelTask): boolean {
  if (incumbent.value === undefined) return true;
  return shadow.value !== undefined && shadow.value < incumbent.value;
}

/** How a level ends now; undefined if it may go on. */
export function stoppedEnd({ incumbent, clock, goal }: LevelTask): LevelEnd | undefined {
  if (goalReached(incumbent, goal)) return { termination: "completed" };
  const stopped = clock.stopped();
  return stopped === undefined ? undefined : { termination: stopped };
}
