import type { Instance } from "../instance/types.ts";
import { type CopyIndex, makeCopyIndex } from "./copy-index.ts";

/** Entries with more copies than this are searched through a `CopyIndex`. */
const INDEXED = 32;

/** Copies of an entry that are indexed at first; more as soon as the second half of them is used, for empty ones are all alike. */
const FIRST_INDEXED = 4096;

/** What a search reads of the plan that it serves; see `ListPlan`. */
export interface Searched {
  readonly instance: Instance;
  readonly dimensions: number;
  readonly busy: Float64Array;
  readonly held: readonly (readonly number[])[];
  fits(task: number, copy: number): boolean;
  runtime(task: number, copy: number): number;
  need(task: number, copy: number, dimension: number): number;
  free(copy: number, dimension: number): number;
  utilization(copy: number): number;
}

/** Finds copies of a resource entry that have room, without a look at each where there are many. */
export interface CopySearch {
  /** True if the entry has so many copies that only some should be looked at. */
  isLarge(entry: number): boolean;
  /**
   * Visits copies of the entry where a whole piece fits, lowest number first, until `visit` returns true.
   * Of the unused copies, which are all alike, only the first is visited; a large entry ends there.
   */
  eachFitting(task: number, entry: number, visit: (copy: number) => boolean): void;
  /** Copies of an entry: all in order of number, or in a large entry the `limit` least filled ones. */
  leastFilled(entry: number, limit: number): readonly number[];
  /** Must be called after a piece came to a copy or left it. */
  changed(copy: number): void;
}

/** Indexes are built when an entry is first searched, and kept up from then on. */
export function makeCopySearch(state: Searched): CopySearch {
  const { resources, resourceCopyStart, resourceOfCopy, mode } = state.instance;
  const indexes: (CopyIndex | undefined)[] = new Array(resources.length);
  const keys = mode === "batch" ? 1 : state.dimensions;
  const sizes = new Int32Array(resources.length);
  const scratch = new Float64Array(keys);
  const isLarge = (entry: number) => resources[entry].count > INDEXED;

  /** Free amounts by dimension; in batch mode the time in the window that is not yet taken. */
  function roomsOf(copy: number): Float64Array {
    if (mode === "batch") {
      const { from, until = Infinity } = resources[resourceOfCopy[copy]];
      scratch[0] = until - from - state.busy[copy];
    } else for (let d = 0; d < keys; d++) scratch[d] = state.free(copy, d);
    return scratch;
  }

  function needsOf(task: number, copy: number): Float64Array {
    if (mode === "batch") return Float64Array.of(state.runtime(task, copy));
    return new Float64Array(keys).map((_, d) => state.need(task, copy, d));
  }

  function indexOf(entry: number): CopyIndex {
    return indexes[entry] ?? makeIndex(entry, covering(entry));
  }

  /** How many copies of an entry an index must hold: as many unused ones as used ones, or all. */
  function covering(entry: number): number {
    const first = resourceCopyStart[entry];
    const { count } = resources[entry];
    let used = count > FIRST_INDEXED ? count : 0;
    while (used > 0 && state.held[first + used - 1].length === 0) used--;
    return Math.min(count, Math.max(FIRST_INDEXED, 2 * used));
  }

  function makeIndex(entry: number, copies: number): CopyIndex {
    const first = resourceCopyStart[entry];
    const index = makeCopyIndex(copies, roomsOf(first), state.utilization(first));
    for (let i = 0; i < copies; i++)
      index.update(i, roomsOf(first + i), state.utilization(first + i));
    indexes[entry] = index;
    sizes[entry] = copies;
    return index;
  }

  return {
    isLarge,
    eachFitting(task, entry, visit) {
      const first = resourceCopyStart[entry];
      const last = first + resources[entry].count;
      if (isLarge(entry)) {
        indexOf(entry).firstWithRoom(needsOf(task, first), (i) => {
          const stop = state.fits(task, first + i) && visit(first + i);
          return stop || state.held[first + i].length === 0;
        });
        return;
      }
      let unused = 0;
      for (let copy = first; copy < last; copy++) {
        if (state.held[copy].length === 0 && unused++ > 0) continue;
        if (state.fits(task, copy) && visit(copy)) return;
      }
    },
    leastFilled(entry, limit) {
      const first = resourceCopyStart[entry];
      const { count } = resources[entry];
      if (!isLarge(entry)) return Array.from({ length: count }, (_, i) => first + i);
      const copies: number[] = [];
      indexOf(entry).lowestLevel((i) => copies.push(first + i) >= limit);
      return copies;
    },
    changed(copy) {
      const entry = resourceOfCopy[copy];
      const index = indexes[entry];
      // Rooms are only worked out where someone reads them.
      if (index === undefined) return;
      const at = copy - resourceCopyStart[entry];
      const { count } = resources[entry];
      if (sizes[entry] < count && 2 * at >= sizes[entry]) {
        makeIndex(entry, Math.min(count, 2 * Math.max(at, sizes[entry])));
      } else index.update(at, roomsOf(copy), state.utilization(copy));
    },
  };
}
