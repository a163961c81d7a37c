import type { Option, Placement, Pool, ScheduleTask, WorkerPlace } from "./types.ts";

/** Starts that are tried for one gang before it is called unplaceable there. */
const TRIES = 20_000;

/** What the placing of a gang asks of a schedule. */
export interface HostSchedule {
  /** Every copy on which a worker may stand by the options of a pool. */
  hosts(job: ScheduleTask, pool: Pool): readonly Host[];
  /** When one worker can start on a copy, from `start` on; Infinity if never. */
  earliest(job: ScheduleTask, host: Host, start: number): number;
  /** The latest start of one worker on a copy between two times; undefined if there is none, or nobody knows. */
  latest(host: Host, from: number, start: number): number | undefined;
  /** How many workers an empty copy holds at most. */
  most(job: ScheduleTask, host: Host): number;
  /** How many workers fit on a copy from `start` on, at most all of them; they may be fewer together. */
  slots(job: ScheduleTask, host: Host, start: number): number;
  devices(host: Host, start: number): readonly number[] | undefined;
  /** Counts a worker in or out while the others look for their places. */
  add(job: ScheduleTask, start: number, place: WorkerPlace): void;
  remove(job: ScheduleTask, start: number, place: WorkerPlace): void;
  /** True if shared limits are kept for `time` from `start` on. */
  limitsHold(start: number, time: number): boolean;
  /** The first time from `start` on, up to `before`, at which shared limits leave so much (`uses`) for `time`; Infinity if there is none. */
  limitsAllow(uses: Float64Array, time: number, start: number, before: number): number;
  /** The next time after `time` at which something changes on these copies or in a limit; Infinity if nothing does. */
  nextChange(hosts: readonly Host[], time: number): number;
}

/** A copy and the way a worker runs there. */
export interface Host {
  readonly copy: number;
  readonly option: Option;
}

/**
 * The earliest common start of all workers of a gang in one pool, on as few copies as hold them. Jumps from one time at which
 * enough copies could hold a worker each, or as many as when empty, to the next.
 */
export function placeGang(
  schedule: HostSchedule,
  job: ScheduleTask,
  pool: Pool,
  ready: number,
  latest: number,
): Placement | undefined {
  const hosts = schedule.hosts(job, pool);
  if (hosts.length === 0) return undefined;
  const most = hosts.map((host) => schedule.most(job, host));
  const { uses, runtime } = leastOf(job, hosts);
  let start = enoughAt(schedule, job, hosts, most, ready);
  for (let tries = 0; start <= latest && start < Infinity && tries < TRIES; tries++) {
    const allowed = schedule.limitsAllow(uses, runtime, start, latest - runtime);
    if (allowed > start) {
      start = enoughAt(schedule, job, hosts, most, allowed);
      continue;
    }
    const places = placesAt(schedule, job, hosts, start, latest);
    if (places !== undefined) return { start, end: start + longestOf(places), places };
    const later = enoughAt(schedule, job, hosts, most, start);
    start =
      later > start
        ? later
        : enoughAt(schedule, job, hosts, most, schedule.nextChange(hosts, start));
  }
  return undefined;
}

/** What all workers together use at least of shared limits, wherever they stand, and for how long at least. */
function leastOf(
  { workers }: ScheduleTask,
  hosts: readonly Host[],
): { readonly uses: Float64Array; readonly runtime: number } {
  const options = [...new Set(hosts.map(({ option }) => option))];
  const least = (of: (option: Option) => number) =>
    options.reduce((smallest, option) => Math.min(smallest, of(option)), Infinity);
  return {
    uses: options[0].uses.map((_, row) => workers * least((option) => option.uses[row])),
    runtime: least((option) => option.runtime),
  };
}

