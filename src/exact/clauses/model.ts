import { candidateMeasures } from "../../bounds/schedule/candidates.ts";
import { headsOf } from "../../instance/facts/heads.ts";
import { placingsOf } from "../../instance/facts/placings.ts";
import { rulesOf } from "../../instance/schedule.ts";
import type { Instance } from "../../instance/types.ts";
import { sharedCapacity } from "../../plan/certificate/over-time/clause-log/capacities.ts";
import { RULE } from "../../plan/certificate/over-time/clause-log/lemmas.ts";
import {
  endOf,
  firstBounds,
  MAKESPAN,
  MOST_TIME,
  startOf,
  variablesOf,
} from "../../plan/certificate/over-time/clause-log/variables.ts";
import type { SharedCapacity } from "../../plan/certificate/over-time/types.ts";
import { Inequalities } from "./inequalities.ts";
import { ordersOf, reachable } from "./orders.ts";
import type { InstanceModel, Job, SharedPool } from "./types.ts";

/** Beyond these a model is too large to reason about. */
const MOST = { copies: 1200, placings: 20_000, needs: 200_000 } as const;

/** The model for plans that end by `horizon` units; undefined where it is too large. O(copies^2 x pools). */
export function modelOf(instance: Instance, horizon: number): InstanceModel | undefined {
  const { taskOfCopy } = instance;
  const { must } = headsOf(instance);
  const placings = placingsOf(instance);
  const copies = [...taskOfCopy.keys()].filter((c) => must[taskOfCopy[c]]);
  if (horizon >= MOST_TIME) return undefined;
  const placed = copies.reduce((sum, c) => sum + placings[taskOfCopy[c]].length, 0);
  if (copies.length === 0 || copies.length > MOST.copies || placed > MOST.placings)
    return undefined;
  const draft = variablesOf(instance, 0);
  const jobs = copies.map((copy): Job => {
    const task = taskOfCopy[copy];
    const runtimes = runtimesOf(draft.runtime[task]);
    const isSure = runtimes.length === 1;
    return {
      copy,
      task,
      start: startOf(copy),
      end: isSure ? startOf(copy) : endOf(copy),
      past: isSure ? runtimes[0] : 0,
      choice: draft.choice[copy],
      runtimes,
    };
  });
  const shared = poolsOf(instance, jobs);
  if (shared === undefined) return undefined;
  const pools = shared.map(({ pool }) => pool);
  const inequalities = new Inequalities();
  const waits = reachable(instance, jobs);
  const orders = ordersOf(jobs, pools, (i, j) => waits(i, j) || waits(j, i));
  const variables = variablesOf(instance, orders.length);
  const zero = variables.count;
  const lows = new Int32Array(2 * zero + 2);
  lows.set(firstBounds(instance, variables, horizon));
  const model: InstanceModel = {
    instance,
    variables,
    zero,
    lows,
    horizon,
    jobs,
    pools,
    capacities: shared.map(({ capacity }) => capacity),
    orders: orders.map(({ before, after }) => [jobs[before].copy, jobs[after].copy]),
    inequalities,
  };
  timesOf(model);
  orders.forEach(({ before, after, clashes }, q) => {
    const order = variables.orders + q;
    const [i, j] = [jobs[before], jobs[after]];
    inequalities.add(i.end, i.past, j.start, RULE.before, [q], [2 * order, 1]);
    for (const { pool, placing, other } of clashes) {
      const conditions = [2 * order + 1, 0];
      if (placing >= 0) conditions.push(2 * (i.choice + placing), 1);
      if (other >= 0) conditions.push(2 * (j.choice + other), 1);
      inequalities.add(j.end, j.past, i.start, RULE.apart, [q, pool], conditions);
    }
  });
  return model;
}

/** Runtimes as a model has them, cut at its largest time: so long a placing fits nowhere, and none passes 32 bits. */
export function runtimesOf(units: readonly number[]): Int32Array {
  return Int32Array.from(units, (runtime) => Math.min(runtime, MOST_TIME));
}

