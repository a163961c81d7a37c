import type { PackingCore } from "../../cores/packing.ts";
import { gcd } from "../../util/divisor.ts";
import type { PricedConfiguration } from "./types.ts";

/** Cells times task copies beyond which a table is not made. */
const LARGEST = 40_000_000;

/** Resource entries that one table serves: they differ in nothing but capacity. */
export interface PriceGrid {
  readonly resources: readonly number[];
  /** Capacity of the table by dimension, in units of `unit`. */
  readonly size: readonly number[];
  readonly unit: readonly number[];
  /** Copies of each task entry that the table considers. */
  readonly most: Int32Array;
}

/**
 * Groups of resource entries whose configurations are priced by one table over all dimensions, or undefined if
 * there are devices or the amounts are too fine.
 */
export function gridsOf(core: PackingCore): readonly PriceGrid[] | undefined {
  const { tasks, resources, dimensions, device, capacity } = core;
  if (device !== undefined) return undefined;
  const groups = new Map<string, number[]>();
  for (let r = 0; r < resources; r++) {
    const key = JSON.stringify(Array.from({ length: tasks }, (_, t) => facts(core, t, r)));
    groups.set(key, [...(groups.get(key) ?? []), r]);
  }
  const grids: PriceGrid[] = [];
  for (const members of groups.values()) {
    const unit = Array.from({ length: dimensions }, (_, d) => unitOf(core, members[0], d));
    const size = unit.map((step, d) =>
      Math.max(...members.map((r) => Math.floor(capacity[r * dimensions + d] / step))),
    );
    const most = Int32Array.from({ length: tasks }, (_, t) =>
      mostOf(core, t, members[0], unit, size),
    );
    const cells = size.reduce((all, amount) => all * (amount + 1), 1);
    if (cells * most.reduce((sum, n) => sum + n, 1) > LARGEST) return undefined;
    grids.push({ resources: members, size, unit, most });
  }
  return grids;
}

/**
 * The best configuration of every resource entry of the grid, exactly, by dynamic programming: worth[t] whole
 * numbers for a copy of task entry t. O(cells x task copies).
 */
export function priceGrid(
  core: PackingCore,
  grid: PriceGrid,
  worth: Float64Array,
): readonly PricedConfiguration[] {
  const { size, unit, most } = grid;
  const stride = size.map((_, d) =>
    size.slice(d + 1).reduce((all, amount) => all * (amount + 1), 1),
  );
  const cells = (size[0] === undefined ? 1 : stride[0] * (size[0] + 1)) | 0;
  const best = new Float64Array(cells);
  const first = grid.resources[0];
  const steps: {
    readonly task: number;
    readonly shift: number;
    readonly taken: Uint8Array;
    readonly low: readonly number[];
  }[] = [];
  for (let t = 0; t < core.tasks; t++) {
    if (worth[t] <= 0) continue;
    const low = unit.map(
      (step, d) => core.demand[(t * core.resources + first) * unit.length + d] / step,
    );
    const shift = low.reduce((sum, amount, d) => sum + amount * stride[d], 0);
    for (let copy = 0; copy < most[t]; copy++) {
      const taken = new Uint8Array(cells);
      raise(best, taken, size, stride, low, shift, worth[t]);
      steps.push({ task: t, shift, taken, low });
    }
  }
  return grid.resources.map((resource) => {
    let cell = unit.reduce(
      (sum, step, d) =>
        sum + Math.floor(core.capacity[resource * unit.length + d] / step) * stride[d],
      0,
    );
    const counts = new Map<number, number>();
    const top = best[cell];
    for (let k = steps.length - 1; k >= 0; k--) {
      if (steps[k].taken[cell] === 0) continue;
      counts.set(steps[k].task, (counts.get(steps[k].task) ?? 0) + 1);
      cell -= steps[k].shift;
    }
    const tasks = [...counts.keys()].sort((a, b) => a - b);
    const configuration = { resource, tasks, counts: tasks.map((t) => counts.get(t) as number) };
    return { configuration, worth: top, atMost: top };
  });
}

/** One more copy of one task: cells from high to low, so that it is taken at most once. */
function raise(
  best: Float64Array,
  taken: Uint8Array,
  size: readonly number[],
  stride: readonly number[],
  low: readonly number[],
  shift: number,
  worth: number,
): void {
  const last = size.length - 1;
  const walk = (d: number, from: number) => {
    if (d === last) {
      for (let cell = from + size[d]; cell >= from + low[d]; cell--) {
        const other = best[cell - shift] + worth;
        if (other > best[cell]) {
          best[cell] = other;
          taken[cell] = 1;
        }
      }
      return;
    }
    for (let amount = size[d]; amount >= low[d]; amount--) walk(d + 1, from + amount * stride[d]);
  };
  if (last >= 0) walk(0, 0);
  else if (worth > 0) {
    best[0] += worth;
    taken[0] = 1;
  }
}

/** What a task asks of a resource and is worth there. */
function facts(core: PackingCore, t: number, r: number): readonly number[] {
  const e = t * core.resources + r;
  const { dimensions: D } = core;
  return [core.usable[e], core.value[e], ...core.demand.subarray(e * D, e * D + D)];
}

/** The largest unit that measures every demand of the dimension. */
function unitOf(core: PackingCore, r: number, d: number): number {
  let unit = 0;
  for (let t = 0; t < core.tasks; t++) {
    unit = gcd(unit, core.demand[(t * core.resources + r) * core.dimensions + d]);
  }
  return unit === 0 ? Number.MAX_SAFE_INTEGER : unit;
}

function mostOf(
  core: PackingCore,
  t: number,
  r: number,
  unit: readonly number[],
  size: readonly number[],
): number {
  const e = t * core.resources + r;
  if (core.usable[e] === 0) return 0;
  let most = core.copies[t];
  unit.forEach((step, d) => {
    const demand = core.demand[e * core.dimensions + d] / step;
    if (demand > 0) most = Math.min(most, Math.floor(size[d] / demand));
  });
  return most;
}
