import type { MakespanCore } from "../../cores/types.ts";

/** A makespan core by classes of equal tasks and kinds of equal resources. Lengths are in core units. */
export interface PatternProblem {
  readonly classes: number;
  readonly kinds: number;
  /** Tasks by class. */
  readonly demand: Int32Array;
  /** Resources by kind. */
  readonly copies: Int32Array;
  /** Length kinds x classes, row = kind; more than 0, Infinity where a task may not be. */
  readonly length: Float64Array;
  /** By task; -1 where it takes no time somewhere, so that it is in nobody's way. */
  readonly classOf: Int32Array;
  readonly kindOf: Int32Array;
}

/** Tasks and kinds, whose square is what a pivot costs, and tasks to a resource, which make patterns many. */
const MOST_ROWS = 500;
const MOST_EACH = 12;

/** True where patterns of single resources pay: several kinds with two resources and more, and few tasks on each. */
export function hasPatterns({ tasks, resources, entry }: MakespanCore): boolean {
  const kinds = new Set(entry).size;
  return (
    kinds > 1 &&
    2 * kinds <= resources &&
    tasks + kinds <= MOST_ROWS &&
    tasks <= MOST_EACH * resources
  );
}

/** Classes of tasks with equal runtimes on every kind; kinds are the resource entries. O(tasks x kinds). */
export function patternProblem({ tasks, resources, runtime, entry }: MakespanCore): PatternProblem {
  const kindBy = new Map<number, number>();
  const kindOf = entry.map((one) => numberOf(kindBy, one));
  const kinds = kindBy.size;
  const first = Array.from({ length: kinds }, (_, k) => kindOf.indexOf(k));
  const copies = new Int32Array(kinds);
  for (const k of kindOf) copies[k]++;
  const classBy = new Map<string, number>();
  const rows: number[][] = [];
  const classOf = Int32Array.from({ length: tasks }, (_, j) => {
    const row = first.map((i) => runtime[j * resources + i]);
    if (row.includes(0)) return -1;
    const found = numberOf(classBy, row.join());
    rows[found] ??= row;
    return found;
  });
  const classes = rows.length;
  const demand = new Int32Array(classes);
  for (const c of classOf) if (c >= 0) demand[c]++;
  const length = new Float64Array(kinds * classes);
  for (let k = 0; k < kinds; k++) {
    for (let c = 0; c < classes; c++) length[k * classes + c] = rows[c][k];
  }
  return { classes, kinds, demand, copies, length, classOf, kindOf };
}

function numberOf<Key>(by: Map<Key, number>, key: Key): number {
  const known = by.get(key);
  if (known !== undefined) return known;
  by.set(key, by.size);
  return by.size - 1;
}

/** What one resource of a kind does: so many tasks of some classes, one after the other. */
export interface Pattern {
  readonly kind: number;
  /** Ascending, and how many of each, at least 1. */
  readonly classes: readonly number[];
  readonly counts: readonly number[];
  /** Sum of runtimes. */
  readonly length: number;
}

/** An assignment (resource by task) of patterns, at most as many of a kind as there are, that cover all; tasks covered twice stay once. */
export function assignmentOf(
  core: MakespanCore,
  { kinds, classes, classOf, kindOf }: PatternProblem,
  patterns: readonly Pattern[],
): Int32Array {
  const free: number[][] = Array.from({ length: kinds }, () => []);
  kindOf.forEach((k, i) => {
    free[k].push(i);
  });
  const waiting: number[][] = Array.from({ length: classes }, () => []);
  const row = (j: number) => core.runtime.subarray(j * core.resources, (j + 1) * core.resources);
  const assignment = classOf.map((c, j) => {
    if (c < 0) return row(j).indexOf(0);
    waiting[c].push(j);
    return -1;
  });
  for (const pattern of patterns) {
    const at = free[pattern.kind].pop() as number;
    pattern.classes.forEach((c, i) => {
      for (let n = pattern.counts[i]; n > 0 && waiting[c].length > 0; n--) {
        assignment[waiting[c].pop() as number] = at;
      }
    });
  }
  return assignment;
}
