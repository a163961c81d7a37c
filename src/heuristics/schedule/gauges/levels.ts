import type { Instance } from "../../../instance/types.ts";
import { WHOLE } from "../../../instance/types.ts";
import type { PartialSchedule } from "../partial-schedule.ts";
import type { Placement } from "../types.ts";
import type { ScheduleGauge } from "./gauge.ts";

/** The levels of resource copies in one dimension, in millionths: demand x runtime of all pieces over capacity x window. */
interface Levels {
  readonly dimension: number;
  /** By resource entry: millionths for a unit of the dimension during a ms; 0 where copies have none of it. */
  readonly unit: Float64Array;
  /** By resource copy. */
  readonly level: Float64Array;
  /** The copies that are compared. */
  readonly copies: readonly number[];
}

/** What rounding may add to a level that should be whole. */
const ROUNDING = 1e-6;

/** The power of levels of which the guide of a largest one takes the mean: the fullest count most, the others somewhat. */
const POWER = 8;

/** The largest level, rounded up; guided by a mean of high power. */
export function balanceGauge(instance: Instance, dimension: number | undefined): ScheduleGauge {
  const all = levelsOf(instance, dimension);
  const parts = all.reduce((sum, { copies }) => sum + copies.length, 0);
  let [largest, powers] = [0, 0];
  const meanOf = (sum: number) => (parts === 0 ? 0 : (Math.max(0, sum) / parts) ** (1 / POWER));
  return {
    look(schedule, copies) {
      for (const one of all) lookAt(instance, schedule, one, copies);
      [largest, powers] = [0, 0];
      for (const { level, copies: compared } of all) {
        for (const copy of compared) {
          largest = Math.max(largest, level[copy]);
          powers += level[copy] ** POWER;
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
          const now = one.level[place];
          more += (now + added) ** POWER - now ** POWER;
          after = Math.max(after, now + added);
        }
      }
      return after - largest + meanOf(more) - meanOf(powers);
    },
    hurts: (_, __, { places }) => highestOf(all, places, (level) => level),
    passes: (_, copy, placement, atMost) =>
      highest(instance, all, copy, placement) > atMost + ROUNDING,
  };
}

/** Of the dimensions the largest difference between two levels, rounded up; guided by how far levels lie from their mean. */
export function spreadGauge(instance: Instance, dimension: number | undefined): ScheduleGauge {
  const all = levelsOf(instance, dimension);
  const sums = all.map(() => ({ sum: 0, squares: 0 }));
  const rangeOf = () =>
    all.reduce((widest, { level, copies }) => {
      let [least, most] = [Infinity, -Infinity];
      for (const copy of copies) {
        least = Math.min(least, level[copy]);
        most = Math.max(most, level[copy]);
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
          sum += one.level[copy];
          squares += one.level[copy] ** 2;
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
          const now = one.level[place];
          one.level[place] += more;
          return [place, now] as const;
        });
      });
      const after = worthOf();
      all.forEach(({ level }, i) => {
        for (const [place, now] of old[i]) level[place] = now;
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
          squares += (one.level[place] + added) ** 2 - one.level[place] ** 2;
        }
        total += deviation(sum, squares, count) - before;
      });
      return 2 * total;
    },
    hurts: (_, __, { places }) => {
      const means = sums.map(({ sum }, i) => sum / all[i].copies.length);
      return highestOf(all, places, (level, i) => Math.abs(level - means[i]));
    },
  };
}

function levelsOf(instance: Instance, dimension: number | undefined): readonly Levels[] {
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
    return [{ dimension: d, unit, level: new Float64Array(resourceOfCopy.length), copies }];
  });
}

/** Works out the levels of some copies anew. O(pieces there). */
function lookAt(
  instance: Instance,
  schedule: PartialSchedule,
  one: Levels,
  copies: Iterable<number>,
): void {
  for (const copy of copies) {
    let sum = 0;
    for (const task of new Set(schedule.held[copy])) {
      const placement = schedule.placed[task];
      if (placement === undefined) continue;
      sum += addedTo(instance, one, task, placement).get(copy) ?? 0;
    }
    one.level[copy] = sum;
  }
}

/** By resource copy, what a placement of a task copy adds to its level. */
function addedTo(
  { demand, resources, taskOfCopy }: Instance,
  { dimension, unit }: Levels,
  copy: number,
  { places }: Placement,
): Map<number, number> {
  const { perPair, values } = demand[dimension];
  const added = new Map<number, number>();
  for (const place of places) {
    const { entry, runtime } = place.option;
    const amount = values[perPair ? taskOfCopy[copy] * resources.length + entry : taskOfCopy[copy]];
    const level = amount * runtime * unit[entry];
    added.set(place.copy, (added.get(place.copy) ?? 0) + level);
  }
  return added;
}

/** The highest level that a placement makes where it stands. */
function highest(
  instance: Instance,
  all: readonly Levels[],
  copy: number,
  placement: Placement,
): number {
  let most = 0;
  for (const one of all) {
    for (const [place, added] of addedTo(instance, one, copy, placement)) {
      most = Math.max(most, one.level[place] + added);
    }
  }
  return most;
}

function highestOf(
  all: readonly Levels[],
  places: Placement["places"],
  of: (level: number, index: number) => number,
): number {
  let most = 0;
  all.forEach(({ level }, i) => {
    for (const { copy } of places) most = Math.max(most, of(level[copy], i));
  });
  return most;
}
