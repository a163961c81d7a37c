import { commonScale } from "../../bounds/prices/integers.ts";
import type { CapacityPrices } from "../../plan/certificate/types.ts";
import type { WideView } from "./view.ts";

/** The prices as a certificate: integers over a common denominator. `most`: what no priced pair passes. */
export function priceCertificate(
  { instance, filled }: WideView,
  price: Float64Array,
  most: number,
): CapacityPrices {
  const denominator = commonScale([most]);
  const rounded = Array.from(price, (one) => Math.round(denominator * one));
  const { dimensions } = instance;
  return {
    kind: "capacity-prices",
    denominator,
    price: rounded.map((one) => dimensions.map((_, d) => (d === filled ? one : 0))),
    ...(instance.mode === "batch" ? { time: rounded } : {}),
  };
}
