import { resourceCopyId, taskCopyId } from "../src/instance/ids.ts";
import { type Instance, WHOLE } from "../src/instance/types.ts";
import { usablePairs } from "../src/instance/usable.ts";
import type { ProgramBuilder } from "../src/program/builder.ts";
import type { Windows } from "./windows.ts";

/** The assignment columns x[t,r], one for each task copy t and resource copy r that is usable for it. */
export interface PairColumns {
  readonly count: number;
  /** By column: task copy, resource copy, and index into the instance's pair tables. */
  readonly task: Int32Array;
  readonly resource: Int32Array;
  readonly entry: Int32Array;
  /** Columns of task copy t: taskStart[t] .. taskStart[t+1]-1, ascending by resource copy. */
  readonly taskStart: Int32Array;
  /** Columns of resource copy r: ofResource[resourceStart[r] .. resourceStart[r+1]-1], ascending. */
  readonly resourceStart: Int32Array;
  readonly ofResource: Int32Array;
}

/**
 * A part of a formulation: only these pairs exist, as if the others were not usable. Every rule and every target stays
 * exact among the plans inside; a plan can be encoded if all its pairs are.
 */
export interface Scope {
  /** Resource copies for the task copy, ascending; undefined for all usable ones. */
  copiesOf(task: number): readonly number[] | undefined;
  /** Where it may go after a loss; undefined for all usable copies. Absent: all. */
  movesOf?(task: number, loss: number): readonly number[] | undefined;
}

/**
 * Adds x[t,r] to an empty builder: binary, or for a divisible task a share in [0, most] where `most` is
 * the largest multiple of a millionth that fits the resource alone. O(columns + T R).
 */
export function addPairColumns(
  instance: Instance,
  builder: ProgramBuilder,
  windows: Windows | undefined,
  scope?: Scope,
): PairColumns {
  const pairs = listPairs(instance, scope);
  for (let c = 0; c < pairs.count; c++) {
    const { divisible } = instance.tasks[instance.taskOfCopy[pairs.task[c]]];
    builder.addColumn({
      upper: divisible ? mostShare(instance, pairs.entry[c], windows) / WHOLE : 1,
      integer: !divisible,
      name: () =>
        `x[${taskCopyId(instance, pairs.task[c])},${resourceCopyId(instance, pairs.resource[c])}]`,
    });
  }
  return pairs;
}

/** The column of a task copy on a resource copy; absent where the pair is not usable. O(log). */
export function pairColumn(pairs: PairColumns, task: number, resource: number): number | undefined {
  let low = pairs.taskStart[task];
  let high = pairs.taskStart[task + 1] - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = pairs.resource[middle];
    if (found === resource) return middle;
    if (found < resource) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** The columns on a resource copy, ascending by task copy. */
export function columnsOn(pairs: PairColumns, resource: number): Int32Array {
  return pairs.ofResource.subarray(
    pairs.resourceStart[resource],
    pairs.resourceStart[resource + 1],
  );
}

function listPairs(instance: Instance, scope: Scope | undefined): PairColumns {
  const { taskOfCopy, resourceOfCopy } = instance;
  const R = instance.resources.length;
  const usable = usablePairs(instance);
  const placesOf = makePlaces(instance, usable);
  const places = taskOfCopy.reduce<(readonly number[] | Int32Array)[]>((lists, t, copy) => {
    const named = scope?.copiesOf(copy);
    const isUsable = (j: number) => usable[t * R + resourceOfCopy[j]] === 1;
    lists.push(named === undefined ? placesOf(t) : named.filter(isUsable));
    return lists;
  }, []);
  const taskStart = new Int32Array(taskOfCopy.length + 1);
  places.forEach((list, copy) => {
    taskStart[copy + 1] = taskStart[copy] + list.length;
  });
  const count = taskStart[taskOfCopy.length];
  const [task, resource, entry] = [0, 1, 2].map(() => new Int32Array(count));
  const resourceStart = new Int32Array(resourceOfCopy.length + 1);
  let c = 0;
  places.forEach((list, copy) => {
    const row = taskOfCopy[copy] * R;
    for (const j of list) {
      task[c] = copy;
      resource[c] = j;
      entry[c++] = row + resourceOfCopy[j];
      resourceStart[j + 1]++;
    }
  });
  for (let j = 0; j < resourceOfCopy.length; j++) resourceStart[j + 1] += resourceStart[j];
  const next = resourceStart.slice();
  const ofResource = new Int32Array(count);
  for (let k = 0; k < count; k++) ofResource[next[resource[k]]++] = k;
  return { count, task, resource, entry, taskStart, resourceStart, ofResource };
}

/** The usable resource copies of a task entry, ascending; each list is made once. */
function makePlaces(instance: Instance, usable: Uint8Array): (entry: number) => Int32Array {
  const { resourceOfCopy, resources } = instance;
  const copies = Int32Array.from(resourceOfCopy, (_, j) => j);
  const known: (Int32Array | undefined)[] = [];
  return (t) => {
    const list =
      known[t] ?? copies.filter((j) => usable[t * resources.length + resourceOfCopy[j]] === 1);
    known[t] = list;
    return list;
  };
}

/** Millionths of a divisible task that one resource copy can hold by itself. */
function mostShare(instance: Instance, entry: number, windows: Windows | undefined): number {
  const R = instance.resources.length;
  const [t, r] = [Math.floor(entry / R), entry % R];
  let most = WHOLE;
  const allow = (available: number, needed: number) => {
    if (needed > available) {
      most = Math.min(most, Number((BigInt(available) * BigInt(WHOLE)) / BigInt(needed)));
    }
  };
  instance.demand.forEach(({ perPair, values }, d) => {
    allow(instance.resources[r].capacity[d], values[perPair ? entry : t]);
  });
  if (windows !== undefined && Number.isFinite(windows.latest[entry])) {
    allow(windows.latest[entry] - windows.earliest[entry], instance.pairs.runtime[entry]);
  }
  return most;
}
