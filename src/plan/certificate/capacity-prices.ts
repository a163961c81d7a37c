import { additiveValues, countsTransfers } from "../../instance/additive.ts";
import type { PairFeatures } from "../../instance/pair-features.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { leastFeatureSum } from "./feature-sum.ts";
import { readFrame } from "./given.ts";
import { leastSum, type Product } from "./least-sum.ts";
import {
  CertificateRejection,
  readInteger,
  readIntegers,
  readPrices,
  refuseOthers,
} from "./reading.ts";
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
  const denominator = readInteger(certificate.denominator, 1, "denominator");
  const price = readPrices(certificate.price, resources.length, dimensions.length);
  const time =
    certificate.time === undefined
      ? resources.map(() => 0)
      : readIntegers(certificate.time, resources.length, 0, "time");
  const { features } = instance.pairs;
  if (features !== undefined) {
    return featureBound(instance, features, target, certificate, { denominator, price, time });
  }
  const values = additiveValues(instance, target);
  if (values === undefined)
    throw new CertificateRejection(`capacity prices do not bound ${target.name}`);
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
  const moved = transferFactor(instance, target);
  const least = leastSum(instance, usable, products, place, scale * BigInt(moved));
  let numerator = least + frame.once;
  resources.forEach(({ count }, r) => {
    let rest = scale * BigInt(values.fixed[r]) + frame.perResource(r);
    if (time[r] > 0) rest -= BigInt(time[r]) * BigInt(limits.time[r]);
    for (let d = 0; d < dimensions.length; d++) {
      if (price[r][d] > 0) rest -= BigInt(price[r][d]) * BigInt(limits.capacity[r][d]);
    }
    if (rest < 0n) numerator += BigInt(count) * rest;
  });
  return {
    ...nextStep(numerator, scale, stepOf(instance, usable, values, moved)),
    given: frame.given,
  };
}

/** What the target counts for a micro-dollar of transfer; 0 where none is paid. */
function transferFactor(instance: Instance, target: Target): number {
  if (!countsTransfers(instance, target)) return 0;
  return target.terms.reduce(
    (sum, { objective, factor }) => sum + (objective.name === "cost" ? factor : 0),
    0,
  );
}

/** The same where pairs are worked out when asked for; what used copies pay is never negative, and left out. */
function featureBound(
  instance: Instance,
  features: PairFeatures,
  target: Target,
  { big, given }: Readonly<Record<string, unknown>>,
  prices: {
    readonly denominator: number;
    readonly price: readonly (readonly number[])[];
    readonly time: readonly number[];
  },
) {
  if (big !== undefined || given !== undefined) {
    throw new CertificateRejection("limits and big pieces of so many pairs are not bounded");
  }
  const { denominator, price, time } = prices;
  const windows = instance.resources.map(({ from, until = Infinity }) => until - from);
  refuseMisplaced(instance, price, time, windows);
  let numerator = leastFeatureSum(instance, features, target, denominator, time);
  instance.resources.forEach(({ count }, r) => {
    if (time[r] > 0) numerator -= BigInt(count) * BigInt(time[r]) * BigInt(windows[r]);
  });
  return { numerator, denominator: BigInt(denominator), given: [] };
}

function refuseMisplaced(
  { mode, resources }: Instance,
  price: readonly (readonly number[])[],
  time: readonly number[],
  window: readonly number[],
): void {
  if (mode === "batch" && price.some((row) => row.some((one) => one > 0))) {
    throw new CertificateRejection("a dimension is not shared in batch mode, so it has no price");
  }
  time.forEach((one, r) => {
    if (one === 0 || window[r] < Infinity) return;
    throw new CertificateRejection(
      `the time of "${resources[r].id}" has no end, so it has no price`,
    );
  });
}
