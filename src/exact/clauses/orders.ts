import { rulesOf } from "../../instance/schedule.ts";
import type { Instance } from "../../instance/types.ts";
import type { Job, SharedPool } from "./types.ts";

/** Two placings of two jobs that cannot run at once, since together they need too much of a pool; -1 where a job has but one. */
interface Clash {
  readonly pool: number;
  readonly placing: number;
  readonly other: number;
}

/** Two jobs, of which one ends before the other starts where any of these placings are taken. Job numbers. */
export interface Disjunction {
  readonly before: number;
  readonly after: number;
  readonly clashes: readonly Clash[];
}

/** Most clashes of a model: with more, pools alone keep jobs apart. */
const MOST = 150_000;

/** Pairs of jobs that clash somewhere, but for those that are `settled` anyway, since one waits for the other. O(jobs^2 x pools). */
export function ordersOf(
  jobs: readonly Job[],
  pools: readonly SharedPool[],
  settled: (i: number, j: number) => boolean,
): readonly Disjunction[] {
  const clashes = new Map<number, Clash[]>();
  let count = 0;
  for (const [p, { size, members, need }] of pools.entries()) {
    const most = need.map((own) => Math.max(...own));
    const order = [...members.keys()].sort((a, b) => most[b] - most[a]);
    for (const [at, a] of order.entries()) {
      if (at + 1 < order.length && most[a] + most[order[at + 1]] <= size) break;
      for (let next = at + 1; next < order.length; next++) {
        const b = order[next];
        if (most[a] + most[b] <= size) break;
        const [m, o] = members[a] < members[b] ? [a, b] : [b, a];
        const [i, j] = [members[m], members[o]];
        if (settled(i, j)) continue;
        for (const clash of clashesOf(p, jobs[i], jobs[j], need[m], need[o], size)) {
          const key = i * jobs.length + j;
          const list = clashes.get(key) ?? [];
          if (list.some(({ placing, other }) => placing === clash.placing && other === clash.other))
            continue;
          if (count++ > MOST) return [];
          list.push(clash);
          clashes.set(key, list);
        }
      }
    }
  }
  return [...clashes].map(([key, list]) => ({
    before: Math.floor(key / jobs.length),
    after: key % jobs.length,
    clashes: list,
  }));
}

function* clashesOf(
  pool: number,
  i: Job,
  j: Job,
  first: Float64Array,
  second: Float64Array,
  size: number,
): Generator<Clash> {
  for (let k = 0; k < first.length; k++) {
    if (i.runtimes[k] === 0) continue;
    for (let l = 0; l < second.length; l++) {
      if (j.runtimes[l] === 0 || first[k] + second[l] <= size) continue;
      yield {
        pool,
        placing: first.length === 1 ? -1 : k,
        other: second.length === 1 ? -1 : l,
      };
    }
  }
}

/** Whether one job waits for another, over any number of precedences. */
export function reachable(
  instance: Instance,
  jobs: readonly Job[],
): (i: number, j: number) => boolean {
  const { taskCopyStart, tasks } = instance;
  const jobOf = new Map(jobs.map(({ copy }, j) => [copy, j]));
  const next: number[][] = jobs.map(() => []);
  for (const { before, after, pairwise } of rulesOf(instance).precedence) {
    for (let a = 0; a < tasks[before].count; a++) {
      for (let b = 0; b < tasks[after].count; b++) {
        const i = jobOf.get(taskCopyStart[before] + a);
        const j = jobOf.get(taskCopyStart[after] + b);
        if (i !== undefined && j !== undefined && (!pairwise || a === b)) next[i].push(j);
      }
    }
  }
  const words = Math.ceil(jobs.length / 32);
  const behind = new Map<number, Int32Array>();
  const of = (i: number): Int32Array => {
    const known = behind.get(i);
    if (known !== undefined) return known;
    const set = new Int32Array(words);
    const stack = [...next[i]];
    for (let j = stack.pop(); j !== undefined; j = stack.pop()) {
      if ((set[j >> 5] & (1 << (j & 31))) !== 0) continue;
      set[j >> 5] |= 1 << (j & 31);
      stack.push(...next[j]);
    }
    behind.set(i, set);
    return set;
  };
  return (i, j) => (of(i)[j >> 5] & (1 << (j & 31))) !== 0;
}
