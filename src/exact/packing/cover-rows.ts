import type { Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import { rowsOf } from "../../plan/certificate/configuration.ts";
import type { PriceRow } from "../../plan/certificate/types.ts";

/**
 * Rows that every plan keeps: in each dimension the copies of a set of resource entries hold what those tasks ask for that
 * can go nowhere else. The sets: all entries; those with more of a dimension than another has; those of each task.
 * Prices are demands, so that capacities bound what a copy holds. O(sets x tasks x resources x dimensions), so it is for
 * instances with `hasFewSets`.
 */
export function coverRows(instance: Instance, usable: Uint8Array): readonly PriceRow[] {
  const { tasks, resources, dimensions } = instance;
  const R = resources.length;
  const rows = new Map<string, PriceRow>();
  // Devices have measures of shares beside the dimensions.
  const columns = rowsOf(instance);
  // Where a task may be is asked for every set.
  const usual = tasks.map((_, t) =>
    resources.flatMap((_, r) => (usable[t * R + r] === 1 ? [r] : [])),
  );
  for (const places of placesOf(instance, usable)) {
    const held = tasks.map(({ divisible }, t) =>
      !divisible && usual[t].every((r) => places[r] === 1) ? usual[t] : [],
    );
    for (let d = 0; d < dimensions.length; d++) {
      const price = held.map((here, t) =>
        here.length === 0 ? 0 : Math.min(...here.map((r) => demandOf(instance, t, r, d))),
      );
      if (price.every((one) => one === 0)) continue;
      const worth = resources.map(({ capacity }, r) => places[r] * capacity[d]);
      const capacity = resources.map((_, r) =>
        Array.from({ length: columns }, (_, e) => (e === d ? places[r] : 0)),
      );
      rows.set(JSON.stringify([price, worth]), { price, capacity, worth });
    }
  }
  return [...rows.values()];
}

/** Steps that rows are worth at most. */
const MOST_STEPS = 2e7;

/** True if the rows are soon made: some hundred tasks and resources, or few kinds of either. O(tasks x resources). */
export function hasFewSets(instance: Instance, usable: Uint8Array): boolean {
  const { tasks, resources, dimensions } = instance;
  const pairs = tasks.length * resources.length * dimensions.length;
  return pairs <= MOST_STEPS && placesOf(instance, usable).length * pairs <= MOST_STEPS;
}

/** Sets of resource entries, each as 0 and 1 by entry. */
function placesOf(
  { tasks, resources, dimensions }: Instance,
  usable: Uint8Array,
): readonly (readonly number[])[] {
  const R = resources.length;
  const sets = new Map<string, readonly number[]>();
  const add = (places: readonly number[]) => sets.set(places.join(""), places);
  add(resources.map(() => 1));
  dimensions.forEach((_, d) => {
    for (const { capacity } of resources) {
      add(resources.map((other) => (other.capacity[d] > capacity[d] ? 1 : 0)));
    }
  });
  for (let t = 0; t < tasks.length; t++) add(resources.map((_, r) => usable[t * R + r]));
  return [...sets.values()];
}
