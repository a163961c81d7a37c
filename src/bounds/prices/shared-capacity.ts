import { type AdditiveValues, additiveValues } from "../../instance/additive.ts";
import type { LevelLimit } from "../../instance/level-limit.ts";
import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { CapacityPrices } from "../../plan/certificate/types.ts";
import { usableWithin } from "../../plan/copy-limits.ts";
import type { Bound } from "../../plan/types.ts";
import {
  bigPricesOf,
  type CapacityRow,
  capacityLoads,
  capacityRows,
  isTooLarge,
  limitOf,
} from "./capacity-rows.ts";
import { certified } from "./certified.ts";
import { commonScale, largest } from "./integers.ts";
import { leftOf, readLimits, sumRows } from "./price-limit.ts";
import { leastPlaces } from "./share-program.ts";
import { splitShares } from "./shares.ts";

const PIVOTS = 6000;

/**
 * The bound on an additive target by prices on capacity, on big pieces and on limits of earlier objectives, all of which a
 * small linear program finds at once, from the places where tasks are priced least by capacity prices. Undefined for
 * other targets, where copies have fixed prices, with optional tasks, for large instances, or where it fails.
 */
export function sharedCapacityBound(
  instance: Instance,
  target: Target,
  limits: readonly LevelLimit[],
  start: CapacityPrices | undefined,
): Bound | undefined {
  const { tasks, resources } = instance;
  const R = resources.length;
  const values = additiveValues(instance, target);
  if (values === undefined || isTooLarge(instance)) return undefined;
  if (tasks.some(({ optional }) => optional) || largest(values.fixed) > 0) return undefined;
  const read = readLimits(instance, limits);
  const left = leftOf(instance, read.loads);
  const usable = usableWithin(instance, left);
  const loads = capacityLoads(instance, left);
  const { capacities, rows } = capacityRows(instance, usable, left, loads);
  if (rows.length + read.sums.length === 0 || isTooLarge(instance, rows.length)) return undefined;
  const first = leastPriced(instance, usable, values, start);
  if (first === undefined) return undefined;
  const cost = values.pair.map((one, pair) => {
    const { count, replicas } = tasks[Math.floor(pair / R)];
    return usable[pair] === 1 ? count * replicas * one : Infinity;
  });
  const { price } = splitShares(
    { groups: tasks.length, places: R, cost, rows: [...rows, ...sumRows(instance, read)], first },
    PIVOTS,
  );
  const most = [largest(values.pair) + largest(values.place)];
  capacities.forEach(({ resource, load, parts }, i) => {
    most.push(price[i] * (parts === 0 ? limitOf(left, load, resource) : parts));
  });
  read.sums.forEach((sum, l) => {
    most.push(price[rows.length + l] * largest(sum.values.pair));
  });
  const denominator = commonScale(most);
  const whole = Array.from(price, (one) => Math.round(denominator * one));
  const given = [
    ...read.loads,
    ...read.sums.flatMap((sum, l) =>
      whole[rows.length + l] === 0 ? [] : [{ ...sum.given, price: whole[rows.length + l] }],
    ),
  ];
  const certificate: CapacityPrices = {
    kind: "capacity-prices",
    denominator,
    ...loadPrices(instance, capacities, whole),
    ...(given.length > 0 && { given }),
  };
  return certified(instance, target, "capacity-prices", certificate);
}

function loadPrices(
  { resources, dimensions }: Instance,
  capacities: readonly CapacityRow[],
  whole: readonly number[],
): Pick<CapacityPrices, "price" | "time" | "big"> {
  const price = resources.map(() => dimensions.map(() => 0));
  const time = resources.map(() => 0);
  capacities.forEach(({ resource, load, parts }, i) => {
    if (parts > 0) return;
    if (load === "time") time[resource] = whole[i];
    else price[resource][load] = whole[i];
  });
  const big = bigPricesOf(capacities, whole, resources.length);
  return {
    price,
    ...(time.some((one) => one > 0) && { time }),
    ...(big.length > 0 && { big }),
  };
}

/** By task entry the place of the least priced value; undefined if a task has none. */
function leastPriced(
  { tasks, resources, demand, pairs }: Instance,
  usable: Uint8Array,
  values: AdditiveValues,
  start: CapacityPrices | undefined,
): Int32Array | undefined {
  const R = resources.length;
  const { denominator = 1, time = [], price = [] } = start ?? {};
  return leastPlaces(tasks.length, R, usable, (t, r) => {
    const pair = t * R + r;
    let value = values.pair[pair] + ((time[r] ?? 0) / denominator) * pairs.runtime[pair];
    demand.forEach(({ perPair, values: amount }, d) => {
      value += ((price[r]?.[d] ?? 0) / denominator) * amount[perPair ? pair : t];
    });
    return value;
  });
}
