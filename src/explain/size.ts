import type { Instance } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";

/**
 * How much one copy of a task takes, by id: the largest share of what there is in any dimension, times how long it runs at
 * least. Only for an order in which to look: 0 for an id that has no entry of its own.
 */
export function sizeOf(instance: Instance): (id: unknown) => number {
  const { tasks, resources, dimensions, demand, pairs } = instance;
  if (pairs.features !== undefined) return () => 0;
  const R = resources.length;
  const usable = usablePairs(instance);
  const total = dimensions.map((_, d) =>
    resources.reduce((sum, { count, capacity }) => sum + count * capacity[d], 0),
  );
  const sizes = new Map<unknown, number>();
  for (const [t, { id, replicas }] of tasks.entries()) {
    let [share, runtime] = [0, Infinity];
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0) continue;
      runtime = Math.min(runtime, pairs.runtime[t * R + r]);
      for (const [d, { perPair, values }] of demand.entries()) {
        if (total[d] > 0) share = Math.max(share, values[perPair ? t * R + r : t] / total[d]);
      }
    }
    const size = replicas * (share + 1e-9) * (1 + (Number.isFinite(runtime) ? runtime : 0));
    const whole = id.slice(0, Math.max(0, id.lastIndexOf("/")));
    for (const name of whole === "" ? [id] : [id, whole]) {
      sizes.set(name, (sizes.get(name) ?? 0) + size);
    }
  }
  return (id) => sizes.get(id) ?? 0;
}
