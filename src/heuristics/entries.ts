import type { Instance } from "../instance/types.ts";

/** Resource entries, largest capacity first: by the sum over dimensions of capacity over the largest one. */
export function entriesByCapacity(instance: Instance): readonly number[] {
  const { resources, dimensions } = instance;
  const largest = dimensions.map((_, d) => Math.max(...resources.map((r) => r.capacity[d])));
  const size = resources.map((resource) =>
    largest.reduce((sum, most, d) => sum + (most > 0 ? resource.capacity[d] / most : 0), 0),
  );
  return [...resources.keys()].sort((a, b) => size[b] - size[a] || a - b);
}

/** Resource entries as the instance lists them. */
export function entriesInOrder(instance: Instance): readonly number[] {
  return [...instance.resources.keys()];
}
