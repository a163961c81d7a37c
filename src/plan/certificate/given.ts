import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import { nameOfObjective, objectiveOf } from "../../instance/objectives/registry.ts";
import type { Instance } from "../../instance/types.ts";
import { bigPieces, type CopyLimits, copyLimits, usableWithin } from "../copy-limits.ts";
import type { Product } from "./least-sum.ts";
import {
  CertificateRejection,
  readInteger,
  readIntegers,
  readMap,
  refuseOthers,
} from "./reading.ts";
import type { GivenLimit } from "./types.ts";

/** A limit on a sum, with its price. */
export interface PricedSum {
  readonly values: AdditiveValues;
  readonly atMost: number;
  readonly price: number;
}

/** What the parts of a certificate beside its prices on loads say, checked. */
export interface CertificateFrame {
  readonly given: readonly GivenLimit[];
  readonly limits: CopyLimits;
  readonly usable: Uint8Array;
  readonly sums: readonly PricedSum[];
  /** What big pieces and sums add to the value of a piece, and to that of each placed copy of a task entry. */
  readonly products: readonly Product[];
  perCopy(task: number): bigint;
  /** What the right-hand sides add for a used copy of a resource entry, and once for all. */
  perResource(resource: number): bigint;
  readonly once: bigint;
}

/** Reads `given` and `big` of a certificate; `level` is one more largest load that plans keep. Throws Rejection. */
export function readFrame(
  instance: Instance,
  certificate: Readonly<Record<string, unknown>>,
  level: readonly GivenLimit[] = [],
): CertificateFrame {
  const { resources } = instance;
  const R = resources.length;
  const given = readItems(certificate.given, "given").map((item) => readGiven(instance, item));
  const sums: PricedSum[] = [];
  const loads: GivenLimit[] = [...level];
  for (const limit of given) {
    const { objective, dimension, at_most: atMost, price } = limit;
    const spec = {
      name: objective,
      tolerance: 0,
      weight: ONE,
      ...(dimension !== undefined && { dimension }),
    };
    const values = additiveValues(instance, { ...BARE, terms: [{ objective: spec, factor: 1 }] });
    if (values !== undefined) sums.push({ values, atMost, price: price ?? 0 });
    else if (price !== undefined)
      throw new CertificateRejection(`a limit of ${objective} has no price`);
    else loads.push(limit);
  }
  const limits = copyLimits(instance, loads);
  if (limits === undefined)
    throw new CertificateRejection("a given limit is of an objective without limits");
  const usable = usableWithin(instance, limits);
  const big = readItems(certificate.big, "big").map((item) => {
    refuseOthers(item, ["load", "parts", "price"]);
    const { load } = item;
    const isLoad = load === "time" || readInteger(load, 0, "load") < instance.dimensions.length;
    if (!isLoad) throw new CertificateRejection("big pieces are of no dimension");
    const parts = readInteger(item.parts, 1, "parts");
    const price = readIntegers(item.price, R, 0, "price");
    const limit = (r: number) =>
      load === "time" ? limits.time[r] : limits.capacity[r][load as number];
    price.forEach((one, r) => {
      if (one > 0 && limit(r) === Infinity)
        throw new CertificateRejection("big pieces of no limit are priced");
    });
    return {
      amount: bigPieces(instance, usable, limits, load as number | "time", parts),
      parts,
      price,
    };
  });
  return {
    given,
    limits,
    usable,
    sums,
    products: [
      ...big.map(({ amount, price }) => ({ factor: price, amount, perPair: true })),
      ...sums.map(({ values, price }) => ({
        factor: resources.map(() => price),
        amount: values.pair,
        perPair: true,
      })),
    ],
    perCopy: (t) =>
      sums.reduce((sum, { values, price }) => sum + BigInt(price) * BigInt(values.place[t]), 0n),
    perResource: (r) =>
      sums.reduce((sum, { values, price }) => sum + BigInt(price) * BigInt(values.fixed[r]), 0n) -
      big.reduce((sum, { parts, price }) => sum + BigInt(parts) * BigInt(price[r]), 0n),
    once: sums.reduce((sum, { atMost, price }) => sum - BigInt(price) * BigInt(atMost), 0n),
  };
}

const ONE = { numerator: 1, denominator: 1 } as const;
const BARE = { name: "", perUnit: 1, unit: "", sense: "min", tolerance: 0 } as const;

function readItems(value: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new CertificateRejection(`${name} is no list`);
  return Array.from(value, (item: unknown) => readMap(item, name));
}

function readGiven(instance: Instance, item: Readonly<Record<string, unknown>>): GivenLimit {
  refuseOthers(item, ["objective", "dimension", "at_most", "price"]);
  const objective = nameOfObjective(item.objective);
  if (objective === undefined) throw new CertificateRejection("a given limit is of no objective");
  const at_most = readInteger(item.at_most, Number.MIN_SAFE_INTEGER, "at_most");
  const price = item.price === undefined ? undefined : readInteger(item.price, 0, "price");
  const dimension =
    item.dimension === undefined ? undefined : readInteger(item.dimension, 0, "dimension");
  if (dimension !== undefined && dimension >= instance.dimensions.length) {
    throw new CertificateRejection("a given limit is of no dimension");
  }
  const lacks = objectiveOf(objective).lacks?.(
    instance,
    dimension === undefined ? {} : { dimension },
  );
  if (lacks !== undefined) throw new CertificateRejection(`${objective} ${lacks}`);
  return {
    objective,
    ...(dimension !== undefined && { dimension }),
    at_most,
    ...(price !== undefined && { price }),
  };
}
