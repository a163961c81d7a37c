import type { Instance } from "../../instance/types.ts";
import { amountText } from "../../plan/wording.ts";
import { type BoundItem, factsOf, itemValue, leastValues, usableDemand } from "../facts.ts";

/** Pairs of task and resource entries that are looked at in all. */
const LOOKS = 10_000_000;
/** Most shares that pieces are measured by, in each dimension. */
const MOST_PARTS = 10;
const MOST_FRACTIONS = 30;

/** What a piece counts on an empty resource, so that all pieces on it never count more than `size` (dual feasible). */
interface Count {
  size(capacity: number): number;
  amount(demand: number, capacity: number): number;
  /** `needed` and `has` in these counts. */
  told(instance: Instance, d: number, needed: bigint, has: bigint): string;
}

/**
 * Mode placement: as the pieces are cut, they do not fit, though their sum may: two of more than half are never on one resource,
 * and what is left beside a large piece is of no use to any other. Dual feasible functions of Fekete and Schepers (2001),
 * DOI 10.1007/s101070100243, each piece where it counts least. O(T R) for each, bounded.
 */
export function tooFew(instance: Instance): string | undefined {
  const { mode, tasks, resources, dimensions } = instance;
  if (mode !== "placement") return undefined;
  const pairs = Math.max(1, tasks.length * resources.length * dimensions.length);
  const most = Math.floor(LOOKS / pairs);
  for (const d of dimensions.keys()) {
    for (const count of countsFor(instance, d).slice(0, most)) {
      const needed = neededOf(instance, d, count);
      const has = resources.reduce(
        (sum, one) => sum + BigInt(one.count) * BigInt(count.size(one.capacity[d])),
        0n,
      );
      if (needed !== undefined && needed > has) return count.told(instance, d, needed, has);
    }
  }
  return undefined;
}

function neededOf(instance: Instance, d: number, count: Count): bigint | undefined {
  let sum = 0n;
  for (const item of factsOf(instance).items) {
    // Shares may be cut as small as one likes.
    if (item.members.some(({ task }) => instance.tasks[task].divisible)) continue;
    const least = leastValues(instance, item, (r) => {
      const demand = demandOn(instance, item, r, d);
      return demand === undefined
        ? undefined
        : count.amount(demand, instance.resources[r].capacity[d]);
    });
    if (least === undefined) return undefined;
    sum += BigInt(item.times) * BigInt(least.reduce((total, one) => total + one, 0));
  }
  return sum;
}

function demandOn(instance: Instance, item: BoundItem, r: number, d: number): number | undefined {
  const demand = itemValue(item, r, usableDemand(instance, d));
  return demand === undefined || demand > instance.resources[r].capacity[d] ? undefined : demand;
}

function countsFor(instance: Instance, d: number): readonly Count[] {
  const parts = Array.from({ length: MOST_PARTS }, (_, i) => partsOf(i + 1));
  return [...parts, ...fractionsOf(instance, d).map(([p, q]) => aboveFraction(p, q))];
}

/** A piece counts by how many (k + 1)ths of the capacity it exceeds; no resource holds more than k. */
function partsOf(k: number): Count {
  const share = k === 1 ? "half" : `1/${k + 1}`;
  return {
    size: (capacity) => (capacity > 0 ? k : 0),
    amount: (demand, capacity) => {
      if (demand === 0) return 0;
      const exceeded = (BigInt(k + 1) * BigInt(demand) - 1n) / BigInt(capacity);
      return Math.min(k, Number(exceeded));
    },
    told: ({ dimensions }, d, needed, has) =>
      `A resource holds at most ${k} of what exceeds ${share} of its ${dimensions[d].name}; ` +
      `the tasks need room for at least ${needed} such pieces, and there is room for ${has}.`,
  };
}

/** A piece that leaves less than p / q of the capacity counts all of it, one of less than p / q nothing. 2 p <= q. */
function aboveFraction(p: number, q: number): Count {
  const [small, all] = [BigInt(p), BigInt(q)];
  return {
    size: (capacity) => capacity,
    amount: (demand, capacity) => {
      const [need, room] = [BigInt(demand) * all, BigInt(capacity)];
      if (need < small * room) return 0;
      return need > (all - small) * room ? capacity : demand;
    },
    told: (instance, d, needed, has) => {
      const text = (amount: bigint) => amountText(instance, d, Number(amount));
      const { name } = instance.dimensions[d];
      return (
        `The tasks need at least ${text(needed)} ${name} and all resources have ${text(has)}, where a piece that leaves less than ` +
        `${p}/${q} of a resource counts as all of it, and one smaller than that as nothing.`
      );
    },
  };
}

/** Shares of at most half that pieces take of some capacity, each once, at most `MOST_FRACTIONS`. */
function fractionsOf(instance: Instance, d: number): readonly (readonly [number, number])[] {
  const found = new Map<number, readonly [number, number]>();
  const capacities = [...new Set(instance.resources.map(({ capacity }) => capacity[d]))];
  for (const item of factsOf(instance).items) {
    for (let r = 0; r < instance.resources.length && found.size < 10 * MOST_FRACTIONS; r++) {
      const demand = demandOn(instance, item, r, d);
      if (demand === undefined || demand === 0) continue;
      for (const capacity of capacities) {
        if (2 * demand <= capacity) found.set(demand / capacity, [demand, capacity]);
      }
    }
  }
  const sorted = [...found].sort(([a], [b]) => a - b).map(([, fraction]) => fraction);
  if (sorted.length <= MOST_FRACTIONS) return sorted;
  const step = (sorted.length - 1) / (MOST_FRACTIONS - 1);
  return Array.from({ length: MOST_FRACTIONS }, (_, i) => sorted[Math.round(i * step)]);
}
