import { DEVICE } from "../../../instance/types.ts";
import type { GpuHosts, HostState } from "./hosts.ts";

/** What a placement costs: lower is better. `after` is one of the choices of a host on which the task fits. */
export type GpuRank = (task: number, before: HostState, after: HostState) => number;

/**
 * Fragmentation gradient descent: where the expected fragmentation of the host grows least. For a task that cannot run on a host, or that asks
 * for no GPU, all its free GPU is fragments; for one that can, the devices with less room than it needs on one. The expectation is over all
 * tasks of the instance. Weng, Yang, Yu, Wang, Tang, Yang, Zhang (2023), "Beware of Fragmentation: Scheduling GPU-Sharing Workloads with
 * Fragmentation Gradient Descent", USENIX ATC 2023.
 */
export function fragmentationDescent(hosts: GpuHosts): GpuRank {
  const known: number[] = [];
  const measure = (state: HostState) => (known[state.number] ??= fragmentation(hosts, state));
  return (_, before, after) => measure(after) - measure(before);
}

/** Milli of GPU on a host that are fragments, summed over the task copies of the instance: whole numbers, so that ties are ties. O(tasks x devices). */
export function fragmentation(hosts: GpuHosts, state: HostState): number {
  const { tasks } = hosts.instance;
  const { entry, devices } = state;
  let sum = 0;
  for (const [task, { count }] of tasks.entries()) {
    const need = Math.min(hosts.demand(task, entry, hosts.gpu), DEVICE);
    if (need === 0 || !hosts.fits(task, state)) sum += count * state.free[hosts.gpu];
    else for (const room of devices) if (room < need) sum += count * room;
  }
  return sum;
}

/** Best fit as the same authors compare with: the least left of CPU and GPU, each over the most that a host has. */
export function leastLeft(hosts: GpuHosts): GpuRank {
  const most = mostOf(hosts);
  return (_, __, after) =>
    counted(hosts).reduce((sum, d) => sum + (most[d] > 0 ? after.free[d] / most[d] : 0), 0);
}

/**
 * The dot product as the same authors compare with: the least product of demand and free, over the host's capacity; of a share the room of its
 * device counts.
 */
export function leastDotProduct(hosts: GpuHosts): GpuRank {
  const { resources } = hosts.instance;
  return (task, before, after) => {
    const { capacity } = resources[before.entry];
    return counted(hosts).reduce((sum, d) => {
      if (capacity[d] === 0) return sum;
      const need = hosts.demand(task, before.entry, d);
      const isShare = d === hosts.gpu && need > 0 && need < DEVICE;
      const free = isShare ? roomBefore(before, after) : before.free[d];
      return (
        sum + (need / (isShare ? DEVICE : capacity[d])) * (free / (isShare ? DEVICE : capacity[d]))
      );
    }, 0);
  };
}

/** The room of the one device that is not what it was. */
function roomBefore(before: HostState, after: HostState): number {
  // Both ascend, and one number has become smaller: the last that differs is it.
  const at = before.devices.findLastIndex((room, i) => room !== after.devices[i]);
  return before.devices[at];
}

/** All dimensions but memory, as there. */
function counted({ instance: { dimensions } }: GpuHosts): readonly number[] {
  return [...dimensions.keys()].filter((d) => dimensions[d].name !== "memory");
}

function mostOf({ instance: { resources, dimensions } }: GpuHosts): readonly number[] {
  return dimensions.map((_, d) => Math.max(0, ...resources.map(({ capacity }) => capacity[d])));
}
