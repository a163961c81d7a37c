import { certified } from "../../bounds/prices/certified.ts";
import type { PackingCore } from "../../cores/packing.ts";
import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { type Contents, isExact, relaxedWorth } from "../../plan/certificate/configuration.ts";
import { pricedContents } from "../../plan/certificate/configuration-prices.ts";
import { isWorthAtMost } from "../../plan/certificate/configuration-search.ts";
import { tableWorths } from "../../plan/certificate/configuration-table.ts";
import type { Bound } from "../../plan/types.ts";
import { gcd } from "../../util/divisor.ts";
import type { PricingRound } from "./bound.ts";
import { relaxDevices } from "./device-relax.ts";
import { SCALE, worthOf } from "./pricing.ts";
import { itemsOf, lagrange } from "./relax.ts";

/** Sums of a certificate stay below this, and multipliers are made as fine as that allows. */
const ROOM = 2 ** 51;

/** Work for one certificate, a part of what the checker allows. */
const NODES = 10_000;
const UPDATES = 4e7;

/** Past this, a finer denominator changes nothing that is worth the digits. */
const FINEST = 2 ** 20;

/**
 * The bound that prices on task copies prove, with a certificate that the checker has accepted; undefined if it
 * accepts none, as where numbers are too large. What pricing claims of a resource entry is stated where a short search can
 * show it, else what prices on capacity or a table show. Floating point only chooses.
 */
export function certifyPrices(
  instance: Instance,
  target: Target,
  core: PackingCore,
  round: Pick<PricingRound, "prices" | "worths">,
): Bound | undefined {
  const values = additiveValues(instance, target);
  if (values === undefined) return undefined;
  const divisor = gcd(core.step, SCALE);
  const scale = (core.step / divisor) * finest(core, round.prices, core.step / divisor);
  const denominator = (SCALE * scale) / core.step;
  const price = Array.from(round.prices, (one) => one * scale + 0);
  if (!price.every(Number.isSafeInteger) || !Number.isSafeInteger(denominator)) return undefined;
  const contents = pricedContents(instance, values, { denominator, price });
  const proofs = contents.map((one, r) => pricedCapacity(core, r, round.prices, one, scale));
  const nodes = { left: NODES };
  const tables = tableWorths(contents, { left: UPDATES });
  const capacity: (readonly number[])[] = [];
  const worth = proofs.map(({ relaxed, searched }, r) => {
    const shown = relaxedWorth(contents[r], relaxed);
    const claim = round.worths[r] * scale;
    capacity[r] = relaxed;
    if (tables[r] !== undefined) return Math.min(shown, tables[r]);
    if (claim >= shown || !isExact(contents[r], searched)) return shown;
    if (!isWorthAtMost(contents[r], searched, claim, nodes)) return shown;
    capacity[r] = searched;
    return claim;
  });
  if (!contents.every((one, r) => isExact(one, capacity[r]))) return undefined;
  const kind = "configuration-prices";
  const certificate = { kind, denominator, price, capacity, worth } as const;
  return certified(instance, target, "configurations", certificate);
}

/** Whole prices on the rows of a copy: for the relaxation that keeps devices apart, and for a search. */
function pricedCapacity(
  core: PackingCore,
  r: number,
  prices: Float64Array,
  { capacity }: Contents,
  scale: number,
): { readonly relaxed: readonly number[]; readonly searched: readonly number[] } {
  const items = itemsOf(core, r, worthOf(core, r, prices));
  const whole = (price: Float64Array) => capacity.map((_, d) => Math.round(price[d] * scale));
  const searched = whole(lagrange(items).price);
  if (core.device === undefined) return { relaxed: searched, searched };
  return { relaxed: whole(relaxDevices(items, core.dimensions, core.device).price), searched };
}

/** The largest power of two by which worths, values and prices can be multiplied and still be summed. */
function finest(core: PackingCore, prices: Float64Array, unit: number): number {
  const { tasks, resources, copies, value, device, capacity, dimensions } = core;
  let most = 0;
  for (let r = 0; r < resources; r++) {
    const devices = device === undefined ? 0 : capacity[r * dimensions + device] / 1000;
    const worth = worthOf(core, r, prices);
    let sum = 0;
    for (let t = 0; t < tasks; t++) {
      sum += copies[t] * worth[t];
      most = Math.max(most, Math.abs(prices[t]), SCALE * Math.abs(value[t * resources + r]));
    }
    most = Math.max(most, (2 + devices) * sum);
  }
  let scale = FINEST;
  while (scale > 1 && scale * unit * most > ROOM) scale /= 2;
  return scale;
}
