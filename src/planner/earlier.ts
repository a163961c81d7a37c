import type { LevelLimit } from "../instance/level-limit.ts";
import type { Target } from "../instance/targets.ts";
import { WHOLE } from "../instance/types.ts";
import type { Bound } from "../plan/types.ts";
import { UsageError } from "../util/errors.ts";
import type { EarlierLevel, EarlierRun, LevelOutcome } from "./types.ts";

/** What the next run needs of this one's levels. */
export function earlierLevels(levels: readonly LevelOutcome[]): EarlierLevel[] {
  return levels.map(({ target, best, bound, certified }) => ({
    objective: target.name,
    ...(best === undefined ? {} : { best }),
    ...(bound === undefined ? {} : { bound }),
    ...(certified === undefined ? {} : { certified }),
  }));
}

/** By how much later levels may worsen a level of this value: its tolerance of the absolute value, rounded down. */
export function allowance(target: Target, value: number): number {
  const size = BigInt(Math.abs(value));
  return Number((size * BigInt(target.tolerance)) / BigInt(WHOLE));
}

/**
 * The bounds of an earlier run that hold on level `index` of this one. A bound of a later level speaks of the plans that
 * keep the limits of the levels before it, so it holds on only while this run's limits are nowhere looser.
 * Throws UsageError if the earlier run had another objective here.
 */
export function carriedBounds(
  earlier: EarlierRun | undefined,
  index: number,
  target: Target,
  limits: readonly LevelLimit[],
): readonly Bound[] {
  const level = earlier?.levels[index];
  if (earlier === undefined || level === undefined) return [];
  if (level.objective !== target.name) {
    const names = `"${level.objective}", this one "${target.name}"`;
    throw new UsageError(`The earlier run had the objective ${names}.\nMaybe plan from the start.`);
  }
  const looser = limits.some((limit, j) => {
    const best = earlier.levels[j]?.best;
    return best === undefined || limit.atMost > best + allowance(limit.target, best);
  });
  if (looser) return [];
  return [level.bound, level.certified].filter((bound) => bound !== undefined);
}
