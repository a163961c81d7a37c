import type { Clock } from "./clock.ts";
import type { Incumbent } from "./incumbent.ts";
import type { Termination } from "./types.ts";

/** What a method is given for one level. It offers plans and bounds to `incumbent` and returns why it ended. */
export interface LevelTask {
  readonly incumbent: Incumbent;
  readonly clock: Clock;
  readonly gap: number;
  readonly seed: number;
  readonly solver: string;
}

/** Why a method ended a level; `note` is a sentence for the user. */
export interface LevelEnd {
  readonly termination: Termination;
  readonly note?: string;
}

/** A way to plan one level. Adding one is a file and a line in the registry. */
export interface Method {
  readonly name: string;
  readonly usesSolver: boolean;
  run(task: LevelTask): Promise<LevelEnd>;
}

/** True if value and bound are close enough for the caller. */
export function gapReached(incumbent: Incumbent, gap: number): boolean {
  const { value, bound } = incumbent;
  if (value === undefined || bound === undefined) return false;
  return relativeGap(value, bound.value) <= gap;
}

function relativeGap(value: number, bound: number): number {
  return Math.abs(value - bound) / Math.max(Math.abs(value), 1e-10);
}
