import { additiveValues } from "../../instance/additive.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target, TargetTerm } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { CapacityPrices } from "../../plan/certificate/types.ts";
import type { Bound } from "../../plan/types.ts";
import { bestBound } from "../registry.ts";
import { sumsOf } from "../sums.ts";
import { assignmentPriceBound } from "./assignment.ts";
import { capacityPriceBounds, type PriceBudget } from "./capacity.ts";
import { levelPriceBounds } from "./level.ts";
import { loadPriceBounds } from "./load.ts";
import { sharedCapacityBound } from "./shared-capacity.ts";

/** Passes that reach the bound of the linear relaxation to a few millionths as a rule. */
const PASSES = 600;

/** `priceSteps` without the moments in between. */
export function* priceBounds(
  ...input: Parameters<typeof priceSteps>
): Generator<Bound, void, void> {
  for (const bound of priceSteps(...input)) if (bound !== undefined) yield bound;
}

/**
 * Ever better price bounds on a target's internal value over the plans that keep `limits` of earlier levels, each with a
 * certificate that the checker has accepted; of a weighted sum the last may add up terms without one. Anytime: the caller may stop after any; where the next one takes long, nothing
 * comes in between, so that the caller can look at the clock. Ends at once where prices have nothing to say.
 */
export function* priceSteps(
  instance: Instance,
  target: Target,
  budget: PriceBudget = { passes: PASSES },
  limits: readonly LevelLimit[] = [],
): Generator<Bound | undefined, void, void> {
  let best: Bound | undefined;
  const better = (bound: Bound | undefined): bound is Bound =>
    bound !== undefined && (best === undefined || bound.value > best.value);
  let prices: CapacityPrices | undefined;
  for (const bound of capacityPriceBounds(instance, target, budget, limits)) {
    yield bound;
    if (bound === undefined) continue;
    best = bound;
    if (bound.certificate?.kind === "capacity-prices") prices = bound.certificate;
  }
  const shared = sharedCapacityBound(instance, target, limits, prices);
  if (better(shared)) {
    best = shared;
    yield shared;
  }
  if (prices !== undefined) {
    const whole = assignmentPriceBound(instance, target, prices);
    if (better(whole)) yield whole;
  }
  for (const bound of loadPriceBounds(instance, target, budget)) {
    best = bound ?? best;
    yield bound;
  }
  for (const bound of levelPriceBounds(instance, target, limits, best?.value ?? 0)) {
    if (!better(bound)) continue;
    best = bound;
    yield bound;
  }
  for (const bound of sumSteps(instance, target, budget)) {
    if (bound !== undefined && !better(bound)) continue;
    best = bound ?? best;
    yield bound;
  }
}

/**
 * Of a weighted target that is no sum over pieces as a whole: bounds on what of it is one, and on each other term, by turns, added up
 * ever more rarely, and at the end of each.
 */
function* sumSteps(
  instance: Instance,
  target: Target,
  budget: PriceBudget,
): Generator<Bound | undefined, void, void> {
  if (target.terms.length < 2) return;
  const isSum = (term: TargetTerm) => additiveValues(instance, { terms: [term] }) !== undefined;
  const sums = target.terms.filter(isSum);
  if (sums.length === target.terms.length) return;
  const groups = [
    ...(sums.length > 0 ? [sums] : []),
    ...target.terms.filter((term) => !isSum(term)).map((term) => [term]),
  ];
  const parts = groups.map((terms) => {
    const own = { ...target, terms };
    const quick = bestBound(instance, own);
    const steps = priceSteps(instance, own, budget);
    return { target: own, steps, quick, certified: undefined as Bound | undefined };
  });
  const known = () =>
    parts.map(({ target: own, quick, certified }) => {
      const isQuick = (quick?.value ?? -Infinity) > (certified?.value ?? -Infinity);
      return { target: own, certified, bound: isQuick ? quick : certified };
    });
  const open = new Set(parts);
  for (let round = 1; open.size > 0; round++) {
    let isDue = (round & (round - 1)) === 0;
    for (const part of open) {
      const { value: bound, done } = part.steps.next();
      if (done) {
        open.delete(part);
        isDue = true;
      } else if (bound?.certificate !== undefined) part.certified = bound;
      yield undefined;
    }
    if (isDue) yield* sumsOf(instance, target, known());
  }
}

/** The last of `priceBounds`. */
export function priceBound(
  instance: Instance,
  target: Target,
  budget?: PriceBudget,
  limits?: readonly LevelLimit[],
): Bound | undefined {
  let best: Bound | undefined;
  for (const bound of priceBounds(instance, target, budget, limits)) best = bound;
  return best;
}
