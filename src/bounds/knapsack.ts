import { areasOf } from "../instance/facts/areas.ts";
import { isCounted } from "../instance/priority.ts";
import { maintenanceOf, piecesPerCopy } from "../instance/schedule.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { gcd } from "../util/divisor.ts";
import { safeNumber } from "./exact.ts";
import {
  factsOf,
  leastValues,
  type PairValue,
  usableAmount,
  usableDemand,
  usableValue,
} from "./facts.ts";
import { AT_ONCE, OVER_TIME } from "./handles.ts";
import { boundMethod } from "./method.ts";

/** What a task entry brings at most when a copy is placed. */
type Gain = (task: number) => number;

/** Minus the most that can be placed: by each capacity (over time by demand x time) a fractional knapsack, the tightest counts. */
export const knapsack = boundMethod("fractional-knapsack", [AT_ONCE, OVER_TIME], {
  placed: (instance, part, objective) => {
    const gain: Gain = (task) => (isCounted(instance, objective, task) ? part.gain(task) : 0);
    const value = most(instance, gain, []);
    return value === undefined ? undefined : wholeSum(instance, gain, value);
  },
  pieces(instance, { isGain, amount }, objective) {
    if (!isGain) return undefined;
    const gain = largestGain(instance, amount, objective);
    return most(instance, gain, ownCapacity(instance, objective));
  },
});

/** The next value that whole tasks can add up to; `value` is negated, as all that is maximised. */
function wholeSum({ tasks }: Instance, gain: Gain, value: number): number {
  if (tasks.some(({ divisible }) => divisible)) return value;
  const step = tasks.reduce((all, _, t) => gcd(all, gain(t)), 0);
  return step === 0 ? 0 : value - (value % step);
}

/** All replicas together, each where it brings most. */
function largestGain(
  instance: Instance,
  amount: (task: number, resource: number) => number,
  objective: ObjectiveSpec,
): Gain {
  const demand = usableAmount(instance, amount);
  return (task) => {
    let largest = 0;
    if (!isCounted(instance, objective, task)) return largest;
    for (let r = 0; r < instance.resources.length; r++) {
      largest = Math.max(largest, demand(task, r) ?? 0);
    }
    return largest * piecesPerCopy(instance, task);
  };
}

/** In placement mode no more of a dimension can be used than there is; see `grain`. */
function ownCapacity(instance: Instance, { name, dimension }: ObjectiveSpec): readonly bigint[] {
  if (name !== "utilization" || dimension === undefined) return [];
  if (instance.mode !== "placement") return [];
  const step = grain(instance, dimension);
  const total = instance.resources.reduce((sum, { capacity, count }) => {
    const amount = capacity[dimension];
    return sum + BigInt(count) * BigInt(step === 0 ? 0 : amount - (amount % step));
  }, 0n);
  return [total];
}

/** The greatest common divisor of all demands; what is left over on a copy below it stays empty. */
function grain(instance: Instance, dimension: number): number {
  if (instance.tasks.some((task) => task.divisible)) return 1;
  return instance.demand[dimension].values.reduce(gcd, 0);
}

function most(instance: Instance, gain: Gain, limits: readonly bigint[]): number | undefined {
  const { resources, dimensions, mode } = instance;
  const knapsacks: [PairValue, number][] = [];
  if (mode === "placement") {
    for (const d of dimensions.keys()) {
      const capacity = resources.reduce((sum, r) => sum + r.count * r.capacity[d], 0);
      knapsacks.push([usableDemand(instance, d), capacity]);
    }
  } else if (mode === "schedule") knapsacks.push(...areaKnapsacks(instance));
  else if (resources.every((resource) => resource.until !== undefined)) {
    const time = resources.reduce(
      (sum, { count, from, until = from }) => sum + count * Math.max(0, until - from),
      0,
    );
    knapsacks.push([usableValue(instance, instance.pairs.runtime), time]);
  }
  // Without any capacity the knapsack of nothing still drops the tasks that fit nowhere.
  if (knapsacks.length === 0) knapsacks.push([(task, r) => anywhere(instance, task, r), 0]);
  let tightest: bigint | undefined = limits[0];
  for (const [size, capacity] of knapsacks) {
    const value = fractional(instance, gain, size, capacity);
    if (value === undefined) return undefined;
    if (tightest === undefined || value < tightest) tightest = value;
  }
  return tightest === undefined ? undefined : safeNumber(-tightest);
}

