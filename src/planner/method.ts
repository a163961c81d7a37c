import type { Policy } from "../learn/policy/policy.ts";
import type { Clock } from "./clock.ts";
import type { Incumbent } from "./incumbent.ts";
import type { Termination } from "./types.ts";

/** When value and bound are close enough to stop. */
export interface Goal {
  /** Relative to the value. */
  readonly gap: number;
  /** In internal units: what rounding may cost, so that proof cannot come closer. */
  readonly slack: number;
}

/** What a method is given for one level. It offers plans and bounds to `incumbent` and returns why it ended. */
export interface LevelTask {
  readonly incumbent: Incumbent;
  readonly clock: Clock;
  readonly goal: Goal;
  readonly seed: number;
  readonly solver: string;
  /** Where tasks belong, as learned from optimal plans. */
  readonly policy?: Policy;
  /** Takes a sentence for the user on what was not done; one that was told before is not told again. */
  readonly tell: (note: string) => void;
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
  /** It cannot do without a policy. */
  readonly usesPolicy?: true;
  run(task: LevelTask): Promise<LevelEnd>;
}

/** True if value and bound are close enough for the caller, or nothing is left to look for. */
export function goalReached(incumbent: Incumbent, { gap, slack }: Goal): boolean {
  if (incumbent.noPlan !== undefined) return true;
  const { value, bound } = incumbent;
  if (value === undefined || bound === undefined) return false;
  return value - bound.value <= Math.max(slack, gap * Math.abs(value));
}
