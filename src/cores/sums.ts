import type { Core, CoreSum } from "./types.ts";

/**
 * The pairs of entries that are left if every sum keeps its limit, where that says all: what is left can be combined in any
 * way. Undefined where a limit asks for more. Every task is placed. O(T R sums).
 */
export function withinSums(core: Core): Uint8Array | undefined {
  let usable = core.usable();
  for (const sum of core.sums) {
    const kept = keep(core, usable, sum);
    if (kept === undefined) return undefined;
    usable = kept;
  }
  return usable;
}

function keep(
  { instance: { tasks, resources } }: Core,
  usable: Uint8Array,
  { values: { place, pair, fixed }, given }: CoreSum,
): Uint8Array | undefined {
  if (fixed.some((one) => one !== 0)) return undefined;
  const R = resources.length;
  const least = tasks.map((_, t) => {
    let low = Number.POSITIVE_INFINITY;
    for (let e = t * R; e < t * R + R; e++) if (usable[e] === 1) low = Math.min(low, pair[e]);
    return low;
  });
  // A task without a place is for others to tell.
  if (least.includes(Number.POSITIVE_INFINITY)) return undefined;
  let slack = given.at_most;
  tasks.forEach(({ count }, t) => {
    slack -= count * (place[t] + least[t]);
  });
  const kept = usable.map((one, e) => (pair[e] - least[Math.floor(e / R)] > slack ? 0 : one));
  tasks.forEach(({ count }, t) => {
    let most = 0;
    for (let e = t * R; e < t * R + R; e++) {
      if (kept[e] === 1) most = Math.max(most, pair[e] - least[t]);
    }
    slack -= count * most;
  });
  return slack < 0 ? undefined : kept;
}
