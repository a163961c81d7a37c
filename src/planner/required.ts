import { isNeverNegative } from "../instance/targets.ts";
import { gapBetween } from "../plan/gap.ts";
import type { Bound } from "../plan/types.ts";
import type { EarlierLevel, LevelOutcome } from "./types.ts";

/** What is asked of the bounds of every objective beside a plan. */
export interface Required {
  /** The largest gap, a share. */
  readonly gap?: number;
  /** The bound has a certificate; the gap is then that of the certified bound. */
  readonly certified?: boolean;
}

/** One objective that is not as required. */
export interface Unmet {
  readonly objective: string;
  /** Between what the objective reached and its bound; absent without a bound that counts. */
  readonly gap?: number;
}

/**
 * The objectives that are not as required, each judged among the plans that keep the limits of those before it, as `plan` does: by what its own
 * level reached. Nothing that is required is met without a plan.
 */
export function unmetLevels(
  levels: readonly (LevelOutcome | EarlierLevel)[],
  { gap: most, certified = false }: Required,
): readonly Unmet[] {
  if (most === undefined && !certified) return [];
  return levels.flatMap((level): readonly Unmet[] => {
    const objective = "target" in level ? level.target.name : level.objective;
    const bound = certified ? certifiedOf(level) : level.bound;
    const gap = gapBetween(level.best, bound?.value);
    const isMet = gap !== undefined && gap <= (most ?? Number.POSITIVE_INFINITY);
    return isMet ? [] : [{ objective, ...(gap !== undefined && { gap }) }];
  });
}

/** The best bound that anyone can check; that nothing is negative needs no certificate where it closes the gap. */
function certifiedOf(level: LevelOutcome | EarlierLevel): Bound | undefined {
  const { bound, certified, best } = level;
  if (bound?.certificate !== undefined) return bound;
  const isZero = bound?.source === "zero" || ("target" in level && isNeverNegative(level.target));
  if (bound?.value === 0 && best === 0 && isZero) return bound;
  return certified;
}
