import type { Instance } from "../../instance/types.ts";
import { windowsOf } from "../../plan/certificate/over-time/windows.ts";
import type { AreaMeasure } from "../../plan/certificate/types.ts";
import { candidateMeasures } from "./candidates.ts";

/** Most sets of resources that are looked at. */
const MOST_SETS = 6;

/**
 * Measures that need no prices from a linear program: each dimension, its large parts, company and each shared limit, at a price
 * of 1 on all resources that some task needs, and on each set of resources that some task cannot do without. O(T R).
 */
export function simpleMeasures(instance: Instance): readonly AreaMeasure[] {
  const sets = neededSets(instance);
  const measures: AreaMeasure[] = [];
  for (const { of, parts, shared, size } of candidateMeasures(instance)) {
    const seen = new Set<string>();
    for (const set of shared ? [[1]] : sets) {
      const price = shared ? set : set.map((one, r) => (one === 1 && size(r) > 0 ? 1 : 0));
      const key = price.join("");
      if (!price.includes(1) || seen.has(key)) continue;
      seen.add(key);
      measures.push({ of, ...(parts !== undefined && { parts }), price });
      // Linear programs do without these, since they are many.
      if (typeof of === "number" && !instance.dimensions[of].devices) {
        measures.push({ of, parts: 1, price });
      }
    }
  }
  return measures;
}

/** By resource entry 1 inside the set: what all tasks that must be placed may use, then what single ones may, small sets first. */
function neededSets(instance: Instance): readonly (readonly number[])[] {
  const { tasks, resources } = instance;
  const { usable, must } = windowsOf(instance);
  const R = resources.length;
  const all = new Array<number>(R).fill(0);
  const sets = new Map<string, readonly number[]>();
  for (const [t, { count }] of tasks.entries()) {
    if (!must[t] || count === 0) continue;
    const row = Array.from(usable.subarray(t * R, (t + 1) * R));
    row.forEach((one, r) => {
      if (one === 1) all[r] = 1;
    });
    sets.set(row.join(""), row);
  }
  const sizeOf = (set: readonly number[]) => set.reduce((sum, one) => sum + one, 0);
  const single = [...sets.values()].sort((a, b) => sizeOf(a) - sizeOf(b));
  return [all, ...single.slice(0, MOST_SETS - 1)];
}
