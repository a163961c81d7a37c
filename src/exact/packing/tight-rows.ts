import type { PackingCore } from "../../cores/packing.ts";
import type { Instance } from "../../instance/types.ts";
import { isExact, relaxedWorth } from "../../plan/certificate/configuration.ts";
import { isWorthAtMost } from "../../plan/certificate/configuration-search.ts";
import type { PriceRow } from "../../plan/certificate/types.ts";
import { rowContents } from "../../plan/certificate/used-copies.ts";
import { priceBranch } from "./price-branch.ts";
import { itemsOf, lagrange } from "./relax.ts";

/** Nodes for what a copy can hold at most, and for the proof of it. */
const NODES = 50_000;
const PROOF_NODES = 500_000;
/** Prices above this are not added up exactly. */
const LARGEST_PRICE = 2 ** 32;

/**
 * The row of some prices on task copies, from 0 on: what a copy of each resource entry is worth at most, all dimensions kept, as far as a short
 * search finds and proves it; nowhere more than `worth`, where that is given with its own prices on capacity. Undefined where numbers are too large.
 */
export function priceRow(
  instance: Instance,
  core: PackingCore,
  usable: Uint8Array,
  price: readonly number[],
  known?: Pick<PriceRow, "capacity" | "worth">,
): PriceRow | undefined {
  const asked = price.reduce((sum, one, t) => sum + one * core.copies[t], 0);
  if (price.some((one) => one > LARGEST_PRICE) || !Number.isSafeInteger(asked)) return undefined;
  const contents = rowContents(instance, usable, price);
  const capacity: (readonly number[])[] = [];
  const worth = contents.map((one, r) => {
    const prices = Float64Array.from(price, (amount, t) =>
      usable[t * core.resources + r] === 1 ? amount : 0,
    );
    const relaxed = lagrange(itemsOf(core, r, prices)).price;
    const whole = one.capacity.map((_, d) => Math.ceil(relaxed[d] ?? 0));
    const own = isExact(one, whole) ? relaxedWorth(one, whole) : Infinity;
    const given = known === undefined ? Infinity : known.worth[r];
    const isGiven = known !== undefined && given <= own;
    capacity[r] = isGiven ? known.capacity[r] : whole;
    const shown = Math.min(own, given);
    if (shown === 0) return 0;
    const { atMost } = priceBranch(core, r, prices, NODES, undefined);
    if (atMost >= shown) return shown;
    return isWorthAtMost(one, capacity[r], atMost, { left: PROOF_NODES }) ? atMost : shown;
  });
  const isWhole =
    worth.every(Number.isSafeInteger) && contents.every((one, r) => isExact(one, capacity[r]));
  return isWhole ? { price, capacity, worth } : undefined;
}
