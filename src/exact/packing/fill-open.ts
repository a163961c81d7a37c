import type { PackingCore } from "../../cores/packing.ts";
import { gridsOf, type PriceGrid, priceGrid } from "./price-grid.ts";
import type { Use } from "./sequential.ts";

/**
 * Fills so many copies of each resource entry, the smallest first, each as full as it can be of what is left: worth is
 * a task's part of all room, and large tasks are worth more by `favour`. Undefined if the amounts are too
 * fine for tables. O(copies x cells x tasks left).
 */
export function fillOpen(
  core: PackingCore,
  open: ArrayLike<number>,
  favour: number,
): readonly Use[] | undefined {
  const grids = gridsOf(core);
  if (grids === undefined) return undefined;
  const { dimensions: D, capacity, tasks, demand, resources: R } = core;
  const left = core.copies.slice();
  const room = Array.from({ length: D }, (_, d) => {
    let sum = 0;
    for (let r = 0; r < R; r++) sum += open[r] * capacity[r * D + d];
    return sum === 0 ? 1 : sum;
  });
  const uses: Use[] = [];
  const part = (of: Float64Array, at: number) =>
    room.reduce((sum, total, d) => sum + of[at * D + d] / total, 0);
  const entries = Array.from({ length: R }, (_, r) => r).filter((r) => open[r] > 0);
  entries.sort((a, b) => part(capacity, a) - part(capacity, b) || a - b);
  for (const r of entries) {
    const grid = grids.find(({ resources }) => resources.includes(r)) as PriceGrid;
    const size = grid.unit.map((unit, d) => Math.floor(capacity[r * D + d] / unit));
    const worth = Float64Array.from({ length: tasks }, (_, t) => {
      const weight = part(demand, t * R + r);
      return core.usable[t * R + r] === 0 ? 0 : Math.round(1e7 * weight * (1 + favour * weight));
    });
    for (let n = 0; n < open[r]; n++) {
      const most = grid.most.map((limit, t) => Math.min(limit, left[t]));
      const [{ configuration }] = priceGrid(core, { ...grid, resources: [r], size, most }, worth);
      configuration.tasks.forEach((t, i) => {
        left[t] -= configuration.counts[i];
      });
      uses.push({ configuration, times: 1 });
    }
  }
  return uses;
}
