import { priceSteps } from "../bounds/prices/prices.ts";
import { breathe, type Clock } from "./clock.ts";
import type { Incumbent } from "./incumbent.ts";
import { admittedLimits } from "./milp.ts";

/** More pairs of entries than this make a pass over the prices slow. */
const MOST_PAIRS = 1_000_000;

/** Where prices come to a bound that is this easy, they do so soon. */
const PASSES = 60;

/**
 * A level that closed on a bound of ours without a certificate gets one where prices come to the same bound: what is proven
 * should be there for others to check. What needs no proof, since nothing is negative, is left alone.
 */
export async function certifyClosed(incumbent: Incumbent, clock: Clock): Promise<void> {
  const { instance, target, bound, closed } = incumbent;
  if (!closed || bound === undefined || bound.certificate !== undefined) return;
  if (bound.source === "zero" || bound.proof !== "ours" || instance.mode === "schedule") return;
  if (instance.pairs.features !== undefined) return;
  if (instance.tasks.length * instance.resources.length > MOST_PAIRS) return;
  const limits = admittedLimits(incumbent);
  for (const found of priceSteps(instance, target, { passes: PASSES }, limits)) {
    if (found !== undefined) incumbent.raise(found);
    clock.spend();
    if (incumbent.bound?.certificate !== undefined || clock.stopped() !== undefined) return;
    await breathe();
  }
}
