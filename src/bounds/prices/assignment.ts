import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import type { AssignmentPrices, CapacityPrices } from "../../plan/certificate/types.ts";
import type { Bound } from "../../plan/types.ts";
import { gcd } from "../../util/divisor.ts";
import { factsOf } from "../facts.ts";
import { certified } from "./certified.ts";

/** Most knapsack cells for one bound; a fraction of a second. */
const MOST_CELLS = 2e7;

/**
 * The bound by assignment prices that belong to capacity prices: a task copy is worth its least priced value, so the
 * knapsacks of whole tasks replace those of fractional ones and the bound is no less. Undefined in batch mode, where
 * several dimensions are priced, or where the knapsacks are too large. Source: Fisher, Jaikumar, Van Wassenhove (1986),
 * DOI 10.1287/mnsc.32.9.1095.
 */
export function assignmentPriceBound(
  instance: Instance,
  target: Target,
  { denominator, price }: CapacityPrices,
): Bound | undefined {
  const { tasks, resources, dimensions, mode } = instance;
  const values = additiveValues(instance, target);
  const priced = [...dimensions.keys()].filter((d) => price.some((row) => row[d] > 0));
  if (mode === "batch" || values === undefined || priced.length !== 1) return undefined;
  const [dimension] = priced;
  if (cellsOf(instance, dimension) > MOST_CELLS) return undefined;
  const { usable } = factsOf(instance);
  const worth = tasks.map((_, t) => {
    let least = Infinity;
    for (let r = 0; r < resources.length; r++) {
      const pair = t * resources.length + r;
      if (usable[pair] === 0) continue;
      const value = denominator * (values.pair[pair] + values.place[t]);
      least = Math.min(least, value + price[r][dimension] * demandOf(instance, t, r, dimension));
    }
    return least === Infinity ? 0 : least;
  });
  const certificate: AssignmentPrices = {
    kind: "assignment-prices",
    denominator,
    resource: dimension,
    price: worth,
  };
  return certified(instance, target, "assignment-prices", certificate);
}

/** At most: one cell for each unit of capacity and task entry, in units that divide every demand. */
function cellsOf({ demand, resources, tasks }: Instance, dimension: number): number {
  const unit = demand[dimension].values.reduce(gcd, 0);
  const room = resources.reduce((sum, { capacity }) => sum + capacity[dimension], 0);
  // Equal tasks come in powers of two.
  const items = tasks.reduce((sum, { count }) => sum + 1 + Math.floor(Math.log2(count)), 0);
  return unit === 0 ? 0 : (room / unit) * items;
}
