import { commonScale } from "../../bounds/prices/integers.ts";
import type { CapacityPrices } from "../../plan/certificate/types.ts";
import type { WideView } from "./view.ts";

/** The prices as a certificate, to integers over a common denominator. */
export function priceCertificate(
  { instance, rented, room }: WideView,
  price: Float64Array,
): CapacityPrices {
  let longest = 0;
  for (let t = 0; t < instance.tasks.length; t++) {
    longest = Math.max(longest, instance.pairs.features?.most(t, "runtime") ?? 0);
  }
  let most = 0;
  for (let r = 0; r < price.length; r++) {
    const window = Math.min(longest, room[r]);
    most = Math.max(most, window * (rented[r] + price[r]));
  }
  const denominator = commonScale([most]);
  return {
    kind: "capacity-prices",
    denominator,
    price: instance.resources.map(() => instance.dimensions.map(() => 0)),
    time: Array.from(price, (one) => Math.round(denominator * one)),
  };
}
