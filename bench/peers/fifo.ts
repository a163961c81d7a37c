import { rulesOf } from "../../src/instance/schedule.ts";
import type { Instance } from "../../src/instance/types.ts";
import { demandOf, usablePairs } from "../../src/instance/usable.ts";
import { buildPlan } from "../../src/plan/build.ts";
import type { Plan } from "../../src/plan/types.ts";
import { Line } from "./line.ts";
import { moreThanRigid, withFreeDevices } from "./rigid.ts";
import type { PreparePeer } from "./types.ts";

/**
 * First in, first out: a job stands in line from its release on, or from the end of what it waits for, equal ones in the order of
 * the document. The first in line starts as soon as some host has room (workers: enough hosts of one kind), on the host
 * that is free first, the first of several. Nothing behind it is started meanwhile, as in a queue without backfilling.
 */
export const fifo: PreparePeer = (instance) => {
  const why = moreThanRigid(instance);
  if (why !== undefined) return why;
  return async (_seconds, _seed, learn) => {
    const plan = planInOrder(instance);
    if (plan !== undefined) learn({ plan });
    return plan === undefined ? "a job fits nowhere" : "completed";
  };
};

/** What runs on one host: ends and demands of pieces that may not have ended yet. */
type Running = { readonly end: number; readonly demand: readonly number[] }[];

function planInOrder(instance: Instance): Plan | undefined {
  const { taskOfCopy, resourceOfCopy, resources, dimensions, pairs } = instance;
  const usable = usablePairs(instance);
  const R = resources.length;
  const { workers } = rulesOf(instance);
  const hosts = Array.from(resourceOfCopy, (): Running => []);
  const pieces: { task: number; resource: number; start: number }[] = [];
  const line = new Line(instance);
  let now = 0;
  for (let first = line.next(); first !== undefined; first = line.next()) {
    const { copy } = first;
    const t = taskOfCopy[copy];
    now = Math.max(now, first.arrival);
    const demandOn = (r: number) => dimensions.map((_, d) => demandOf(instance, t, r, d));
    const free = hosts.map((running, j) => {
      const r = resourceOfCopy[j];
      if (usable[t * R + r] !== 1) return Infinity;
      hosts[j] = running.filter(({ end }) => end > now);
      return firstRoom(hosts[j], resources[r].capacity, demandOn(r), now);
    });
    const chosen = firstHosts(instance, free, workers[t]);
    if (chosen === undefined) return undefined;
    now = Math.max(...chosen.map((j) => free[j]));
    let last = now;
    for (const j of chosen) {
      const r = resourceOfCopy[j];
      const end = now + pairs.runtime[t * R + r];
      hosts[j].push({ end, demand: demandOn(r) });
      pieces.push({ task: copy, resource: j, start: now });
      last = Math.max(last, end);
    }
    line.ended(copy, last);
  }
  return buildPlan(instance, withFreeDevices(instance, pieces));
}

/** The first instant from `now` on at which what still runs leaves room; nothing else will start before. */
function firstRoom(
  running: Running,
  capacity: readonly number[],
  demand: readonly number[],
  now: number,
): number {
  const left = capacity.map((amount, d) =>
    running.reduce((rest, one) => rest - one.demand[d], amount),
  );
  const fits = () => demand.every((amount, d) => amount <= left[d]);
  if (fits()) return now;
  for (const { end, demand: freed } of [...running].sort((a, b) => a.end - b.end)) {
    freed.forEach((amount, d) => {
      left[d] += amount;
    });
    if (fits()) return end;
  }
  return Infinity;
}

/** The hosts that are free first: one, or as many of one kind as there are workers, of the kind where that is soonest. */
function firstHosts(
  { resources, resourceOfCopy }: Instance,
  free: readonly number[],
  count: number,
): readonly number[] | undefined {
  if (count === 1) {
    const first = free.reduce((best, time, j) => (time < free[best] ? j : best), 0);
    return free[first] === Infinity ? undefined : [first];
  }
  const kinds = new Map<string, number[]>();
  free.forEach((time, j) => {
    if (time === Infinity) return;
    const { kind } = resources[resourceOfCopy[j]];
    const hosts = kinds.get(kind);
    if (hosts === undefined) kinds.set(kind, [j]);
    else hosts.push(j);
  });
  let best: readonly number[] | undefined;
  const last = (hosts: readonly number[]) => Math.max(...hosts.map((j) => free[j]));
  for (const hosts of kinds.values()) {
    if (hosts.length < count) continue;
    const soonest = hosts.sort((a, b) => free[a] - free[b] || a - b).slice(0, count);
    if (best === undefined || last(soonest) < last(best)) best = soonest;
  }
  return best;
}
