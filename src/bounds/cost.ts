import { partsOf } from "../instance/objectives/registry.ts";
import { isCounted } from "../instance/priority.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { floorRatio } from "./exact.ts";
import { type PairValue, sumOfLeast, usableAmount, usableDemand, usableValue } from "./facts.ts";
import { type FixedPrice, fixedPriceCover } from "./fixed-price.ts";
import { AT_ONCE } from "./handles.ts";
import { timesFactor } from "./method.ts";
import type { BoundMethod } from "./types.ts";

/** What an objective counts for pieces and for used copies, in all but what moves between sites and what time adds. */
export interface Charges {
  readonly paysCopies: boolean;
  readonly pair: PairValue;
  readonly fixed: FixedPrice;
}

/** The charges of a target with one term; undefined if it counts anything else. */
export function chargesOf(instance: Instance, { terms }: Target): Charges | undefined {
  if (terms.length !== 1) return undefined;
  const [{ objective }] = terms;
  const parts = partsOf(instance, objective);
  let pair = (_: number, __: number) => 0;
  let fixed: FixedPrice | undefined;
  for (const part of parts) {
    const [before, once] = [pair, fixed];
    if (part.kind === "pieces" && !part.isGain) {
      pair = (t, r) => before(t, r) + part.amount(t, r);
    } else if (part.kind === "copies") fixed = (r) => (once?.(r) ?? 0) + part.fixed(r);
    else if (part.kind !== "transfers") return undefined;
  }
  const ofAll = objective.priority === undefined;
  return {
    paysCopies: fixed !== undefined,
    pair: usableAmount(instance, (t, r) =>
      ofAll || isCounted(instance, objective, t) ? pair(t, r) : 0,
    ),
    // Which of the copies hold a piece of the class is not known.
    fixed: (ofAll ? fixed : undefined) ?? (() => 0),
  };
}

function chargeBound(
  name: string,
  formula: (instance: Instance, charges: Charges) => bigint | undefined,
): BoundMethod {
  return {
    name,
    handles: [AT_ONCE],
    supports: (instance, target) => chargesOf(instance, target)?.paysCopies === true,
    bound(instance, target) {
      const charges = chargesOf(instance, target);
      return charges && timesFactor(name, formula(instance, charges), target);
    },
  };
}

/** Cheapest pairs plus the cheapest set of copies that could hold all. */
export const costBound = chargeBound("cheapest-pairs-and-prices", (instance, { pair, fixed }) => {
  const pairs = sumOfLeast(instance, pair);
  const copies = fixedPriceCover(instance, fixed);
  return pairs === undefined || copies === undefined ? undefined : pairs + copies;
});

/**
 * Each task pays, beside its own cost, the part of the fixed price that matches its part of a capacity
 * (batch: of the window): the parts on one copy never pass the whole price. The best single capacity counts.
 */
export const pricedShareBound = chargeBound("priced-shares", (instance, { pair, fixed }) => {
  const { resources, pairs, mode } = instance;
  if (resources.every((_, r) => fixed(r) === 0)) return undefined;
  const withPart =
    (part: PairValue, whole: (resource: number) => number): PairValue =>
    (task, r) => {
      const own = pair(task, r);
      const amount = part(task, r);
      if (own === undefined || amount === undefined) return undefined;
      const capacity = whole(r);
      return capacity > 0 ? own + floorRatio(fixed(r), amount, capacity) : own;
    };
  const values =
    mode === "batch"
      ? [withPart(usableValue(instance, pairs.runtime), (r) => window(instance, r))]
      : instance.dimensions.map((_, d) =>
          withPart(usableDemand(instance, d), (r) => resources[r].capacity[d]),
        );
  const sums = values
    .map((value) => sumOfLeast(instance, value))
    .filter((sum) => sum !== undefined);
  return sums.length === 0 ? undefined : sums.reduce((most, sum) => (sum > most ? sum : most));
});

function window(instance: Instance, resource: number): number {
  const { from, until } = instance.resources[resource];
  return until === undefined ? 0 : until - from;
}
