import type { MakespanCore } from "../../cores/types.ts";
import { emptyLoads, type MovingLoads, type Pairs, put } from "../assignment/loads.ts";

/** Loads that keep to one limit on all resources, or are above it where there is no room. */
export interface MakespanLoads extends MovingLoads {
  limit: number;
}

/**
 * The runtimes of a core as what fills its resources; the limit is in their rooms. In small integers where sums fit: one kind
 * of numbers in the inner loops of all searches, for the same code on two kinds is slower by an eighth.
 */
export function pairsOf({ tasks, resources, runtime }: MakespanCore): Pairs {
  let longest = 0;
  for (const one of runtime) if (one < Infinity && one > longest) longest = one;
  if ((longest + 1) * (tasks + 1) > MOST_INT32) {
    const capacity = new Float64Array(resources).fill(Number.POSITIVE_INFINITY);
    return { tasks, resources, weight: runtime, capacity };
  }
  return {
    tasks,
    resources,
    weight: Int32Array.from(runtime, (one) => Math.min(one, longest + 1)),
    capacity: new Int32Array(resources).fill(longest),
  };
}

const MOST_INT32 = 2 ** 31 - 1;

/** The loads of an assignment of allowed pairs, at a limit of 0. O(n m) memory. */
export function makespanLoads(core: MakespanCore, assignment: ArrayLike<number>): MakespanLoads {
  const pairs = pairsOf(core);
  const loads = { ...emptyLoads({ ...pairs, capacity: pairs.capacity.map(() => 0) }), limit: 0 };
  for (let j = 0; j < core.tasks; j++) put(loads, j, assignment[j]);
  return loads;
}

/** Measures room from another limit. O(m). */
export function setLimit(loads: MakespanLoads, limit: number): void {
  const { room } = loads;
  for (let i = 0; i < room.length; i++) room[i] += limit - loads.limit;
  loads.limit = limit;
}

/** The largest load. */
export function makespanOf({ room, limit }: MakespanLoads): number {
  let most = 0;
  for (let i = 0; i < room.length; i++) most = Math.max(most, limit - room[i]);
  return most;
}
