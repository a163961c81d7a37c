import { leftOf, readLimits } from "../../bounds/prices/price-limit.ts";
import { limitOf } from "../../bounds/prices/rooms.ts";
import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { demandOf, usablePairs } from "../../instance/usable.ts";
import type { CapacityPrices, LevelPrices, LoadPrices } from "../../plan/certificate/types.ts";
import { handling, unheard } from "../../plan/traits.ts";

/**
 * A fleet as counts: classes of equal tasks (entries) and pools of equal resource copies (entries), with one load that
 * fills a copy. Tables are by class and pool, row = class.
 */
export interface Fleet {
  readonly classes: number;
  readonly pools: number;
  /** Copies by class and by pool. */
  readonly count: Int32Array;
  readonly copies: Int32Array;
  /** What one task loads; Infinity where it cannot be. */
  readonly weight: Float64Array;
  /** What one task adds to what is minimised over the pools' room. */
  readonly value: Float64Array;
  /** The same with the price of its load: what matters where room is short. */
  readonly priced: Float64Array;
  /** By pool: the most load of one copy in plans of a level; Infinity: any level, any load. */
  limitAt(level: number): Float64Array;
  /** Sums over all tasks that must keep a limit. */
  readonly sums: readonly FleetSum[];
}

/** A limit on a sum over tasks: `value` of one task by class and pool. */
export interface FleetSum {
  readonly value: Float64Array;
  readonly room: number;
}

/** What counts have heard of; limits of earlier levels as far as `fleetOf` knows them. */
export const FLEET = handling(
  "placement",
  "sequence",
  "devices",
  "available",
  "across",
  "earlier-objectives",
);

const MOST_POOLS = 300;

/** Task copies from which on counts pay. */
export const FLEET_COPIES = 2000;

/** Why an instance cannot be planned as a fleet, or true. */
export function isFleet(instance: Instance, target: Target): true | string {
  const unknown = unheard([FLEET], { instance, target });
  if (unknown !== undefined) return unknown;
  const { name } = target.terms[0].objective;
  const isLevel = target.terms.length === 1 && (name === "makespan" || name === "balance");
  if (!isLevel && additiveValues(instance, target) === undefined) {
    return "the objective is neither a sum over tasks nor a largest load";
  }
  if (instance.resources.length > MOST_POOLS) return "there are too many kinds of resources";
  const loads = demanded(instance);
  if (instance.mode === "batch") return true;
  if (name === "makespan") return loads.length === 0 ? true : "tasks share capacity beside time";
  if (instance.dimensions.some(({ devices }, d) => devices && loads.includes(d))) {
    return "tasks share devices";
  }
  return loads.length === 1 ? true : "the load has not exactly one dimension";
}

/** A certificate that prices what fills a copy. */
export type PriceCertificate = CapacityPrices | LoadPrices | LevelPrices;

/**
 * The fleet of an instance that `isFleet` accepts, priced by the certificate of a bound on the target. `limits` of earlier
 * levels tighten it, as far as a fleet knows them. O(classes x pools).
 */
export function fleetOf(
  instance: Instance,
  target: Target,
  certificate: PriceCertificate,
  limits: readonly LevelLimit[],
): Fleet {
  const { tasks, resources, mode } = instance;
  const R = resources.length;
  const { name } = target.terms[0].objective;
  const isTime = mode === "batch" || name === "makespan";
  const dimension = isTime ? -1 : demanded(instance)[0];
  const usable = usablePairs(instance);
  const weight = Float64Array.from(usable, (one, pair) => {
    if (one === 0) return Infinity;
    if (isTime) return instance.pairs.runtime[pair];
    return demandOf(instance, Math.floor(pair / R), pair % R, dimension);
  });
  const read = readLimits(instance, limits);
  const price = priceOfLoad(certificate, isTime, dimension);
  const values = additiveValues(instance, target)?.pair;
  const paid = paidFor(instance, certificate);
  const priced = weight.map((one, pair) =>
    one === Infinity ? 0 : (values?.[pair] ?? 0) + price[pair % R] * one + paid[pair],
  );
  return {
    classes: tasks.length,
    pools: R,
    count: Int32Array.from(tasks, ({ count }) => count),
    copies: Int32Array.from(resources, ({ count }) => count),
    weight,
    value: values ?? priced,
    priced,
    limitAt: (level) => {
      const { dimension: of } = target.terms[0].objective;
      const own = { objective: name, ...(of !== undefined && { dimension: of }), at_most: level };
      const left = leftOf(instance, level === Infinity ? read.loads : [...read.loads, own]);
      return Float64Array.from(resources, (_, r) => limitOf(left, isTime ? "time" : dimension, r));
    },
    sums: read.sums.map(({ values, given }) => ({
      value: values.pair,
      room: roomOf(instance, values, given.at_most),
    })),
  };
}

/** What a limit on a sum leaves to the pieces if every copy is used. */
function roomOf({ tasks, resources }: Instance, values: AdditiveValues, atMost: number): number {
  let room = atMost;
  tasks.forEach(({ count }, t) => {
    room -= count * values.place[t];
  });
  resources.forEach(({ count }, r) => {
    room -= count * values.fixed[r];
  });
  return room;
}

function demanded({ demand, dimensions }: Instance): readonly number[] {
  return [...dimensions.keys()].filter((d) => demand[d].values.some((one) => one > 0));
}

/** By resource entry, for a unit of the load. */
function priceOfLoad(
  certificate: PriceCertificate,
  isTime: boolean,
  dimension: number,
): readonly number[] {
  if (certificate.kind !== "capacity-prices") {
    return certificate.price.map((row) => row[isTime ? 0 : dimension]);
  }
  const { denominator, time = [], price } = certificate;
  return price.map((row, r) => (isTime ? (time[r] ?? 0) : row[dimension]) / denominator);
}

/** By pair, what a certificate has pieces pay for limits on sums. */
function paidFor(instance: Instance, certificate: PriceCertificate): Float64Array {
  const paid = new Float64Array(instance.pairs.cost.length);
  if (certificate.kind === "load-prices") return paid;
  const unit = certificate.kind === "capacity-prices" ? certificate.denominator : 1;
  for (const { objective, dimension, price = 0 } of certificate.given ?? []) {
    const spec = { name: objective, tolerance: 0, weight: { numerator: 1, denominator: 1 } };
    const terms = [
      { objective: { ...spec, ...(dimension !== undefined && { dimension }) }, factor: 1 },
    ];
    const values = additiveValues(instance, { ...BARE, terms });
    values?.pair.forEach((one, pair) => {
      paid[pair] += (price / unit) * one;
    });
  }
  return paid;
}

const BARE = { name: "", perUnit: 1, unit: "", sense: "min", tolerance: 0 } as const;
