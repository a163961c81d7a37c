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
  const { dimensions, resources, resourceOfCopy } = instance;
  // Copies of one entry have one price.
  const sum = new Float64Array(resources.length);
  price.forEach((one, i) => {
    sum[resourceOfCopy[i]] += one;
  });
  const rounded = resources.map(({ count }, r) => Math.round((denominator * sum[r]) / count));
  return {
    kind: "capacity-prices",
    denominator,
    price: rounded.map((one) => dimensions.map((_, d) => (d === filled ? one : 0))),
    ...(instance.mode === "batch" ? { time: rounded } : {}),
  };
}
