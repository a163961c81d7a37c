import { additiveValues } from "../../instance/additive.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { leastFeatureSum } from "./feature-sum.ts";
import { leastSum, type Product } from "./least-sum.ts";
import { Rejection, readInteger, readIntegers, readPrices, refuseOthers } from "./reading.ts";
import { nextStep, stepOf } from "./steps.ts";

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
): { readonly numerator: bigint; readonly denominator: bigint } {
  refuseOthers(certificate, ["kind", "denominator", "price", "time"]);
  const { resources, dimensions } = instance;
  const denominator = readInteger(certificate.denominator, 1, "denominator");
  const price = readPrices(certificate.price, resources.length, dimensions.length);
  const time =
    certificate.time === undefined
      ? resources.map(() => 0)
      : readIntegers(certificate.time, resources.length, 0, "time");
  refuseMisplaced(instance, price, time);
  const { features } = instance.pairs;
  if (features !== undefined) {
    const sum = leastFeatureSum(instance, features, target, denominator, time);
    // What used copies pay is never negative, and left out here.
    const paid = new Float64Array(resources.length);
    const numerator = sum + restOfCopies(instance, denominator, paid, price, time);
    return { numerator, denominator: BigInt(denominator) };
  }
  const values = additiveValues(instance, target);
  if (values === undefined) throw new Rejection(`capacity prices do not bound ${target.name}`);
  const products: Product[] = [
    { factor: resources.map(() => denominator), amount: values.pair, perPair: true },
  ];
  instance.demand.forEach(({ perPair, values: amount }, d) => {
    const factor = price.map((row) => row[d]);
    if (factor.some((one) => one > 0)) products.push({ factor, amount, perPair });
  });
  if (time.some((one) => one > 0)) {
    products.push({ factor: time, amount: instance.pairs.runtime, perPair: true });
  }
  const scale = BigInt(denominator);
  const usable = usablePairs(instance);
  const place = (t: number) => scale * BigInt(values.place[t]);
  const numerator =
    leastSum(instance, usable, products, place) +
    restOfCopies(instance, denominator, values.fixed, price, time);
  return nextStep(numerator, scale, stepOf(instance, usable, values));
}

/** What used copies pay less what their capacity is priced at, where that is below nothing. */
function restOfCopies(
  { resources }: Instance,
  denominator: number,
  fixed: Float64Array,
  price: readonly (readonly number[])[],
  time: readonly number[],
): bigint {
  let sum = 0n;
  resources.forEach(({ count, capacity, from, until = from }, r) => {
    let rest = BigInt(denominator) * BigInt(fixed[r]) - BigInt(time[r]) * BigInt(until - from);
    price[r].forEach((one, d) => {
      rest -= BigInt(one) * BigInt(capacity[d]);
    });
    if (rest < 0n) sum += BigInt(count) * rest;
  });
  return sum;
}

function refuseMisplaced(
  { mode, resources }: Instance,
  price: readonly (readonly number[])[],
  time: readonly number[],
): void {
  if (mode === "batch" && price.some((row) => row.some((one) => one > 0))) {
    throw new Rejection("a dimension is not shared in batch mode, so it has no price");
  }
  time.forEach((one, r) => {
    if (one === 0) return;
    if (mode === "placement") throw new Rejection("there is no window in placement mode");
    if (resources[r].until === undefined) {
      throw new Rejection(`the window of "${resources[r].id}" has no end, so it has no price`);
    }
  });
}
