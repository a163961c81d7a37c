import { Heap } from "../../util/heap.ts";
import type { ScheduleView } from "./types.ts";

/**
 * Task copies by ascending key, what is waited for before what waits (where both are in the list). O(n log n).
 */
export function inOrder(
  view: ScheduleView,
  copies: readonly number[],
  key: (copy: number) => number,
): number[] {
  const keys = new Map(copies.map((copy) => [copy, key(copy)]));
  const sorted = [...copies].sort((a, b) => keys.get(a)! - keys.get(b)! || a - b);
  if (!view.hasPrecedence) return sorted;
  const { taskOfCopy } = view.instance;
  const rank = new Map<number, number>();
  sorted.forEach((copy, i) => {
    const entry = taskOfCopy[copy];
    if (!rank.has(entry)) rank.set(entry, i);
  });
  const left = new Map<number, number>();
  for (const entry of rank.keys()) {
    left.set(entry, view.jobs[entry].waitsFor.filter((wait) => rank.has(wait.entry)).length);
  }
  const heap = new Heap((entry) => rank.get(entry)!);
  for (const [entry, count] of left) if (count === 0) heap.push(entry);
  const place = new Map<number, number>();
  for (let entry = heap.pop(); entry !== undefined; entry = heap.pop()) {
    place.set(entry, place.size);
    for (const { entry: next } of view.jobs[entry].waiting) {
      const count = left.get(next);
      if (count === undefined) continue;
      left.set(next, count - 1);
      if (count === 1) heap.push(next);
    }
  }
  return sorted.sort((a, b) => place.get(taskOfCopy[a])! - place.get(taskOfCopy[b])!);
}

/** The copies and all that wait for them, directly or not, of those that are placed. */
export function withWaiting(
  view: ScheduleView,
  copies: readonly number[],
  isPlaced: (copy: number) => boolean,
): readonly number[] {
  if (!view.hasPrecedence) return copies;
  const { taskOfCopy, taskCopyStart } = view.instance;
  const found = new Set(copies);
  for (const copy of found) {
    const entry = taskOfCopy[copy];
    for (const { entry: next, pairwise } of view.jobs[entry].waiting) {
      const first = taskCopyStart[next];
      if (pairwise) {
        const other = first + copy - taskCopyStart[entry];
        if (isPlaced(other)) found.add(other);
      } else {
        for (let other = first; other < taskCopyStart[next + 1]; other++)
          if (isPlaced(other)) found.add(other);
      }
    }
  }
  return [...found];
}
