import type { Instance } from "../../instance/types.ts";
import { levelRanges, millionthsUp } from "../levels.ts";
import type { Plan } from "../types.ts";

/**
 * Millionths, rounded up: the largest load / capacity over copies and dimensions (placement), or the
 * largest busy time / window over copies (batch).
 */
export function balance(instance: Instance, plan: Plan, dimension: number | undefined): number {
  return levelRanges(instance, plan, dimension).reduce(
    (largest, { greatest }) => Math.max(largest, millionthsUp(greatest)),
    0,
  );
}
