import type { IdenticalCore } from "../../cores/identical.ts";
import { isBeyond, isShort, type Suffixes, suffixSums } from "./suffixes.ts";

/** A decision on one limit that can be taken up again: what was refuted stays known. */
export interface Decision {
  /**
   * Searches for at most so many steps, or until `stopped`: resource by item of an assignment with no load above the limit,
   * "refuted" if there is none, or undefined if the steps did not do.
   */
  run(steps: number, stopped: () => boolean): Int32Array | "refuted" | undefined;
}

/** Most items and most (resources x kinds) of a search, which is as deep as there are items. */
const MOST_ITEMS = 2500;
const MOST_CELLS = 4_000_000;
/** States that are remembered as refuted. */
const MOST_STATES = 300_000;

/** Steps between two questions whether to stop. */
const ASKING = 50_000;

const FAILED = 0;
const FOUND = 1;
const STOPPED = 2;

/**
 * Decides whether m loads of at most `limit` hold all items: resource by resource, each with the longest item left, filled in
 * every way that (a) leaves no more unused than all resources together may (m x limit - total), and (b) cannot be bettered:
 * no unused item fits in, nor could one change places with a shorter item of the pattern. Numbers of items left by kind,
 * from which nothing came before, are remembered, so that with few kinds this is the dynamic program over configurations
 * (Leung 1982, DOI 10.1016/0020-0190(82)90128-9); patterns go by bits of sums that what is left can reach. Undefined where
 * the core is too large. Sources: Martello, Toth (1990) and Korf (2003) for (b); Schreiber, Korf, Moffitt (2018), DOI
 * 10.1145/3184400, for sums within reach.
 */
export function makeDecision(core: IdenticalCore, limit: number): Decision | undefined {
  const { kind, count, resources, total, runtime } = core;
  const K = kind.length;
  if (runtime.length > MOST_ITEMS || resources * K > MOST_CELLS) return undefined;
  if (!Number.isSafeInteger(resources * limit)) return undefined;
  const left = Int32Array.from(count);
  const taken = new Int32Array(resources * K);
  const refuted = new Set<string>();
  const tables: (Suffixes | undefined)[] = [];
  let budget = 0;
  let later = 0;
  let isStopped = () => false;
  /** True if the steps are used up; they are given out in parts, between which the caller is asked. */
  const isSpent = (): boolean => {
    if (isStopped()) return true;
    while (budget < 0 && later > 0) {
      const part = Math.min(later, ASKING);
      budget += part;
      later -= part;
    }
    return budget < 0;
  };

  const open = (depth: number, rest: number): number => {
    const machines = resources - depth;
    if (rest === 0) return FOUND;
    const spare = machines * limit - rest;
    if (machines === 0 || spare < 0) return FAILED;
    if (--budget < 0 && isSpent()) return STOPPED;
    let first = 0;
    while (left[first] === 0) first++;
    if (machines === 1) {
      for (let k = first; k < K; k++) [taken[depth * K + k], left[k]] = [left[k], 0];
      return FOUND;
    }
    if (isCrowded(kind, left, first, machines, limit)) return FAILED;
    const key = `${machines} ${String.fromCharCode(...left.subarray(first))}`;
    if (refuted.has(key)) return FAILED;
    const table = suffixSums(kind, left, first, limit, tables[depth]);
    tables[depth] = table;
    budget -= table.cost;
    const end = isShort(table, first, limit, machines, rest)
      ? FAILED
      : fill(depth, first, 0, rest, limit - spare, limit + 1, Number.POSITIVE_INFINITY, table);
    if (end === FAILED && refuted.size < MOST_STATES) refuted.add(key);
    return end;
  };

  /**
   * Fills with kinds from k on. `unused`: the shortest item so far that stays out. A pattern must end at `least` at least,
   * and with less than `slack` unused: with so much an exchange or one more item would do no harm.
   */
  const fill = (
    depth: number,
    k: number,
    load: number,
    rest: number,
    least: number,
    slack: number,
    unused: number,
    table: Suffixes,
  ): number => {
    const room = limit - load;
    let tight = slack;
    let out = unused;
    for (let j = k; j < K; j++) {
      const available = left[j];
      if (available === 0) continue;
      const lowest = Math.max(least, limit - tight + 1) - load;
      if (lowest > 0 && isBeyond(table, j, lowest, room)) return FAILED;
      const size = kind[j];
      if (size <= room) {
        if (--budget < 0 && isSpent()) return STOPPED;
        const at = depth * K + j;
        const near = Math.min(tight, out - size);
        for (let a = Math.min(available, Math.floor(room / size)); a > 0; a--) {
          left[j] = available - a;
          taken[at] = a;
          const end =
            a < available
              ? fill(depth, j + 1, load + a * size, rest, least, Math.min(near, size), size, table)
              : fill(depth, j + 1, load + a * size, rest, least, near, out, table);
          if (end !== FAILED) return end;
        }
        left[j] = available;
        taken[at] = 0;
        // The longest item is somewhere, so it may as well be here.
        if (load === 0) return FAILED;
      }
      out = size;
      tight = Math.min(tight, size);
    }
    return load >= least && room < tight ? open(depth + 1, rest - load) : FAILED;
  };

  return {
    run(steps, stopped) {
      budget = 0;
      later = steps;
      isStopped = stopped;
      left.set(count);
      taken.fill(0);
      const end = open(0, total);
      if (end === FAILED) return "refuted";
      return end === FOUND ? assignmentOf(core, taken) : undefined;
    },
  };
}

/**
 * True if so many resources cannot hold what is left: items above half a load are too many, or those above limit - cut take a
 * resource each and those from the cut on fill more than the rest (Martello, Toth 1990, DOI 10.1016/0166-218X(90)90094-S). O(kinds).
 */
function isCrowded(
  kind: Float64Array,
  left: Int32Array,
  first: number,
  machines: number,
  limit: number,
): boolean {
  let whole = 0;
  let inside = 0;
  let lifted = 0;
  let small = first;
  for (; small < kind.length && 2 * kind[small] > limit; small++) {
    whole += left[small];
    inside += left[small] * kind[small];
    lifted += left[small] * (limit - kind[small]);
  }
  if (whole > machines) return true;
  // Items before `big` count as a whole limit. As cuts fall, these become fewer.
  for (let k = small, big = small; k < kind.length; k++) {
    if (left[k] === 0) continue;
    inside += left[k] * kind[k];
    while (big > first && kind[big - 1] <= limit - kind[k]) {
      big--;
      lifted -= left[big] * (limit - kind[big]);
    }
    if (inside + lifted > machines * limit) return true;
  }
  return false;
}

function assignmentOf({ count, resources }: IdenticalCore, taken: Int32Array): Int32Array {
  const K = count.length;
  const assignment: number[] = [];
  for (let k = 0; k < K; k++) {
    for (let i = 0; i < resources; i++) {
      for (let a = taken[i * K + k]; a > 0; a--) assignment.push(i);
    }
  }
  return Int32Array.from(assignment);
}
