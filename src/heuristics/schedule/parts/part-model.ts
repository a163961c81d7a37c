import { Inequalities } from "../../../exact/clauses/inequalities.ts";
import { runtimesOf } from "../../../exact/clauses/model.ts";
import { ordersOf } from "../../../exact/clauses/orders.ts";
import type { Job, Model, SharedPool } from "../../../exact/clauses/types.ts";
import { gridOf } from "../../../instance/facts/grid.ts";
import { RULE } from "../../../plan/certificate/over-time/clause-log/lemmas.ts";
import type { Random } from "../../../util/random.ts";
import type { Host } from "../gang.ts";
import type { Placement, ScheduleView } from "../types.ts";
import { chain } from "./chains.ts";

/** Resource copies that a free job may go to beside its own, and sets of copies for a gang. */
const MOST_SEATS = 24;
const MOST_GANG_SEATS = 8;

/** Where a job may stand: one host for each worker. */
type Seat = readonly Host[];

/** A part of a schedule as a model: all jobs, of which some are free, and where each may stand. */
export interface PartModel extends Model {
  /** By job: its task copy and its seats, one for each placing. */
  readonly copies: readonly number[];
  readonly seats: readonly (readonly Seat[])[];
}

/**
 * The model of a schedule in which the free copies may go anywhere and the others keep their hosts and, on each of them, their order, for schedules
 * that end by `horizon` units. Setups are not looked at; whoever follows its solutions looks at them.
 */
export function partModel(
  view: ScheduleView,
  placed: readonly (Placement | undefined)[],
  free: ReadonlySet<number>,
  horizon: number,
  random: Random,
): PartModel {
  const { instance } = view;
  const unit = gridOf(instance);
  const inUnits = (time: number) => Math.ceil(time / unit);
  const copies = random.shuffle([...placed.keys()].filter((copy) => placed[copy] !== undefined));
  const jobOf = new Map(copies.map((copy, j) => [copy, j]));
  const seats = copies.map((copy) => seatsOf(view, placed, copy, free.has(copy), random));
  const jobs: Job[] = [];
  let next = 2;
  copies.forEach((copy, j) => {
    const runtimes = runtimesOf(seats[j].map((seat) => inUnits(longest(seat))));
    const isSure = runtimes.length === 1;
    const start = next++;
    const end = isSure ? start : next++;
    jobs.push({
      ...{ copy, task: instance.taskOfCopy[copy], start, end },
      ...{ past: isSure ? runtimes[0] : 0, choice: next, runtimes },
    });
    if (!isSure) next += runtimes.length;
  });
  const pools = poolsOf(view, seats);
  const isFree = jobs.map(({ copy }) => free.has(copy));
  const waits = waitsOf(view, jobOf, jobs);
  const isSettled = (i: number, j: number) =>
    (!isFree[i] && !isFree[j]) || waits(i, j) || waits(j, i);
  const orders = ordersOf(jobs, pools, isSettled);
  const lows = new Int32Array(2 * (next + orders.length));
  lows[1] = -horizon;
  const inequalities = new Inequalities();
  jobs.forEach(({ copy, task, start, end, past, choice, runtimes }, j) => {
    const { release, latest, tail, least } = view.jobs[task];
    const shortest = Math.min(...runtimes);
    const pinned = view.pinned.get(copy);
    const last = Math.min(horizon, Math.floor(latest / unit));
    const opens = Math.min(
      ...seats[j].map((seat) => Math.max(...seat.map((host) => fromOf(view, host)))),
    );
    lows[2 * start] =
      pinned === undefined ? inUnits(Math.max(release, opens)) : inUnits(pinned.start);
    lows[2 * start + 1] = pinned === undefined ? shortest - last : -inUnits(pinned.start);
    if (runtimes.length > 1) {
      lows[2 * end] = lows[2 * start] + shortest;
      lows[2 * end + 1] = -last;
      for (let k = 0; k < runtimes.length; k++) lows[2 * (choice + k) + 1] = -1;
    }
    inequalities.add(end, past + inUnits(tail - least), 0, RULE.tail, []);
    seats[j].forEach((seat, k) => {
      const conditions = runtimes.length === 1 ? [] : [2 * (choice + k), 1];
      const from = inUnits(Math.max(...seat.map((host) => fromOf(view, host))));
      if (from > 0 && pinned === undefined) {
        inequalities.add(ZERO, from, start, RULE.window, [], conditions);
      }
      const until = Math.min(...seat.map((host) => view.resourceTypes[host.option.entry].until));
      if (until === Infinity) return;
      const latestStart = Math.floor(until / unit) - runtimes[k];
      inequalities.add(start, -latestStart, ZERO, RULE.window, [], conditions);
    });
  });
  eachWait(view, jobOf, jobs, (i, j, lag) => {
    inequalities.add(jobs[i].end, jobs[i].past + inUnits(lag), jobs[j].start, RULE.after, []);
  });
  const first = next;
  orders.forEach(({ before, after, clashes }, q) => {
    const order = first + q;
    lows[2 * order + 1] = -1;
    const [i, j] = [jobs[before], jobs[after]];
    inequalities.add(i.end, i.past, j.start, RULE.before, [], [2 * order, 1]);
    for (const { placing, other } of clashes) {
      const conditions = [2 * order + 1, 0];
      if (placing >= 0) conditions.push(2 * (i.choice + placing), 1);
      if (other >= 0) conditions.push(2 * (j.choice + other), 1);
      inequalities.add(j.end, j.past, i.start, RULE.apart, [], conditions);
    }
  });
  const linked = new Set<number>();
  for (const { members, need, size } of pools) {
    const held = [...members.keys()]
      .filter((m) => !isFree[members[m]] && jobs[members[m]].runtimes[0] > 0)
      .map((m) => {
        const { start, end } = placed[copies[members[m]]] as Placement;
        return { job: members[m], need: need[m][0], start, end };
      });
    chain({ size }, held, waits, (before, after) => {
      const key = before * jobs.length + after;
      if (linked.has(key)) return;
      linked.add(key);
      const one = jobs[before];
      inequalities.add(one.end, one.past, jobs[after].start, RULE.after, []);
    });
  }
  return { lows, horizon, jobs, pools, inequalities, copies, seats };
}