/** Makespan, precedences, windows, and equal copies in order. */
function timesOf({ instance, variables, jobs, zero, inequalities }: InstanceModel): void {
  const { tail, least } = headsOf(instance);
  const { precedence } = rulesOf(instance);
  const { unit } = variables;
  const jobOf = new Map(jobs.map((job) => [job.copy, job]));
  const { taskCopyStart, tasks, resources } = instance;
  for (const { copy, task, end, past } of jobs) {
    const behind = (tail[task] - least[task]) / unit;
    inequalities.add(end, past + behind, MAKESPAN, RULE.tail, [copy]);
  }
  precedence.forEach(({ before, after, lag, pairwise }, p) => {
    for (let a = 0; a < tasks[before].count; a++) {
      const i = jobOf.get(taskCopyStart[before] + a);
      for (let b = 0; b < tasks[after].count; b++) {
        const j = jobOf.get(taskCopyStart[after] + b);
        if (i === undefined || j === undefined || (pairwise && a !== b)) continue;
        inequalities.add(i.end, i.past + lag / unit, j.start, RULE.after, [p, i.copy, j.copy]);
      }
    }
  });
  const placings = placingsOf(instance);
  for (const { copy, task, start, choice, runtimes } of jobs) {
    placings[task].forEach(({ entries }, k) => {
      const from = Math.min(...entries.map((r) => resources[r].from)) / unit;
      const until = Math.max(...entries.map((r) => resources[r].until ?? Infinity)) / unit;
      const conditions = runtimes.length === 1 ? [] : [2 * (choice + k), 1];
      if (from > 0) inequalities.add(zero, Math.ceil(from), start, RULE.window, [copy], conditions);
      if (until === Infinity) return;
      const last = Math.floor(until) - runtimes[k];
      inequalities.add(start, -last, zero, RULE.window, [copy], conditions);
    });
  }
  const isPaired = new Set(
    precedence.flatMap(({ before, after, pairwise }) => (pairwise ? [before, after] : [])),
  );
  for (const { copy, task, start } of jobs) {
    const next = jobOf.get(copy + 1);
    if (next?.task !== task || isPaired.has(task)) continue;
    inequalities.add(start, 0, next.start, RULE.alike, [copy]);
  }
}

interface Shared {
  readonly pool: SharedPool;
  readonly capacity: SharedCapacity;
}

/** What jobs share on each resource entry, on all of a kind where workers go there, and of limits; without what never runs short. */
function poolsOf(instance: Instance, jobs: readonly Job[]): readonly Shared[] | undefined {
  const { resources } = instance;
  const sets = resources.flatMap(({ count }, r) => (count > 0 ? [[r]] : []));
  const known = new Set<string>();
  for (const { task } of jobs) {
    for (const { entries } of placingsOf(instance)[task]) {
      const key = entries.join();
      if (entries.length === 1 || known.has(key)) continue;
      known.add(key);
      sets.push([...entries]);
    }
  }
  const pools: Shared[] = [];
  const seen = new Set<string>();
  let needs = 0;
  for (const { of, parts, shared } of candidateMeasures(instance)) {
    const isExclusive = (r: number) => rulesOf(instance).exclusiveResource[r] === 1;
    const lists = shared ? [[...resources.keys()]] : sets;
    for (const list of lists) {
      if (of === "exclusive" && !list.every(isExclusive)) continue;
      // Of a single copy its own dimension says as much.
      if (parts !== undefined && list.length === 1 && resources[list[0]].count === 1) continue;
      const capacity = { of, ...(parts && { parts }), resources: list };
      const pool = poolOf(instance, jobs, capacity);
      if (pool === undefined) continue;
      const key = `${[...pool.members].join()}|${pool.need.map((own) => [...own].map((one) => one / pool.size).join()).join(";")}`;
      if (seen.has(key)) continue;
      seen.add(key);
      needs += pool.need.reduce((sum, own) => sum + own.length, 0);
      if (needs > MOST.needs) return undefined;
      pools.push({ pool, capacity });
    }
  }
  return pools;
}

function poolOf(
  instance: Instance,
  jobs: readonly Job[],
  shared: SharedCapacity,
): SharedPool | undefined {
  const { size, need } = sharedCapacity(instance, shared);
  const members: number[] = [];
  const needs: Float64Array[] = [];
  let most = 0;
  jobs.forEach(({ task, runtimes }, j) => {
    const own = Float64Array.from(runtimes, (_, k) => need(task, k));
    const largest = Math.max(...own);
    if (largest === 0) return;
    members.push(j);
    needs.push(own);
    most += largest;
  });
  // What is beyond exact sums is left out: a relaxation all the same.
  if (most <= size || !Number.isSafeInteger(most)) return undefined;
  return { size, members: Int32Array.from(members), need: needs };
}
