import type { MakespanCore } from "../../cores/types.ts";
import { median } from "../../util/median.ts";
import type { Pairs } from "../assignment/loads.ts";
import { type PricedCore, pricedView } from "../assignment/priced-core.ts";
import { pairsOf } from "./loads.ts";

/**
 * A core seen through prices on load, about 1: the reduced cost is what a task pays on a resource above its least price. `step` is the
 * median from a task's least priced runtime to its second, or a tenth of the median least if resources are alike.
 */
export type PricedMakespan = PricedCore<Pairs>;

/** `mu` by resource entry; every task needs a pair. O(n m log m). */
export function pricedMakespan(core: MakespanCore, mu: Float64Array, most: number): PricedMakespan {
  const { resources, entry } = core;
  const mean = entry.reduce((sum, r) => sum + mu[r], 0) / resources;
  // An unpriced resource still has an end: a small price keeps its overload from being free.
  const price = Float64Array.from(entry, (r) => (mean > 0 ? Math.max(mu[r] / mean, 0.05) : 1));
  const pairs = pairsOf(core);
  const view = pricedView(pairs, price, most);
  const steps = view.second.filter((one) => one < Number.POSITIVE_INFINITY);
  const step = median(steps) || (median(view.least) ?? 0) / 10;
  return { core: pairs, lambda: price, overloadPrice: price, ...view, step };
}
