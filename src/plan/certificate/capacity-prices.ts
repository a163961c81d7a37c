import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { readFrame } from "./given.ts";
import { leastSum, type Product } from "./least-sum.ts";
import { Rejection, readInteger, readIntegers, readPrices, refuseOthers } from "./reading.ts";
import { nextStep, stepOf } from "./steps.ts";
import type { GivenLimit } from "./types.ts";

/**
 * The bound that capacity prices prove, as numerator and denominator: see `CapacityPrices`. Every plan keeps
 * load <= capacity on each used copy (placement) and busy time <= window (batch), so a price of no less than 0 on
 * what is left over never raises the value; then every piece and every copy is minimised by itself. In batch mode
 * a dimension holds for each piece alone and may not be priced. Throws Rejection.
 */
export function capacityPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly given: readonly GivenLimit[];
} {
  refuseOthers(certificate, ["kind", "denominator", "price", "time", "big", "given"]);
  const { resources, dimensions } = instance;
  const values = additiveValues(instance, target);
  if (values === undefined) throw new Rejection(`capacity prices do not bound ${target.name}`);
  const denominator = readInteger(certificate.denominator, 1, "denominator");
  const price = readPrices(certificate.price, resources.length, dimensions.length);
  const time =
    certificate.time === undefined
      ? resources.map(() => 0)
      : readIntegers(certificate.time, resources.length, 0, "time");
  const frame = readFrame(instance, certificate);
  const { usable, limits } = frame;
  refuseMisplaced(instance, price, time, limits.time);
  const products: Product[] = [
    { factor: resources.map(() => denominator), amount: values.pair, perPair: true },
    ...frame.products,
  ];
  instance.demand.forEach(({ perPair, values: amount }, d) => {
    const factor = price.map((row) => row[d]);
    if (factor.some((one) => one > 0)) products.push({ factor, amount, perPair });
  });
  if (time.some((one) => one > 0)) {
    products.push({ factor: time, amount: instance.pairs.runtime, perPair: true });
  }
  const scale = BigInt(denominator);
  const place = (t: number) => scale * BigInt(values.place[t]) + frame.perCopy(t);
  let numerator = leastSum(instance, usable, products, place) + frame.once;
  resources.forEach(({ count }, r) => {
    let rest = scale * BigInt(values.fixed[r]) + frame.perResource(r);
    if (time[r] > 0) rest -= BigInt(time[r]) * BigInt(limits.time[r]);
    for (let d = 0; d < dimensions.length; d++) {
      if (price[r][d] > 0) rest -= BigInt(price[r][d]) * BigInt(limits.capacity[r][d]);
    }
    if (rest < 0n) numerator += BigInt(count) * rest;
  });
  return {
    ...nextStep(numerator, scale, stepOf(instance, usable, values)),
    given: frame.given,
  };
}

function refuseMisplaced(
  { mode, resources }: Instance,
  price: readonly (readonly number[])[],
  time: readonly number[],
  window: readonly number[],
): void {
  if (mode === "batch" && price.some((row) => row.some((one) => one > 0))) {
    throw new Rejection("a dimension is not shared in batch mode, so it has no price");
  }
  time.forEach((one, r) => {
    if (one === 0 || window[r] < Infinity) return;
    throw new Rejection(`the time of "${resources[r].id}" has no end, so it has no price`);
  });
}