/** The variable that is 0. */
const ZERO = 1;

const fromOf = (view: ScheduleView, { option }: Host) => view.resourceTypes[option.entry].from;

const longest = (seat: Seat) => Math.max(...seat.map(({ option }) => option.runtime));

/** Calls `take` for each job and each that it waits for. */
function eachWait(
  { jobs: tasks, instance: { taskCopyStart } }: ScheduleView,
  jobOf: ReadonlyMap<number, number>,
  jobs: readonly Job[],
  take: (before: number, after: number, lag: number) => void,
): void {
  jobs.forEach(({ copy, task }, j) => {
    for (const { entry, lag, pairwise } of tasks[task].waitsFor) {
      const first = taskCopyStart[entry];
      const from = pairwise ? first + copy - taskCopyStart[task] : first;
      const to = pairwise ? from + 1 : taskCopyStart[entry + 1];
      for (let other = from; other < to; other++) {
        const i = jobOf.get(other);
        if (i !== undefined) take(i, j, lag);
      }
    }
  });
}

/** Whether one job waits for another at once. */
function waitsOf(
  view: ScheduleView,
  jobOf: ReadonlyMap<number, number>,
  jobs: readonly Job[],
): (before: number, after: number) => boolean {
  const pairs = new Set<number>();
  eachWait(view, jobOf, jobs, (i, j) => pairs.add(i * jobs.length + j));
  return (i, j) => pairs.has(i * jobs.length + j);
}

/** Its own seat first; a free copy also others, drawn where there are many. */
function seatsOf(
  view: ScheduleView,
  placed: readonly (Placement | undefined)[],
  copy: number,
  isFree: boolean,
  random: Random,
): readonly Seat[] {
  const own: Seat = (placed[copy] as Placement).places;
  if (!isFree || view.pinned.has(copy)) return [own];
  const { pools, workers } = view.jobs[view.instance.taskOfCopy[copy]];
  const seats: Seat[] = [own];
  if (workers > 1) {
    for (let tries = 0; tries < MOST_GANG_SEATS; tries++) {
      const { options } = pools[random.int(0, pools.length - 1)];
      const hosts = random.shuffle(options.flatMap((option) => hostsOf(view, option)));
      // One worker on each: more on a copy are left to lists.
      if (hosts.length >= workers) seats.push(hosts.slice(0, workers));
    }
    return distinct(seats);
  }
  const hosts = pools.flatMap(({ options }) => options.flatMap((option) => hostsOf(view, option)));
  const others = hosts.filter((host) => host.copy !== own[0].copy);
  const some = others.length > MOST_SEATS ? random.shuffle(others).slice(0, MOST_SEATS) : others;
  return [own, ...some.map((host) => [host])];
}

function distinct(seats: readonly Seat[]): readonly Seat[] {
  const keyOf = (seat: Seat) =>
    seat
      .map(({ copy }) => copy)
      .sort((a, b) => a - b)
      .join();
  return [...new Map(seats.map((seat) => [keyOf(seat), seat])).values()];
}

function hostsOf({ resourceTypes }: ScheduleView, option: Host["option"]): Host[] {
  const { first, count } = resourceTypes[option.entry];
  return Array.from({ length: count }, (_, i) => ({ copy: first + i, option }));
}

/** What each resource copy has, row by row and device dimension by device dimension, and the limits. */
function poolsOf(view: ScheduleView, seats: readonly (readonly Seat[])[]): readonly SharedPool[] {
  const rows = new Map<string, { size: number; needs: Map<number, Float64Array> }>();
  const add = (key: string, size: number, job: number, k: number, amount: number) => {
    if (amount === 0) return;
    const row = rows.get(key) ?? { size, needs: new Map<number, Float64Array>() };
    rows.set(key, row);
    const need = row.needs.get(job) ?? new Float64Array(seats[job].length);
    row.needs.set(job, need);
    need[k] += amount;
  };
  seats.forEach((list, job) => {
    list.forEach((seat, k) => {
      for (const { copy, option } of seat) {
        const { capacity, plainRows, groups } = view.resourceTypes[option.entry];
        const { need, uses } = option;
        for (let row = 0; row < plainRows; row++)
          add(`${copy} ${row}`, capacity[row], job, k, need.rows[row]);
        groups.forEach(({ count }, g) => {
          add(`${copy} g${g}`, 1000 * count, job, k, 1000 * need.whole[g] + need.share[g]);
        });
        uses.forEach((amount, l) => {
          add(`limit ${l}`, view.limits[l], job, k, amount);
        });
      }
    });
  });
  const pools: SharedPool[] = [];
  for (const { size, needs } of rows.values()) {
    let most = 0;
    for (const need of needs.values()) most += Math.max(...need);
    if (most <= size) continue;
    pools.push({ size, members: Int32Array.from(needs.keys()), need: [...needs.values()] });
  }
  return pools;
}
