import { areasOf, fullAreas } from "../../instance/facts/areas.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../instance/types.ts";
import { WHOLE } from "../../instance/types.ts";
import { usablePairs } from "../../instance/usable.ts";
import { leastSum, type Product } from "./least-sum.ts";
import { CertificateRejection, readPrices, refuseOthers } from "./reading.ts";

/**
 * The bound that load prices prove on a target of a single makespan or balance: see `LoadPrices`. The largest
 * load (or load / capacity, in millionths) is no less than any weighted mean of the loads, whose sum is no less
 * than that of each piece where it weighs least. Throws Rejection.
 */
export function loadPricesBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): { readonly value: bigint } {
  refuseOthers(certificate, ["kind", "price"]);
  const [{ objective, factor }] = target.terms;
  const isLoad = objective.name === "makespan" || objective.name === "balance";
  if (target.terms.length !== 1 || !isLoad) {
    throw new CertificateRejection(`load prices do not bound ${target.name}`);
  }
  const columns = loadColumns(instance, objective);
  const { resources } = instance;
  const price = readPrices(certificate.price, resources.length, columns.length);
  const products: Product[] = [];
  let weight = 0n;
  columns.forEach(({ amount, perPair, size }, c) => {
    const factor = price.map((row) => row[c]);
    if (factor.every((one) => one === 0)) return;
    if (size === undefined)
      throw new CertificateRejection("a load that does not count has a price");
    products.push({ factor, amount, perPair });
    factor.forEach((one, r) => {
      weight += BigInt(resources[r].count) * BigInt(one) * BigInt(size[r]);
    });
  });
  if (weight === 0n) throw new CertificateRejection("the prices weigh nothing");
  const load = leastSum(instance, usablePairs(instance), products, () => 0n);
  const unit = objective.name === "balance" ? BigInt(WHOLE) : 1n;
  // Both are whole numbers, so they may be rounded up before the factor of a weighted target.
  return { value: BigInt(factor) * ((unit * load + weight - 1n) / weight) };
}

/** What is priced: amounts of pieces and, by resource entry, how much makes a level of 1; absent: not counted. */
interface Column {
  readonly amount: Float64Array;
  readonly perPair: boolean;
  readonly size?: readonly number[];
}

function loadColumns(instance: Instance, { name, dimension }: ObjectiveSpec): readonly Column[] {
  const { resources, pairs, demand, mode } = instance;
  const runtime = { amount: pairs.runtime, perPair: true };
  if (mode === "schedule") {
    if (name !== "balance") throw new CertificateRejection("runtimes side by side do not add up");
    return demand.map((_, d) => {
      const [amount, size] = [areasOf(instance, d), fullAreas(instance, d)];
      if (amount === undefined || size === undefined)
        throw new CertificateRejection("demand x time is too large, or a resource has no end");
      return { amount, perPair: true, ...(d === (dimension ?? d) ? { size } : {}) };
    });
  }
  if (name === "makespan") return [{ ...runtime, size: resources.map(() => 1) }];
  if (mode === "batch") {
    // A window without an end has no level; the file is refused by then.
    if (resources.some(({ until }) => until === undefined)) return [runtime];
    return [{ ...runtime, size: resources.map(({ from, until = from }) => until - from) }];
  }
  return demand.map(({ values, perPair }, d) => ({
    amount: values,
    perPair,
    ...(d === (dimension ?? d) ? { size: resources.map(({ capacity }) => capacity[d]) } : {}),
  }));
}
