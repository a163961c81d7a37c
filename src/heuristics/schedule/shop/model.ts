import type { Option, ResourceType, ScheduleView } from "../types.ts";

/** Operations x machines beyond which tables of times are too large. */
const MOST_TIMES = 2_000_000;
/** Arcs for each operation beyond which evaluating an order takes long. */
const MOST_ARCS = 20;

/** A shop: operations that machines do one at a time, each on one of several, with arcs between them. Times in ms. */
export interface ShopModel {
  readonly operations: number;
  readonly machines: number;
  /** Task copy of an operation; resource copy of a machine, its entry, and when it begins to be there. */
  readonly copyOf: Int32Array;
  readonly resourceOf: Int32Array;
  readonly entryOf: Int32Array;
  readonly from: Float64Array;
  readonly release: Float64Array;
  /** Row = operation; Infinity where it may not be. */
  readonly time: Float64Array;
  /** Machines of an operation. */
  readonly eligible: readonly (readonly number[])[];
  readonly before: Arcs;
  readonly after: Arcs;
}

/** Arcs of an operation i: start[i] .. start[i + 1] - 1; the other one begins at least `lag` after the end. */
interface Arcs {
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly lag: Float64Array;
}

/**
 * An instance as a shop, or undefined where it is more or less than that: several workers, tasks side by side on a resource, setup
 * times, closed hours, tasks that may stay away or have begun. What is beside (deadlines, budgets, limits) is left to whoever
 * takes the plans.
 */
export function shopModel(view: ScheduleView): ShopModel | undefined {
  const { jobs, resourceTypes, free, pinned, instance } = view;
  if (pinned.size > 0 || jobs.some(({ workers, optional }) => workers > 1 || optional)) {
    return undefined;
  }
  const options = optionsByEntry(view);
  const used = resourceTypes.filter(({ entry }) => options.has(entry));
  const m = used.reduce((sum, { count }) => sum + count, 0);
  const n = free.length;
  if (n === 0 || n * m > MOST_TIMES) return undefined;
  const isShop = used.every(
    (type) =>
      !type.hasSetup &&
      type.closed.length === 0 &&
      isOneAtATime(type, [...(options.get(type.entry)?.values() ?? [])]),
  );
  if (!isShop) return undefined;
  const machines = used.flatMap(({ entry, first, count, from }) =>
    Array.from({ length: count }, (_, i) => ({ resource: first + i, entry, from })),
  );
  const time = new Float64Array(n * m).fill(Number.POSITIVE_INFINITY);
  const eligible = free.map((copy, i) => {
    machines.forEach(({ entry }, k) => {
      const option = options.get(entry)?.get(instance.taskOfCopy[copy]);
      if (option !== undefined) time[i * m + k] = option.runtime;
    });
    return [...machines.keys()].filter((k) => time[i * m + k] < Number.POSITIVE_INFINITY);
  });
  const before = arcsOf(view, "waitsFor");
  const after = arcsOf(view, "waiting");
  if (before === undefined || after === undefined) return undefined;
  return {
    ...{ operations: n, machines: m, time, eligible, before, after },
    copyOf: Int32Array.from(free),
    resourceOf: Int32Array.from(machines, ({ resource }) => resource),
    entryOf: Int32Array.from(machines, ({ entry }) => entry),
    from: Float64Array.from(machines, ({ from }) => from),
    release: Float64Array.from(free, (copy) => jobs[instance.taskOfCopy[copy]].release),
  };
}

/** Ways to run tasks, by resource entry and task entry. */
function optionsByEntry({ jobs }: ScheduleView): ReadonlyMap<number, ReadonlyMap<number, Option>> {
  const found = new Map<number, Map<number, Option>>();
  for (const { entry: task, pools } of jobs) {
    for (const option of pools.flatMap(({ options }) => options)) {
      const known = found.get(option.entry) ?? new Map<number, Option>();
      known.set(task, option);
      found.set(option.entry, known);
    }
  }
  return found;
}

/** True if any two tasks take more of some row of a copy than there is. */
function isOneAtATime({ capacity, plainRows }: ResourceType, options: readonly Option[]): boolean {
  for (let row = 0; row < plainRows; row++) {
    if (options.every(({ need }) => 2 * need.rows[row] > capacity[row])) return true;
  }
  return false;
}

function arcsOf(
  { free, jobs, instance: { taskOfCopy, taskCopyStart } }: ScheduleView,
  side: "waitsFor" | "waiting",
): Arcs | undefined {
  const numberOf = new Map(free.map((copy, i) => [copy, i]));
  const start = new Int32Array(free.length + 1);
  const other: number[] = [];
  const lag: number[] = [];
  for (const [i, copy] of free.entries()) {
    const own = taskOfCopy[copy];
    for (const wait of jobs[own][side]) {
      const [first, end] = [taskCopyStart[wait.entry], taskCopyStart[wait.entry + 1]];
      const same = first + copy - taskCopyStart[own];
      for (let one = first; one < end; one++) {
        if (wait.pairwise && one !== same) continue;
        other.push(numberOf.get(one) as number);
        lag.push(wait.lag);
      }
    }
    if (other.length > MOST_ARCS * free.length) return undefined;
    start[i + 1] = other.length;
  }
  return { start, other: Int32Array.from(other), lag: Float64Array.from(lag) };
}