/** The first time from `start` on by which copies that could hold all workers have each been free for one. */
function enoughAt(
  schedule: HostSchedule,
  job: ScheduleTask,
  hosts: readonly Host[],
  most: readonly number[],
  start: number,
): number {
  if (start === Infinity) return Infinity;
  const free = hosts
    .map((host, h) => ({ time: schedule.earliest(job, host, start), most: most[h] }))
    .sort((a, b) => a.time - b.time);
  let workers = 0;
  for (const { time, most: here } of free) {
    workers += here;
    if (workers >= job.workers) return time;
  }
  return Infinity;
}

function placesAt(
  schedule: HostSchedule,
  job: ScheduleTask,
  hosts: readonly Host[],
  start: number,
  latest: number,
): readonly WorkerPlace[] | undefined {
  const room = hosts.map((host) =>
    start + host.option.runtime > latest ? 0 : schedule.slots(job, host, start),
  );
  if (room.reduce((sum, one) => sum + one, 0) < job.workers) return undefined;
  const order = [...hosts.keys()].sort((a, b) => room[b] - room[a] || a - b);
  const offered = order.flatMap((h) => new Array<Host>(room[h]).fill(hosts[h]));
  return seat(schedule, job, offered, start);
}

/** The workers on the first of the offered hosts, each for one worker, that take them; undefined if too few do. */
function seat(
  schedule: HostSchedule,
  job: ScheduleTask,
  offered: readonly Host[],
  start: number,
): readonly WorkerPlace[] | undefined {
  const places: WorkerPlace[] = [];
  for (const host of offered) {
    if (places.length === job.workers) break;
    const devices = schedule.devices(host, start);
    if (devices === undefined) continue;
    const place = { ...host, devices };
    // The next worker sees this one.
    schedule.add(job, start, place);
    places.push(place);
  }
  // Together they may pass a limit or need more single devices than one by one.
  const fits = places.length === job.workers && schedule.limitsHold(start, longestOf(places));
  for (const place of places) schedule.remove(job, start, place);
  return fits ? places : undefined;
}

/**
 * The earliest common start of workers on given copies, one host for each worker. Undefined if there is none: a copy closes
 * or shared limits leave no room.
 */
export function startOnHosts(
  schedule: HostSchedule,
  job: ScheduleTask,
  hosts: readonly Host[],
  ready: number,
): Placement | undefined {
  let start = ready;
  for (let tries = 0; start < Infinity && tries < TRIES; tries++) {
    const free = hosts.reduce(
      (all, host) => Math.max(all, schedule.earliest(job, host, all)),
      start,
    );
    if (free > start) {
      start = free;
      continue;
    }
    const places = seatEach(schedule, job, hosts, start);
    if (places !== undefined) return { start, end: start + longestOf(places), places };
    start = schedule.nextChange(hosts, start);
  }
  return undefined;
}

/**
 * The latest common start from `from` on of workers on given copies, one host for each worker, that all end by `end`. Undefined
 * if there is none, or where finding it takes more than moves of single workers.
 */
export function latestOnHosts(
  schedule: HostSchedule,
  job: ScheduleTask,
  hosts: readonly Host[],
  from: number,
  end: number,
): Placement | undefined {
  let start = hosts.reduce((all, { option }) => Math.min(all, end - option.runtime), Infinity);
  for (let tries = 0; start >= from && tries < TRIES; tries++) {
    let free = start;
    for (const host of hosts) free = schedule.latest(host, from, free) ?? -Infinity;
    if (free === start) {
      const places = seatEach(schedule, job, hosts, start);
      return places && { start, end: start + longestOf(places), places };
    }
    start = free;
  }
  return undefined;
}

/** One worker on each host, the same copy for several if it has room for them. */
function seatEach(
  schedule: HostSchedule,
  job: ScheduleTask,
  hosts: readonly Host[],
  start: number,
): readonly WorkerPlace[] | undefined {
  const roomy = hosts.every(
    (host) =>
      schedule.slots(job, host, start) >= hosts.filter(({ copy }) => copy === host.copy).length,
  );
  return roomy ? seat(schedule, job, hosts, start) : undefined;
}

function longestOf(places: readonly WorkerPlace[]): number {
  return places.reduce((longest, { option }) => Math.max(longest, option.runtime), 0);
}
