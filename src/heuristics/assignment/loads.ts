/** What tasks fill and cost on resources: a core, or one where nothing costs. Rows are tasks. */
export interface Pairs {
  readonly tasks: number;
  readonly resources: number;
  /** More than any capacity where the pair is not allowed. */
  readonly weight: Int32Array | Float64Array;
  readonly capacity: Int32Array | Float64Array;
  /** Absent: nothing costs. */
  readonly cost?: Int32Array;
}

/** An assignment that moves: where each task is, what each resource has left, and who is on it. */
export interface MovingLoads {
  readonly core: Pairs;
  /** Resource by task; -1 = in nobody's hands. */
  readonly at: Int32Array;
  /** Capacity left by resource; negative = overload. */
  readonly room: Int32Array | Float64Array;
  /** Tasks by resource; the first `count[i]` of `on[i]`. */
  readonly on: readonly Int32Array[];
  readonly count: Int32Array;
  /** Where a task stands in `on`. */
  readonly place: Int32Array;
  /** Sum of costs of the tasks that are placed. */
  value: number;
}

/** Nothing placed yet. */
export function emptyLoads(core: Pairs): MovingLoads {
  const { tasks, resources, capacity } = core;
  return {
    core,
    at: new Int32Array(tasks).fill(-1),
    room: capacity.slice(),
    on: Array.from({ length: resources }, () => new Int32Array(tasks)),
    count: new Int32Array(resources),
    place: new Int32Array(tasks),
    value: 0,
  };
}

/** Places a task that is placed nowhere. O(1). */
export function put(loads: MovingLoads, task: number, resource: number): void {
  const { core, at, room, on, count, place } = loads;
  const pair = task * core.resources + resource;
  at[task] = resource;
  room[resource] -= core.weight[pair];
  place[task] = count[resource];
  on[resource][count[resource]++] = task;
  if (core.cost !== undefined) loads.value += core.cost[pair];
}

/** Takes a placed task away. O(1); changes the order of its neighbours. */
export function take(loads: MovingLoads, task: number): void {
  const { core, at, room, on, count, place } = loads;
  const resource = at[task];
  const pair = task * core.resources + resource;
  const last = on[resource][--count[resource]];
  on[resource][place[task]] = last;
  place[last] = place[task];
  at[task] = -1;
  room[resource] += core.weight[pair];
  if (core.cost !== undefined) loads.value -= core.cost[pair];
}

/** Makes the loads those of a whole assignment. O(n). */
export function setLoads(loads: MovingLoads, assignment: Int32Array): void {
  for (let j = 0; j < assignment.length; j++) {
    if (loads.at[j] === assignment[j]) continue;
    if (loads.at[j] >= 0) take(loads, j);
    put(loads, j, assignment[j]);
  }
}

/** The resources with more than they have room for. O(m). */
export function overloaded({ room }: MovingLoads): number[] {
  const over: number[] = [];
  for (let i = 0; i < room.length; i++) if (room[i] < 0) over.push(i);
  return over;
}

/** Whether an assignment places every task where it is allowed, maybe with too much on a resource. O(n). */
export function isAllowed(core: Pairs, assignment: Int32Array): boolean {
  const { tasks, resources, weight, capacity } = core;
  const allows = (i: number, e: number) => weight[e] <= capacity[i] && weight[e] < Infinity;
  return (
    assignment.length === tasks &&
    assignment.every((i, j) => i >= 0 && i < resources && allows(i, j * resources + i))
  );
}
