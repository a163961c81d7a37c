import type { Instance } from "../../../instance/types.ts";
import { WHOLE } from "../../../instance/types.ts";
import type { PartialSchedule } from "../partial-schedule.ts";
import type { Placement } from "../types.ts";
import type { ScheduleGauge } from "./gauge.ts";

/** The utilizations of resource copies in one dimension, in millionths: demand x runtime of all pieces over capacity x window. */
interface Utilizations {
  readonly dimension: number;
  /** By resource entry: millionths for a unit of the dimension during a ms; 0 where copies have none of it. */
  readonly unit: Float64Array;
  /** By resource copy. */
  readonly utilization: Float64Array;
  /** The copies that are compared. */
  readonly copies: readonly number[];
}

/** What rounding may add to a utilization that should be whole. */
const ROUNDING = 1e-6;

/** The power of utilizations of which the guide of a largest one takes the mean: the fullest count most, the others somewhat. */
const POWER = 8;

/** The largest utilization, rounded up; guided by a mean of high power. */
export function balanceGauge(instance: Instance, dimension: number | undefined): ScheduleGauge {
  const all = utilizationsOf(instance, dimension);
  const parts = all.reduce((sum, { copies }) => sum + copies.length, 0);
  let [largest, powers] = [0, 0];
  const meanOf = (sum: number) => (parts === 0 ? 0 : (Math.max(0, sum) / parts) ** (1 / POWER));
  return {
    look(schedule, copies) {
      for (const one of all) lookAt(instance, schedule, one, copies);
      [largest, powers] = [0, 0];
      for (const { utilization, copies: compared } of all) {
        for (const copy of compared) {
          largest = Math.max(largest, utilization[copy]);
          powers += utilization[copy] ** POWER;
        }
      }
    },
    value: () => Math.ceil(largest - ROUNDING),
    guide: () => meanOf(powers),
    changes(_, copy, placement) {
      const after = Math.max(largest, highest(instance, all, copy, placement));
      return Math.ceil(after - ROUNDING) - Math.ceil(largest - ROUNDING);
    },
    adds(_, copy, placement) {
      let more = powers;
      let after = largest;
      for (const one of all) {
        for (const [place, added] of addedTo(instance, one, copy, placement)) {
          const now = one.utilization[place];
          more += (now + added) ** POWER - now ** POWER;
          after = Math.max(after, now + added);
        }
      }
      return after - largest + meanOf(more) - meanOf(powers);
    },
    hurts: (_, __, { places }) => highestOf(all, places, (utilization) => utilization),
    passes: (_, copy, placement, atMost) =>
      highest(instance, all, copy, placement) > atMost + ROUNDING,
  };
}

