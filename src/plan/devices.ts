import { isDeviceShare } from "../instance/facts/devices.ts";
import { DEVICE, type Instance } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import type { Piece } from "./build.ts";
import { packBins } from "./packing.ts";
import { type DeviceRange, deviceRanges, deviceRangesOf, taskDemand } from "./piece.ts";
import type { Plan } from "./types.ts";

/** Placements that the exhaustive packing of shares tries before it gives up. */
const NODE_LIMIT = 200_000;

/**
 * Placement mode: which devices each of the task copies takes when all stand on one copy of resource
 * entry `resource`; lists in the order of `tasks`, canonical (see `canonicalDevices`), ascending.
 * Absent if they do not fit together, or if the search for a packing of the shares gave up after
 * `nodeLimit` placements. Whole devices and shares of one size never need a search.
 */
export function packDevices(
  instance: Instance,
  resource: number,
  tasks: readonly number[],
): number[][] | undefined {
  const lists: number[][] = tasks.map(() => []);
  const positions = tasks.map((_, i) => i).sort((i, j) => tasks[i] - tasks[j] || i - j);
  for (const range of deviceRanges(instance, resource)) {
    const demand = (i: number) =>
      demandOf(instance, instance.taskOfCopy[tasks[i]], resource, range.dimension);
    const sharing = positions.filter((i) => isDeviceShare(demand(i)));
    const owning = positions.filter((i) => demand(i) >= DEVICE);
    const owned = owning.reduce((sum, i) => sum + demand(i) / DEVICE, 0);
    if (owned > range.count) return undefined;
    const packing = packBins(sharing.map(demand), range.count - owned, NODE_LIMIT);
    if (typeof packing === "string") return undefined;
    let next = range.first;
    sharing.forEach((i, at) => {
      const device = range.first + packing.bin[at];
      lists[i].push(device);
      next = Math.max(next, device + 1);
    });
    for (const i of owning) for (let n = demand(i); n > 0; n -= DEVICE) lists[i].push(next++);
  }
  return lists;
}

/**
 * The pieces with devices chosen by `packDevices` on every resource copy (placement) or the first ones
 * (batch, where a piece has the resource to itself); devices given are ignored. Absent if the devices
 * of some resource copy do not suffice or its packing gave up.
 */
export function withDevices(instance: Instance, pieces: Iterable<Piece>): Piece[] | undefined {
  const bare = [...pieces].map(({ devices: _, ...piece }): Piece => piece);
  if (instance.mode === "batch" || !instance.dimensions.some(({ devices }) => devices)) return bare;
  const byResource = new Map<number, Piece[]>();
  for (const piece of bare) {
    const held = byResource.get(piece.resource);
    if (held === undefined) byResource.set(piece.resource, [piece]);
    else held.push(piece);
  }
  const result: Piece[] = [];
  for (const [resource, held] of byResource) {
    const tasks = held.map(({ task }) => task);
    const lists = packDevices(instance, instance.resourceOfCopy[resource], tasks);
    if (lists === undefined) return undefined;
    held.forEach((piece, i) => {
      result.push({ ...piece, devices: lists[i] });
    });
  }
  return result;
}

/**
 * The same plan with devices renumbered within each resource copy and device dimension: shared ones
 * first, then whole ones, each in the order of the task copies that take them. A bijection, so nothing
 * broken is mended; two plans that differ only in the numbering become equal. Batch mode: each piece
 * takes the first devices. Device numbers that the resource does not have stay, and all on copies with a pinned piece.
 */
export function canonicalDevices(instance: Instance, plan: Plan): Plan {
  if (plan.device.length === 0) return plan;
  const batch = instance.mode === "batch";
  const ranges = deviceRangesOf(instance);
  const numbering = new Map<number, Renumbering>();
  const device = plan.device.slice();
  const kept = new Set(instance.earlier?.pinned.map(({ resource }) => resource));
  for (const sharesOnly of [true, false]) {
    for (let k = 0; k < plan.task.length; k++) {
      const resource = plan.resource[k];
      if (plan.deviceStart[k] === plan.deviceStart[k + 1] || kept.has(resource)) continue;
      const known: Renumbering = (batch ? undefined : numbering.get(resource)) ?? new Map();
      numbering.set(resource, known);
      for (const range of ranges(instance.resourceOfCopy[resource])) {
        if (isShareOf(instance, plan, k, range) === sharesOnly) {
          renumberPiece(plan, device, k, range, known);
        }
      }
    }
  }
  for (let k = 0; k < plan.task.length; k++) {
    device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1]).sort();
  }
  // Recoveries name devices beside the old numbers.
  const { recoveries: _, ...columns } = plan;
  return { ...columns, device };
}

/** New number by old number, and by dimension (negated) the next free one. */
type Renumbering = Map<number, number>;

function isShareOf(instance: Instance, plan: Plan, k: number, range: DeviceRange): boolean {
  return isDeviceShare(taskDemand(instance, plan, k, range.dimension));
}

function renumberPiece(
  plan: Plan,
  device: Int32Array,
  k: number,
  { dimension, first, count }: DeviceRange,
  known: Renumbering,
): void {
  const counter = -1 - dimension;
  for (let d = plan.deviceStart[k]; d < plan.deviceStart[k + 1]; d++) {
    const old = plan.device[d];
    if (old < first || old >= first + count) continue;
    let number = known.get(old);
    if (number === undefined) {
      number = known.get(counter) ?? first;
      known.set(counter, number + 1);
      known.set(old, number);
    }
    device[d] = number;
  }
}
