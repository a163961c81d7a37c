import type { MakespanCore } from "../../cores/types.ts";

/** An assignment that moves. */
export interface MovingPlan {
  /** Resource by task. */
  readonly at: Int32Array;
  /** Runtime by resource. */
  readonly load: Float64Array;
  /** Tasks by resource: the first `count[i]` of `on[i]`. */
  readonly on: readonly Int32Array[];
  readonly count: Int32Array;
  /** Where a task stands in `on`. */
  readonly place: Int32Array;
}

/** Throws nothing; every pair of `assignment` must be allowed. O(n m) memory. */
export function movingPlan(
  { tasks, resources, runtime }: MakespanCore,
  assignment: ArrayLike<number>,
): MovingPlan {
  const at = Int32Array.from(assignment);
  const load = new Float64Array(resources);
  const on = Array.from({ length: resources }, () => new Int32Array(tasks));
  const count = new Int32Array(resources);
  const place = new Int32Array(tasks);
  for (let j = 0; j < tasks; j++) {
    const i = at[j];
    load[i] += runtime[j * resources + i];
    place[j] = count[i];
    on[i][count[i]++] = j;
  }
  return { at, load, on, count, place };
}

/** Puts a task on another resource. O(1). */
export function move(
  { at, load, on, count, place }: MovingPlan,
  { resources, runtime }: MakespanCore,
  task: number,
  resource: number,
): void {
  const from = at[task];
  const last = on[from][--count[from]];
  on[from][place[task]] = last;
  place[last] = place[task];
  place[task] = count[resource];
  on[resource][count[resource]++] = task;
  load[from] -= runtime[task * resources + from];
  load[resource] += runtime[task * resources + resource];
  at[task] = resource;
}

/** The largest load. */
export function makespanOf({ load }: MovingPlan): number {
  return load.reduce((most, one) => Math.max(most, one), 0);
}