/** Of the dimensions the largest difference between two utilizations, rounded up; guided by how far utilizations lie from their mean. */
export function spreadGauge(instance: Instance, dimension: number | undefined): ScheduleGauge {
  const all = utilizationsOf(instance, dimension);
  const sums = all.map(() => ({ sum: 0, squares: 0 }));
  const rangeOf = () =>
    all.reduce((widest, { utilization, copies }) => {
      let [least, most] = [Infinity, -Infinity];
      for (const copy of copies) {
        least = Math.min(least, utilization[copy]);
        most = Math.max(most, utilization[copy]);
      }
      return Math.max(widest, most - least);
    }, 0);
  const worthOf = () => Math.ceil(rangeOf() - ROUNDING);
  const deviation = (sum: number, squares: number, count: number) =>
    Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  const guide = () =>
    sums.reduce((total, { sum, squares }, i) => {
      return total + deviation(sum, squares, all[i].copies.length);
    }, 0);
  return {
    look(schedule, copies) {
      all.forEach((one, i) => {
        lookAt(instance, schedule, one, copies);
        let [sum, squares] = [0, 0];
        for (const copy of one.copies) {
          sum += one.utilization[copy];
          squares += one.utilization[copy] ** 2;
        }
        sums[i] = { sum, squares };
      });
    },
    value: worthOf,
    guide,
    changes(_, copy, placement) {
      const before = worthOf();
      const old = all.map((one) => {
        const added = [...addedTo(instance, one, copy, placement)];
        return added.map(([place, more]) => {
          const now = one.utilization[place];
          one.utilization[place] += more;
          return [place, now] as const;
        });
      });
      const after = worthOf();
      all.forEach(({ utilization }, i) => {
        for (const [place, now] of old[i]) utilization[place] = now;
      });
      return after - before;
    },
    adds(_, copy, placement) {
      let total = 0;
      all.forEach((one, i) => {
        let { sum, squares } = sums[i];
        const count = one.copies.length;
        const before = deviation(sum, squares, count);
        for (const [place, added] of addedTo(instance, one, copy, placement)) {
          sum += added;
          squares += (one.utilization[place] + added) ** 2 - one.utilization[place] ** 2;
        }
        total += deviation(sum, squares, count) - before;
      });
      return 2 * total;
    },
    hurts: (_, __, { places }) => {
      const means = sums.map(({ sum }, i) => sum / all[i].copies.length);
      return highestOf(all, places, (utilization, i) => Math.abs(utilization - means[i]));
    },
  };
}

function utilizationsOf(
  instance: Instance,
  dimension: number | undefined,
): readonly Utilizations[] {
  const { resources, dimensions, resourceOfCopy } = instance;
  return [...dimensions.keys()].flatMap((d) => {
    if (d !== (dimension ?? d)) return [];
    const unit = Float64Array.from(resources, ({ capacity, from, until = Infinity }) =>
      capacity[d] > 0 ? WHOLE / (capacity[d] * (until - from)) : 0,
    );
    const copies = [...resourceOfCopy.keys()].filter(
      (copy) => resources[resourceOfCopy[copy]].capacity[d] > 0,
    );
    if (copies.length === 0) return [];
    return [{ dimension: d, unit, utilization: new Float64Array(resourceOfCopy.length), copies }];
  });
}

/** Works out the utilizations of some copies anew. O(pieces there). */
function lookAt(
  instance: Instance,
  schedule: PartialSchedule,
  one: Utilizations,
  copies: Iterable<number>,
): void {
  for (const copy of copies) {
    let sum = 0;
    for (const task of new Set(schedule.held[copy])) {
      const placement = schedule.placed[task];
      if (placement === undefined) continue;
      sum += addedTo(instance, one, task, placement).get(copy) ?? 0;
    }
    one.utilization[copy] = sum;
  }
}

/** By resource copy, what a placement of a task copy adds to its utilization. */
function addedTo(
  { demand, resources, taskOfCopy }: Instance,
  { dimension, unit }: Utilizations,
  copy: number,
  { places }: Placement,
): Map<number, number> {
  const { perPair, values } = demand[dimension];
  const added = new Map<number, number>();
  for (const place of places) {
    const { entry, runtime } = place.option;
    const amount = values[perPair ? taskOfCopy[copy] * resources.length + entry : taskOfCopy[copy]];
    const utilization = amount * runtime * unit[entry];
    added.set(place.copy, (added.get(place.copy) ?? 0) + utilization);
  }
  return added;
}

/** The highest utilization that a placement makes where it stands. */
function highest(
  instance: Instance,
  all: readonly Utilizations[],
  copy: number,
  placement: Placement,
): number {
  let most = 0;
  for (const one of all) {
    for (const [place, added] of addedTo(instance, one, copy, placement)) {
      most = Math.max(most, one.utilization[place] + added);
    }
  }
  return most;
}

function highestOf(
  all: readonly Utilizations[],
  places: Placement["places"],
  of: (utilization: number, index: number) => number,
): number {
  let most = 0;
  all.forEach(({ utilization }, i) => {
    for (const { copy } of places) most = Math.max(most, of(utilization[copy], i));
  });
  return most;
}
