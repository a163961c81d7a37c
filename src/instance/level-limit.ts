import type { Target } from "./targets.ts";

/** An earlier level: plans keep the target's internal value at or below `atMost`. */
export interface LevelLimit {
  readonly target: Target;
  readonly atMost: number;
}