/** Of schedules, by dimension: demand x time of all workers, and what all copies have of it while they are open. */
function areaKnapsacks(instance: Instance): [PairValue, number][] {
  const { resources, dimensions, tasks, earlier } = instance;
  // What has begun stands where it stands, whatever its times say.
  if ((earlier?.pinned.length ?? 0) > 0) return [];
  const last = tasks.reduce(
    (end, { deadline = Infinity, count }) => (count === 0 ? end : Math.max(end, deadline)),
    0,
  );
  const open = resources.map(({ from, until = last }, r) => {
    const end = Math.min(until, last);
    const closed = maintenanceOf(instance, r).reduce(
      (sum, [shut, reopened]) => sum + Math.max(0, Math.min(end, reopened) - Math.max(from, shut)),
      0,
    );
    return Math.max(0, end - from - closed);
  });
  return [...dimensions.keys()].flatMap((d): [PairValue, number][] => {
    const areas = areasOf(instance, d);
    const all = resources.reduce(
      (sum, { count, capacity }, r) => sum + (capacity[d] > 0 ? count * capacity[d] * open[r] : 0),
      0,
    );
    // Also where a window has no end.
    if (areas === undefined || !Number.isSafeInteger(all)) return [];
    return [[usableValue(instance, areas), all]];
  });
}

function anywhere(instance: Instance, task: number, resource: number): number | undefined {
  return factsOf(instance).usable[task * instance.resources.length + resource] === 1
    ? 0
    : undefined;
}

interface Offer {
  readonly gain: bigint;
  readonly size: bigint;
  readonly count: bigint;
}

/**
 * Dantzig (1957), DOI 10.1287/opre.5.2.266, in its dual form: for any price y >= 0 of the capacity C the most
 * is at most y C + sum of max(0, gain - y size). The price is that of the task that breaks the capacity, so
 * rounding in the order of the tasks can only weaken the bound. Undefined if the mandatory tasks overflow.
 */
function fractional(
  instance: Instance,
  gain: Gain,
  size: PairValue,
  capacity: number,
): bigint | undefined {
  const offers: Offer[] = [];
  let left = BigInt(capacity);
  let sum = 0n;
  for (const [t, { optional, count }] of instance.tasks.entries()) {
    const item = { members: [{ task: t, copies: 1 }], times: 1 };
    const sizes = leastValues(instance, item, (r) => size(t, r));
    if (sizes === undefined) {
      if (optional) continue;
      return undefined;
    }
    const offer = {
      gain: BigInt(gain(t)),
      size: BigInt(sizes.reduce((total, value) => total + value, 0)),
      count: BigInt(count),
    };
    if (optional) offers.push(offer);
    else {
      left -= offer.size * offer.count;
      sum += offer.gain * offer.count;
    }
  }
  if (left < 0n) return undefined;
  const price = breakingPrice(offers, left);
  // y = gain / size of the breaking task; everything is multiplied by its size, then rounded down.
  const rest = offers.reduce((total, offer) => {
    const surplus = offer.gain * price.size - price.gain * offer.size;
    return surplus > 0n ? total + surplus * offer.count : total;
  }, price.gain * left);
  return sum + rest / price.size;
}

function breakingPrice(offers: readonly Offer[], capacity: bigint): Pick<Offer, "gain" | "size"> {
  const density = (offer: Offer) => Number(offer.gain) / Math.max(1e-9, Number(offer.size));
  const sorted = [...offers].sort((a, b) => density(b) - density(a));
  let left = capacity;
  for (const offer of sorted) {
    left -= offer.size * offer.count;
    if (left < 0n) return offer;
  }
  return { gain: 0n, size: 1n };
}
