import type { GapCore } from "../../cores/types.ts";

/** A part of the search space: which pairs are left, with prices to begin from. Mutable, owned by one search. */
export interface GapNode {
  /** Length n x m: 1 where task and resource may still meet. A fixed task has none. */
  readonly allowed: Uint8Array;
  /** By task: the resource where it is fixed, or -1. */
  readonly home: Int32Array;
  /** Free tasks, the first `freeCount` of them. */
  readonly free: Int32Array;
  freeCount: number;
  /** Capacity left by resource. */
  readonly room: Int32Array;
  /** Costs of fixed tasks. */
  fixed: number;
  /** By task, times the scale. */
  readonly prices: Int32Array;
  /** Step length of the price ascent. */
  stride: number;
}

/** Everything open. */
export function rootNode(core: GapCore, prices: Int32Array): GapNode {
  const { tasks, resources, weight, capacity } = core;
  const allowed = new Uint8Array(tasks * resources);
  for (let e = 0; e < allowed.length; e++) {
    allowed[e] = weight[e] <= capacity[e % resources] ? 1 : 0;
  }
  return {
    allowed,
    home: new Int32Array(tasks).fill(-1),
    free: Int32Array.from({ length: tasks }, (_, j) => j),
    freeCount: tasks,
    room: capacity.slice(),
    fixed: 0,
    prices: prices.slice(),
    stride: 1,
  };
}

/** A copy to branch on. */
export function copyNode(node: GapNode): GapNode {
  return {
    allowed: node.allowed.slice(),
    home: node.home.slice(),
    free: node.free.slice(0, node.freeCount),
    freeCount: node.freeCount,
    room: node.room.slice(),
    fixed: node.fixed,
    prices: node.prices.slice(),
    stride: node.stride,
  };
}

/** Puts a free task on a resource that has room for it. */
export function fixTask(core: GapCore, node: GapNode, task: number, resource: number): void {
  const { resources, weight, cost } = core;
  const e = task * resources + resource;
  node.home[task] = resource;
  node.room[resource] -= weight[e];
  node.fixed += cost[e];
  node.allowed.fill(0, task * resources, (task + 1) * resources);
  const at = node.free.indexOf(task);
  node.free[at] = node.free[--node.freeCount];
}

/**
 * Removes pairs without room and fixes tasks with a single resource left, until nothing changes. False if a task has
 * no resource left: the node holds no assignment.
 */
export function propagate(core: GapCore, node: GapNode): boolean {
  const { resources, weight } = core;
  for (let again = true; again; ) {
    again = false;
    for (let k = node.freeCount - 1; k >= 0; k--) {
      const task = node.free[k];
      let left = 0;
      let only = -1;
      for (let i = 0, e = task * resources; i < resources; i++, e++) {
        if (node.allowed[e] === 0) continue;
        if (weight[e] > node.room[i]) node.allowed[e] = 0;
        else {
          left++;
          only = i;
        }
      }
      if (left === 0) return false;
      if (left > 1) continue;
      fixTask(core, node, task, only);
      again = true;
    }
  }
  return true;
}
