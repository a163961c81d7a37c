import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { CapacityPrices } from "../../plan/certificate/types.ts";
import type { CopyLimits } from "../../plan/copy-limits.ts";
import type { Bound } from "../../plan/types.ts";
import { ascend, type Dual } from "./ascent.ts";
import { capacityLoads, limitOf } from "./capacity-rows.ts";
import { betterBounds, certified } from "./certified.ts";
import { commonScale, largest } from "./integers.ts";
import { leastReader } from "./linked-least.ts";
import { atPlaces, placesOf, type SparsePairs } from "./places.ts";
import { leftOf, readLimits } from "./price-limit.ts";
import type { PricedLoad } from "./relaxation.ts";

/** What an ascent may cost. */
export interface PriceBudget {
  /** Most passes over the pairs. */
  readonly passes: number;
}

/** A load with the certificate's name for it. */
interface Priced extends PricedLoad {
  /** Dimension index, or "time". */
  readonly what: number | "time";
  /** By resource entry, of one copy. */
  readonly size: Float64Array;
}

/**
 * Ever better bounds on an additive target by prices on capacity (placement) or on time within the windows
 * (batch), each with its certificate, whose exact value it is; in between nothing, where passes take long. Ends at once for other targets. The limit is the bound
 * of the linear relaxation. O(pairs x dimensions) a pass. Source: Geoffrion (1974), DOI 10.1007/BFb0120690.
 */
export function* capacityPriceBounds(
  instance: Instance,
  target: Target,
  { passes }: PriceBudget,
  limits: readonly LevelLimit[] = [],
): Generator<Bound | undefined, void, void> {
  const values = additiveValues(instance, target);
  const places = values === undefined ? undefined : placesOf(instance);
  if (values === undefined || places === undefined) return;
  const { loads: given } = readLimits(instance, limits);
  const loads = pricedLoads(instance, places, leftOf(instance, given));
  const dual = capacityDual(instance, target, places, values, loads);
  const steps = ascend(dual, startPrices(instance, values, loads), passes, 40);
  yield* betterBounds(steps, (prices) =>
    certified(instance, target, "capacity-prices", {
      ...certificateOf(instance, values, loads, prices),
      ...(given.length > 0 && { given }),
    }),
  );
}

function pricedLoads(instance: Instance, places: SparsePairs, left: CopyLimits): readonly Priced[] {
  const { resources, tasks } = instance;
  const all = capacityLoads(instance, left).map((load) => ({
    ...load,
    size: resources.map((_, r) => {
      const limit = limitOf(left, load.what, r);
      return limit === Infinity ? 0 : limit;
    }),
  }));
  return all.flatMap(({ what, amount, perPair, size }) => {
    const share = atPlaces(places, amount, perPair, tasks.length);
    if (largest(share) === 0) return [];
    for (let k = 0; k < share.length; k++) {
      const whole = size[places.resource[k]];
      share[k] = whole === 0 ? 0 : share[k] / whole;
    }
    const counts = Uint8Array.from(size, (one) => (one > 0 ? 1 : 0));
    return [{ what, share, counts, size: Float64Array.from(size) }];
  });
}

function capacityDual(
  instance: Instance,
  target: Target,
  places: SparsePairs,
  values: AdditiveValues,
  loads: readonly Priced[],
): Dual {
  const { resources, tasks } = instance;
  const R = resources.length;
  const value = atPlaces(places, values.pair, true, tasks.length);
  const size = loads.length * R;
  const least = leastReader(instance, target, places, { pair: value, place: values.place }, loads);
  return {
    size,
    work: places.pair.length * Math.max(1, loads.length),
    evaluate(prices, slope) {
      slope.fill(0);
      let sum = least(prices, slope);
      for (let r = 0; r < R; r++) {
        let rest = values.fixed[r];
        for (let l = 0; l < loads.length; l++) rest -= prices[l * R + r];
        const isUsed = rest < 0 || (rest === 0 && values.fixed[r] === 0);
        if (rest < 0) sum += resources[r].count * rest;
        for (let l = 0; l < loads.length; l++) {
          if (loads[l].counts[r] === 0) slope[l * R + r] = 0;
          else if (isUsed) slope[l * R + r] -= resources[r].count;
        }
      }
      return sum;
    },
  };
}

/** Where copies have a fixed price, capacity is worth about that. */
function startPrices(
  { resources }: Instance,
  values: AdditiveValues,
  loads: readonly Priced[],
): Float64Array {
  const R = resources.length;
  const start = new Float64Array(loads.length * R);
  for (let l = 0; l < loads.length; l++) {
    for (let r = 0; r < R; r++) {
      if (loads[l].counts[r] === 1) start[l * R + r] = values.fixed[r] / loads.length;
    }
  }
  return start;
}

function certificateOf(
  instance: Instance,
  values: AdditiveValues,
  loads: readonly Priced[],
  prices: Float64Array,
): CapacityPrices {
  const { resources, dimensions } = instance;
  const R = resources.length;
  const each = (load: number, r: number) =>
    loads[load].counts[r] === 0 ? 0 : prices[load * R + r] / loads[load].size[r];
  const terms = [largest(values.pair) + largest(values.place), largest(values.fixed)];
  for (let l = 0; l < loads.length; l++) {
    for (let r = 0; r < R; r++) terms.push(prices[l * R + r]);
  }
  const denominator = commonScale(terms);
  const price = resources.map(() => dimensions.map(() => 0));
  const time = resources.map(() => 0);
  loads.forEach(({ what }, l) => {
    for (let r = 0; r < R; r++) {
      const rounded = Math.round(denominator * each(l, r));
      if (what === "time") time[r] = rounded;
      else price[r][what] = rounded;
    }
  });
  return {
    kind: "capacity-prices",
    denominator,
    price,
    ...(time.some((one) => one > 0) && { time }),
  };
}
