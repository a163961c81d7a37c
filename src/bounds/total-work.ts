import type { Instance } from "../instance/types.ts";
import { ceilDivide, safeNumber } from "./exact.ts";
import { type BoundItem, factsOf, workOf } from "./facts.ts";
import { AT_ONCE } from "./handles.ts";
import { boundMethod, type PartBound } from "./method.ts";

/** Distinct sets of resource entries, and distinct releases, that are looked at. */
const SETS = 24;
const RELEASES = 24;

/**
 * All work of the tasks that may only use a set of resources must fit on that set before the makespan; in
 * batch mode also the work of the tasks released at or after a time, from then on.
 */
const lastEnd: PartBound<"last end"> = (instance) => {
  const { items } = factsOf(instance);
  const loads: Load[] = [];
  for (const item of items) {
    const work = workOf(instance, item);
    if (work === undefined) return undefined;
    loads.push({ work, release: releaseOf(instance, item), entries: entriesOf(instance, item) });
  }
  const sets = distinct(loads.map((load) => load.entries.join())).slice(0, SETS);
  let best = 0n;
  for (const entries of [...sets.map((key) => key.split(",").map(Number)), allEntries(instance)]) {
    const inside = new Set(entries);
    const bound = loads.filter((load) => load.entries.every((r) => inside.has(r)));
    const releases = distinct(bound.map((load) => load.release)).sort((a, b) => a - b);
    for (const release of spread(releases)) {
      const work = bound.reduce((sum, l) => (l.release >= release ? sum + l.work : sum), 0n);
      const end = endOf(instance, entries, work, release);
      if (end > best) best = end;
    }
  }
  return safeNumber(best);
};

interface Load {
  readonly work: bigint;
  readonly release: number;
  readonly entries: readonly number[];
}

function releaseOf(instance: Instance, item: BoundItem): number {
  return Math.min(...item.members.map(({ task }) => instance.tasks[task].release));
}

function entriesOf(instance: Instance, item: BoundItem): readonly number[] {
  const { usable } = factsOf(instance);
  const R = instance.resources.length;
  return allEntries(instance).filter((r) =>
    item.members.every(({ task }) => usable[task * R + r] === 1),
  );
}

function allEntries(instance: Instance): readonly number[] {
  return [...instance.resources.keys()];
}

/** The smallest whole T with sum over copies of max(0, T - start) >= work: copies join as T passes them. */
function endOf(
  instance: Instance,
  entries: readonly number[],
  work: bigint,
  release: number,
): bigint {
  if (work === 0n) return 0n;
  const { resources, mode } = instance;
  const starts = entries
    .map((r) => ({
      start: mode === "batch" ? Math.max(release, resources[r].from) : 0,
      count: resources[r].count,
    }))
    .sort((a, b) => a.start - b.start);
  let copies = 0n;
  let offset = 0n;
  for (const [i, { start, count }] of starts.entries()) {
    copies += BigInt(count);
    offset += BigInt(count) * BigInt(start);
    const end = ceilDivide(work + offset, copies);
    if (i + 1 === starts.length || end <= BigInt(starts[i + 1].start)) return end;
  }
  return 0n;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** At most `RELEASES` of the values, evenly chosen. */
function spread(values: readonly number[]): readonly number[] {
  const [n, most] = [values.length, RELEASES];
  return n <= most
    ? values
    : Array.from({ length: most }, (_, i) => values[Math.floor((i * n) / most)]);
}

/** See `lastEnd` above. */
export const totalWork = boundMethod("total-work", [AT_ONCE], { "last end": lastEnd });
