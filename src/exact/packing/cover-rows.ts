import type { Instance } from "../../instance/types.ts";
import { demandOf } from "../../instance/usable.ts";
import type { PriceRow } from "../../plan/certificate/types.ts";

/**
 * Rows that every plan keeps: in each dimension the copies of a set of resource entries hold what those tasks ask for that
 * can go nowhere else. The sets: all entries; those with more of a dimension than another has; those of each task.
 * Prices are demands, so that capacities bound what a copy holds. O(sets x (tasks + resources)).
 */
export function coverRows(instance: Instance, usable: Uint8Array): readonly PriceRow[] {
  const { tasks, resources, dimensions } = instance;
  const R = resources.length;
  const rows = new Map<string, PriceRow>();
  for (const places of placesOf(instance, usable)) {
    const held = tasks.map(({ divisible }, t) => {
      const here = resources.flatMap((_, r) => (usable[t * R + r] === 1 ? [r] : []));
      return !divisible && here.every((r) => places[r] === 1) ? here : [];
    });
    for (let d = 0; d < dimensions.length; d++) {
      const price = held.map((here, t) =>
        here.length === 0 ? 0 : Math.min(...here.map((r) => demandOf(instance, t, r, d))),
      );
      if (price.every((one) => one === 0)) continue;
      const worth = resources.map(({ capacity }, r) => places[r] * capacity[d]);
      const capacity = resources.map((_, r) => dimensions.map((_, e) => (e === d ? places[r] : 0)));
      rows.set(JSON.stringify([price, worth]), { price, capacity, worth });
    }
  }
  return [...rows.values()];
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
