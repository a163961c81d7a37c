import type { Draft } from "./draft.ts";
import { columnsOn } from "./pairs.ts";
import { RunningSum } from "./running-sum.ts";
import type { Windows } from "./windows.ts";

/**
 * Batch mode, releases, deadlines and resource windows without start columns. With a = earliest start and
 * b = latest end of a piece, on every resource copy r and for every pair (a, b) of such times
 *
 *     sum over t with a[t] >= a and b[t] <= b of p[t,r] x[t,r]  <=  b - a
 *
 * Necessary for every plan (those pieces all run between a and b). Sufficient where the times are
 * agreeable: in the order by (b, a), started as early as possible, the completion of piece j is
 * a[i] + the runtimes from i to j for some i before it, all of which have a >= a[i] and b <= b[j].
 * Without releases these are the prefix rows of the earliest-due-date order (Jackson 1955).
 * Elsewhere they only tighten the disjunctive rows. Rows that cannot bind are left out; long sums are
 * carried in columns, so the entries stay linear in pieces and rows.
 */
export function addWindowRows(draft: Draft): void {
  const { instance, windows } = draft;
  if (windows === undefined) return;
  for (let j = 0; j < instance.resourceOfCopy.length; j++) {
    const columns = columnsOn(draft.pairs, j);
    const limited = [...columns].filter((x) => latestOf(draft, windows, x) < Infinity);
    if (limited.length > 0) addRowsOn(draft, windows, limited);
  }
}

function addRowsOn(draft: Draft, windows: Windows, columns: readonly number[]): void {
  const starts = distinct(columns, (x) => earliestOf(draft, windows, x));
  const ends = distinct(columns, (x) => latestOf(draft, windows, x));
  const byEnd = (x: number) => latestOf(draft, windows, x);
  const byStart = (x: number) => -earliestOf(draft, windows, x);
  if (starts.length <= ends.length) {
    for (const a of starts) {
      const held = columns.filter((x) => earliestOf(draft, windows, x) >= a);
      addNestedRows(draft, held, byEnd, (b) => b - a);
    }
  } else {
    for (const b of ends) {
      const held = columns.filter((x) => latestOf(draft, windows, x) <= b);
      addNestedRows(draft, held, byStart, (a) => b + a);
    }
  }
}

/** One row for each prefix of the columns sorted by `key`, with the room its last key leaves. */
function addNestedRows(
  draft: Draft,
  columns: readonly number[],
  key: (x: number) => number,
  room: (key: number) => number,
): void {
  const sorted = [...columns].sort((x, y) => key(x) - key(y) || x - y);
  const sum = new RunningSum(draft);
  let most = 0;
  sorted.forEach((x, i) => {
    const p = draft.instance.pairs.runtime[draft.pairs.entry[x]];
    sum.add(x, p);
    most += p;
    const lastOfKey = i + 1 === sorted.length || key(sorted[i + 1]) !== key(x);
    if (lastOfKey && most > room(key(x))) sum.limit(room(key(x)));
  });
}

function distinct(columns: readonly number[], value: (x: number) => number): readonly number[] {
  return [...new Set(columns.map(value))];
}

function earliestOf({ pairs }: Draft, windows: Windows, x: number): number {
  return windows.earliest[pairs.entry[x]];
}

function latestOf({ pairs }: Draft, windows: Windows, x: number): number {
  return windows.latest[pairs.entry[x]];
}
