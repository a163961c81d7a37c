import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { Bound } from "../../plan/types.ts";
import { assignmentPriceBound } from "./assignment.ts";
import { capacityPriceBounds, type PriceBudget } from "./capacity.ts";
import { loadPriceBounds } from "./load.ts";

/** Passes that reach the bound of the linear relaxation to a few millionths as a rule. */
const PASSES = 600;

/**
 * Ever better price bounds on a target's internal value, each with a certificate that the checker has accepted.
 * Anytime: the caller may stop after any. Yields nothing where prices have nothing to say.
 */
export function* priceBounds(
  instance: Instance,
  target: Target,
  budget: PriceBudget = { passes: PASSES },
): Generator<Bound, void, void> {
  let best: Bound | undefined;
  for (const bound of capacityPriceBounds(instance, target, budget)) {
    best = bound;
    yield bound;
  }
  if (best?.certificate?.kind === "capacity-prices") {
    const whole = assignmentPriceBound(instance, target, best.certificate);
    if (whole !== undefined && whole.value > best.value) yield whole;
  }
  yield* loadPriceBounds(instance, target, budget);
}

/** The last of `priceBounds`. */
export function priceBound(
  instance: Instance,
  target: Target,
  budget?: PriceBudget,
): Bound | undefined {
  let best: Bound | undefined;
  for (const bound of priceBounds(instance, target, budget)) best = bound;
  return best;
}
