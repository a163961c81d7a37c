import type { LevelLimit } from "../instance/level-limit.ts";
import type { Incumbent } from "./incumbent.ts";
import { shareResolution } from "./resolution.ts";

/** The limits that the incumbent admits plans by: a bound must hold for every one of them. */
export function admittedLimits({ instance, limits }: Incumbent): readonly LevelLimit[] {
  return limits.map(({ target, atMost }) => ({
    target,
    atMost: atMost + shareResolution(instance, target),
  }));
}
