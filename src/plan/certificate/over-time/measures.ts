import { rulesOf, usageOf } from "../../../instance/schedule.ts";
import type { Instance } from "../../../instance/types.ts";
import { demandOf } from "../../../instance/usable.ts";
import {
  CertificateRejection,
  readInteger,
  readIntegers,
  readMap,
  refuseOthers,
} from "../reading.ts";
import type { AreaMeasure } from "./types.ts";

/**
 * A way to measure pieces on a resource entry so that those which run at once on a copy never sum to more than `size`: their
 * demand of a dimension, the number of their parts of it, their number where they exclude each other, or their use of
 * a shared limit (then `size` is that of all copies together, and `shared`).
 */
export interface Measure {
  readonly shared: boolean;
  /** True of a resource that it cannot speak of, so that a price there is none. */
  refuses?(resource: number): boolean;
  size(resource: number): number;
  amount(task: number, resource: number): number;
}

/** A measure, and what the certificate pays for a unit of it during a millisecond, by resource entry. */
export interface PricedMeasure extends Measure {
  readonly price: readonly number[];
}

/** The name of "exclusive" in older files. */
const OLD_EXCLUSIVE = "company";
/** Most measures of one certificate. */
const MOST = 200;

/** Reads `measures` of a certificate: at least one. Throws Rejection. */
export function readMeasures(instance: Instance, value: unknown): readonly PricedMeasure[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST) {
    throw new CertificateRejection(`measures are no list of 1 to ${MOST}`);
  }
  return Array.from(value, (item: unknown) => readMeasure(instance, readMap(item, "a measure")));
}

function readMeasure(instance: Instance, item: Readonly<Record<string, unknown>>): PricedMeasure {
  const { resources } = instance;
  refuseOthers(item, ["of", "parts", "price"]);
  const measure = readMeasureOf(instance, item.of, item.parts);
  const [given] = measure.shared ? readIntegers(item.price, 1, 0, "price") : [];
  const price =
    given === undefined
      ? readIntegers(item.price, resources.length, 0, "price")
      : resources.map(() => given);
  price.forEach((one, r) => {
    if (one > 0 && measure.refuses?.(r))
      throw new CertificateRejection("a resource that is shared has a price on exclusive use");
  });
  return { ...measure, price };
}

/** Reads what a measure is of. Throws Rejection. */
export function readMeasureOf(instance: Instance, what: unknown, portions: unknown): Measure {
  const { resources } = instance;
  const R = resources.length;
  const rules = rulesOf(instance);
  const of = (what === OLD_EXCLUSIVE ? "exclusive" : what) as AreaMeasure["of"];
  const isAlone = (t: number, r: number) =>
    rules.exclusiveTask[t] === 1 || rules.exclusiveResource[r] === 1;
  if (of === "exclusive") {
    if (portions !== undefined) throw new CertificateRejection("what is exclusive has no parts");
    const refuses = (r: number) => rules.exclusiveResource[r] === 0;
    return { shared: false, refuses, size: () => 1, amount: () => 1 };
  }
  if (typeof of === "string") {
    const limit = rules.limits.find(({ name }) => `limit ${name}` === of);
    if (limit === undefined) throw new CertificateRejection("a measure is of nothing known");
    if (portions !== undefined) throw new CertificateRejection("a limit has no parts");
    return {
      shared: true,
      size: () => limit.capacity,
      amount: (t, r) => usageOf(limit, t, r, R),
    };
  }
  const d = readInteger(of, 0, "of");
  if (d >= instance.dimensions.length)
    throw new CertificateRejection("a measure is of no dimension");
  const capacity = (r: number) => resources[r].capacity[d];
  const demand = (t: number, r: number) =>
    isAlone(t, r) ? capacity(r) : demandOf(instance, t, r, d);
  if (portions === undefined) return { shared: false, size: capacity, amount: demand };
  const parts = readInteger(portions, 1, "parts");
  if (parts > 1000) throw new CertificateRejection("a measure has too many parts");
  // Fekete and Schepers (2001): what exceeds a (parts + 1)th of the capacity k times counts k, and all together `parts`.
  return {
    shared: false,
    size: () => parts,
    amount: (t, r) => {
      const limit = capacity(r);
      if (limit === 0) return 0;
      const scaled = BigInt(parts + 1) * BigInt(demand(t, r));
      const pieces = (scaled + BigInt(limit) - 1n) / BigInt(limit) - 1n;
      // At most `parts`, since what may stand there demands no more than the capacity.
      return Math.max(0, Number(pieces));
    },
  };
}

/** What one piece costs at the prices of all measures for a millisecond, times 1; exact. */
export function rateOf(measures: readonly PricedMeasure[], task: number, resource: number): bigint {
  let sum = 0n;
  for (const { price, amount } of measures) {
    if (price[resource] > 0) sum += BigInt(price[resource]) * BigInt(amount(task, resource));
  }
  return sum;
}

/** What a millisecond of everything costs: all copies of all entries at their sizes, and every shared limit once. */
export function wholeRate({ resources }: Instance, measures: readonly PricedMeasure[]): bigint {
  let sum = 0n;
  for (const { price, shared, size } of measures) {
    if (shared) sum += BigInt(price[0] ?? 0) * BigInt(size(0));
    else {
      resources.forEach(({ count }, r) => {
        if (price[r] > 0) sum += BigInt(price[r]) * BigInt(count) * BigInt(size(r));
      });
    }
  }
  return sum;
}
