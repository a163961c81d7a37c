import type { SearchCore } from "./search-core.ts";

/** A part of the search space while it is checked. */
export interface NodeState {
  readonly open: Uint8Array;
  /** Resource copy of each fixed task copy, else -1. */
  readonly home: Int32Array;
  readonly room: Float64Array;
  /** Reduced costs of fixed tasks. */
  fixed: number;
  /** Tasks that are not fixed. */
  free: number;
}

/** Everything open. */
export function startState({ tasks, open, capacity }: SearchCore): NodeState {
  return {
    open: open.slice(),
    home: new Int32Array(tasks).fill(-1),
    room: capacity.slice(),
    fixed: 0,
    free: tasks,
  };
}

/** A copy that changes by itself. */
export function copyState({ open, home, room, fixed, free }: NodeState): NodeState {
  return { open: open.slice(), home: home.slice(), room: room.slice(), fixed, free };
}

/** Puts a task on a resource copy with room for it. */
export function fix(core: SearchCore, state: NodeState, task: number, resource: number): void {
  const e = task * core.resources + resource;
  state.home[task] = resource;
  state.room[resource] -= core.weight[e];
  state.fixed += core.cost[e];
  state.free--;
}

/** Closes pairs without room and fixes tasks with one pair left, until nothing changes. False if a task has none. */
export function settle(core: SearchCore, state: NodeState): boolean {
  const { tasks, resources, weight } = core;
  let changed = true;
  while (changed) {
    changed = false;
    for (let j = 0; j < tasks; j++) {
      if (state.home[j] !== -1) continue;
      const left: number[] = [];
      for (let i = 0; i < resources; i++) {
        const e = j * resources + i;
        if (state.open[e] === 1 && weight[e] > state.room[i]) state.open[e] = 0;
        if (state.open[e] === 1) left.push(i);
      }
      if (left.length === 0) return false;
      if (left.length > 1) continue;
      fix(core, state, j, left[0]);
      changed = true;
    }
  }
  return true;
}
