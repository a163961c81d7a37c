import type { PackingCore } from "../../cores/packing.ts";

/** By task entry x resource entry: 1 where a task may be and fits alone. */
export function fitsAlone({
  usable,
  dimensions: D,
  demand,
  capacity,
  resources: R,
}: PackingCore): Uint8Array {
  return usable.map((may, e) => {
    if (may === 0) return 0;
    for (let d = 0; d < D; d++) if (demand[e * D + d] > capacity[(e % R) * D + d]) return 0;
    return 1;
  });
}

/** By dimension: the mean of what tasks ask for that ask for any of it; 1 where none does. */
export function meanSizes(core: PackingCore): Float64Array {
  const { tasks, resources: R, dimensions: D, demand, copies, usable } = core;
  const sums = new Float64Array(D);
  const counts = new Float64Array(D);
  for (let t = 0; t < tasks; t++) {
    const r = usable.subarray(t * R, t * R + R).indexOf(1);
    for (let d = 0; r >= 0 && d < D; d++) {
      const asked = demand[(t * R + r) * D + d];
      if (asked === 0) continue;
      sums[d] += copies[t] * asked;
      counts[d] += copies[t];
    }
  }
  return sums.map((sum, d) => (counts[d] === 0 ? 1 : sum / counts[d]));
}
