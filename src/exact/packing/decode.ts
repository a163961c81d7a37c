import type { PackingCore } from "../../cores/packing.ts";
import type { Instance } from "../../instance/types.ts";
import { buildPlan, type Piece } from "../../plan/build.ts";
import { withDevices } from "../../plan/devices.ts";
import type { Plan } from "../../plan/types.ts";
import { addTask, type CopyLoad, emptyLoad } from "./load.ts";
import type { Use } from "./sequential.ts";

/**
 * Resource copies that hold the configurations as often as said; of tasks that are covered more often than they have
 * copies, the rest is left out. `left` counts what is not placed.
 */
export function loadsOf(
  core: PackingCore,
  uses: readonly Use[],
): { readonly loads: readonly CopyLoad[]; readonly left: Int32Array } {
  const left = core.copies.slice();
  const byEntry = Array.from(core.units, () => [] as CopyLoad[]);
  for (const { configuration, times } of uses) {
    const { resource, tasks, counts } = configuration;
    const held = byEntry[resource];
    for (let n = 0; n < times && held.length < core.units[resource]; n++) {
      const load = emptyLoad(core, resource);
      tasks.forEach((t, i) => {
        for (let k = 0; k < counts[i] && left[t] > 0; k++) if (addTask(core, load, t)) left[t]--;
      });
      held.push(load);
    }
  }
  byEntry.forEach((held, r) => {
    while (held.length < core.units[r]) held.push(emptyLoad(core, r));
  });
  return { loads: byEntry.flat(), left };
}

/**
 * Places what is left where it costs least, ties to where the least room stays: large tasks first. Optional tasks
 * only where they help. False if a task that is not optional finds no room.
 */
export function placeRest(
  core: PackingCore,
  loads: readonly CopyLoad[],
  left: Int32Array,
): boolean {
  const order = [...left.keys()].filter((t) => left[t] > 0);
  const size = order.map((t) => sizeOf(core, t));
  const rank = new Map(order.map((t, i) => [t, size[i]]));
  order.sort((a, b) => (rank.get(b) as number) - (rank.get(a) as number) || a - b);
  for (const t of order) {
    const places = loads
      .map((load) => ({ load, cost: addedCost(core, load, t), room: roomOf(core, load) }))
      .filter(({ cost }) => core.optional[t] === 0 || cost < 0)
      .sort((a, b) => a.cost - b.cost || a.room - b.room);
    for (const { load } of places) {
      if (left[t] === 0) break;
      while (left[t] > 0 && addTask(core, load, t)) left[t]--;
    }
    if (left[t] > 0 && core.optional[t] === 0) return false;
  }
  return true;
}

/** The plan of the loads, in the order of `loads` within each resource entry; absent if devices cannot be found. */
export function planOf(instance: Instance, loads: readonly CopyLoad[]): Plan | undefined {
  const nextTask = instance.taskCopyStart.slice();
  const nextResource = instance.resourceCopyStart.slice();
  const pieces: Piece[] = [];
  for (const { resource: entry, tasks } of loads) {
    const resource = nextResource[entry]++;
    for (const t of tasks) pieces.push({ task: nextTask[t]++, resource });
  }
  const placed = withDevices(instance, pieces);
  return placed === undefined ? undefined : buildPlan(instance, placed);
}

/** What the loads cost: values and fixed costs of used copies. */
export function costOf(core: PackingCore, loads: readonly CopyLoad[]): number {
  let cost = 0;
  for (const { resource, tasks } of loads) {
    if (tasks.length > 0) cost += core.fixed[resource];
    for (const t of tasks) cost += core.value[t * core.resources + resource];
  }
  return cost;
}

function addedCost(core: PackingCore, { resource, tasks }: CopyLoad, t: number): number {
  const value = core.value[t * core.resources + resource];
  return tasks.length > 0 ? value : value + core.fixed[resource];
}

function roomOf(core: PackingCore, { resource, free }: CopyLoad): number {
  const { dimensions: D, capacity } = core;
  return free.reduce((sum, amount, d) => sum + amount / (capacity[resource * D + d] || 1), 0);
}

function sizeOf(core: PackingCore, t: number): number {
  let size = 0;
  const { dimensions: D, resources: R } = core;
  for (let r = 0; r < R; r++) {
    for (let d = 0; d < D; d++) {
      size += core.demand[(t * R + r) * D + d] / (core.capacity[r * D + d] || 1);
    }
  }
  return size;
}
