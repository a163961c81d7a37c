import { limitOf } from "../../bounds/prices/capacity-rows.ts";
import { leftOf } from "../../bounds/prices/price-limit.ts";
import { coreOf } from "../../cores/core.ts";
import type { Core, CoreLoad } from "../../cores/types.ts";
import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { CapacityPrices, LevelPrices, LoadPrices } from "../../plan/certificate/types.ts";
import { handling } from "../../plan/traits.ts";
import { InvariantError } from "../../util/errors.ts";

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

const MOST_POOLS = 300;

/** Task copies from which on counts pay. */
export const FLEET_COPIES = 2000;

/** What counts have heard of; limits of earlier levels as far as `fleetOf` knows them. */
export const FLEET = handling(
  "placement",
  "sequence",
  "devices",
  "available",
  "across",
  "earlier-objectives",
);

/** Why an instance cannot be planned as a fleet, or true. */
export function isFleet(instance: Instance, target: Target): true | string {
  const found = readFleet(instance, target, []);
  return typeof found === "string" ? found : true;
}

/** The core of a fleet and the load that fills a copy; or why it is none. */
function readFleet(instance: Instance, target: Target, limits: readonly LevelLimit[]) {
  const core = coreOf(instance, target, FLEET, limits);
  if (typeof core === "string") return core;
  if (instance.resources.length > MOST_POOLS) return "there are too many kinds of resources";
  const isTime = instance.mode === "batch" || target.terms[0].objective.name === "makespan";
  const loads = core.loads.filter(({ what }) => what !== "time" && isAskedFor(instance, what));
  if (isTime && instance.mode === "placement" && loads.length > 0) {
    return "tasks share capacity beside time";
  }
  if (!isTime && loads.some(({ what }) => what !== "time" && instance.dimensions[what].devices)) {
    return "tasks share devices";
  }
  if (!isTime && loads.length !== 1) return "the load has not exactly one dimension";
  const [load] = isTime ? [timeOf(core)] : loads;
  return { core, load };
}

function isAskedFor({ demand }: Instance, dimension: number): boolean {
  return demand[dimension].values.some((one) => one > 0);
}

/** Without a limit on it, time has no end in a placement. */
function timeOf({ loads, instance: { pairs, resources } }: Core): CoreLoad {
  const R = resources.length;
  return (
    loads.find(({ what }) => what === "time") ?? {
      what: "time",
      amount: (t, r) => pairs.runtime[t * R + r],
      capacity: new Float64Array(R).fill(Number.POSITIVE_INFINITY),
    }
  );
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
  const found = readFleet(instance, target, limits);
  if (typeof found === "string") throw new InvariantError(`It is no fleet: ${found}.`);
  const { core, load } = found;
  const { tasks, resources } = instance;
  const R = resources.length;
  const weight = Float64Array.from(core.usable(), (one, pair) =>
    one === 0 ? Infinity : load.amount(Math.floor(pair / R), pair % R),
  );
  const price = priceOfLoad(certificate, load.what);
  const values = core.values?.pair;
  const paid = paidFor(instance, certificate);
  const priced = weight.map((one, pair) =>
    one === Infinity ? 0 : (values?.[pair] ?? 0) + price[pair % R] * one + paid[pair],
  );
  const { name, dimension } = target.terms[0].objective;
  const own = { objective: name, ...(dimension !== undefined && { dimension }) };
  return {
    classes: tasks.length,
    pools: R,
    count: Int32Array.from(tasks, ({ count }) => count),
    copies: Int32Array.from(resources, ({ count }) => count),
    weight,
    value: values ?? priced,
    priced,
    limitAt: (level) => {
      if (level === Infinity) return load.capacity;
      const left = leftOf(instance, [{ ...own, at_most: level }]);
      return load.capacity.map((one, r) => Math.min(one, limitOf(left, load.what, r)));
    },
    sums: core.sums.map(({ values, given }) => ({
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

/** By resource entry, for a unit of the load. */
function priceOfLoad(certificate: PriceCertificate, what: CoreLoad["what"]): readonly number[] {
  const isTime = what === "time";
  if (certificate.kind !== "capacity-prices") {
    return certificate.price.map((row) => row[isTime ? 0 : what]);
  }
  const { denominator, time = [], price } = certificate;
  return price.map((row, r) => (isTime ? (time[r] ?? 0) : row[what]) / denominator);
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
