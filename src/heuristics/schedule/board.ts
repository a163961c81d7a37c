import { emptyLists, listAt } from "../lists.ts";
import { type GangYard, type Host, latestOnHosts, placeGang, startOnHosts } from "./gang.ts";
import { SetupLine } from "./setup-line.ts";
import { Timeline } from "./timeline.ts";
import type { Job, Option, Place, Placement, ScheduleView, Site } from "./types.ts";

/**
 * Which pieces stand where and when, with everything that limits them but what a caller wants: finds the earliest place for a
 * task copy, puts it there, takes it away. Begins with what is pinned. Mutable; every resource copy has a timeline, and so have shared limits.
 */
export class Board {
  readonly view: ScheduleView;
  /** By task copy; undefined while it is not placed. */
  readonly placed: (Placement | undefined)[];
  /** By resource copy: the task copies with a piece there, one entry for each piece. */
  readonly held: number[][];
  /** Made when a copy is first looked at: the others cost nothing. */
  readonly #lines: (Timeline | SetupLine | undefined)[];
  readonly #limits: Timeline | undefined;
  /** Broken setups, and how many of them what is pinned has. */
  #broken = 0;
  readonly #given: number;
  /** By colocate and separate group and resource copy: pieces of members. */
  readonly #together: Map<number, number>[];
  readonly #apart: Map<number, number>[];

  constructor(view: ScheduleView) {
    const { instance, limits } = view;
    this.view = view;
    this.placed = new Array<Placement | undefined>(instance.taskOfCopy.length).fill(undefined);
    this.held = emptyLists(instance.resourceOfCopy.length);
    this.#lines = new Array(instance.resourceOfCopy.length);
    this.#limits = limits.length === 0 ? undefined : new Timeline(limitSite(limits));
    this.#together = instance.colocate.map(() => new Map());
    this.#apart = instance.separate.map(() => new Map());
    for (const [copy, placement] of view.pinned) this.put(copy, placement);
    this.#given = this.#broken;
  }

  /** How many boards like this one a look at a place costs. */
  get weight(): number {
    return 1;
  }

  /**
   * Setups that no longer pass between neighbours, since what stood between them was taken away: then this is no plan, until
   * something stands there again.
   */
  get broken(): number {
    return Math.max(0, this.#broken - this.#given);
  }

  #siteOf(copy: number): Site {
    const { sites, instance } = this.view;
    return sites[instance.resourceOfCopy[copy]];
  }

  #line(copy: number): Timeline | SetupLine {
    const known = this.#lines[copy];
    if (known !== undefined) return known;
    const { setup, families } = this.view;
    const site = this.#siteOf(copy);
    const line = site.hasSetup ? new SetupLine(site, setup, families) : new Timeline(site);
    this.#lines[copy] = line;
    return line;
  }

  jobOf(copy: number): Job {
    return this.view.jobs[this.view.instance.taskOfCopy[copy]];
  }

  /** When everything that a task copy waits for has ended; undefined if some of it is not placed. */
  ready(copy: number): number | undefined {
    const { instance } = this.view;
    const entry = instance.taskOfCopy[copy];
    let ready = this.view.jobs[entry].release;
    for (const { entry: other, lag, pairwise } of this.view.jobs[entry].waitsFor) {
      const first = instance.taskCopyStart[other];
      const from = pairwise ? first + copy - instance.taskCopyStart[entry] : first;
      const to = pairwise ? from + 1 : instance.taskCopyStart[other + 1];
      for (let before = from; before < to; before++) {
        const end = this.placed[before]?.end;
        if (end === undefined) return undefined;
        ready = Math.max(ready, end + lag);
      }
    }
    return ready;
  }

  /** The best places of a task copy, one for each resource entry (or pool of a gang) where it can start by `before(option)`. */
  *offers(copy: number, ready: number, latest: number): Generator<Placement> {
    const job = this.jobOf(copy);
    for (const pool of job.pools) {
      if (job.workers > 1) {
        const found = placeGang(this.#yard, job, pool, ready, Math.min(latest, job.latest));
        if (found !== undefined) yield found;
        continue;
      }
      for (const option of pool.options) {
        const found = this.#single(job, option, ready, latest);
        if (found !== undefined) yield found;
      }
    }
  }

  /** The earliest start of a lone piece on one resource copy, at most `before`; undefined if there is none. */
  earliestOn(
    copy: number,
    option: Option,
    place: number,
    ready: number,
    before: number,
  ): number | undefined {
    const job = this.jobOf(copy);
    return this.#mayJoin(job, place)
      ? this.#earliest(job, option, place, ready, before)
      : undefined;
  }

  /** A place for a piece that fits there from `start` on. */
  placeOn(option: Option, place: number, start: number): Place {
    return { copy: place, option, devices: this.#devices(place, option, start) ?? [] };
  }

  /** The earliest start of a task copy on given resource copies, one host for each worker, whatever its deadline. */
  onHosts(copy: number, ready: number, hosts: readonly Host[]): Placement | undefined {
    return startOnHosts(this.#yard, { ...this.jobOf(copy), latest: Infinity }, hosts, ready);
  }

  /** The latest end of a task copy that what waits for it allows where it stands, and its deadline. */
  mustEnd(copy: number): number {
    const { instance, jobs } = this.view;
    const entry = instance.taskOfCopy[copy];
    const { waiting, latest } = jobs[entry];
    let end = latest;
    for (const { entry: other, lag, pairwise } of waiting) {
      const first = instance.taskCopyStart[other];
      const from = pairwise ? first + copy - instance.taskCopyStart[entry] : first;
      const to = pairwise ? from + 1 : instance.taskCopyStart[other + 1];
      for (let after = from; after < to; after++) {
        end = Math.min(end, (this.placed[after]?.start ?? Infinity) - lag);
      }
    }
    return end;
  }

  /** The latest place of a task copy that is taken away, on the resource copies of an old one, that ends by `end`. */
  latestOnHosts(copy: number, { start, places }: Placement, end: number): Placement | undefined {
    return latestOnHosts(this.#yard, this.jobOf(copy), places, start, end);
  }

  put(copy: number, placement: Placement): void {
    const job = this.jobOf(copy);
    this.placed[copy] = placement;
    for (const place of placement.places) {
      this.#change(job, placement.start, place, 1);
      listAt(this.held, place.copy).push(copy);
    }
  }

  take(copy: number): Placement | undefined {
    const placement = this.placed[copy];
    if (placement === undefined) return undefined;
    const job = this.jobOf(copy);
    for (const place of placement.places) {
      this.#change(job, placement.start, place, -1);
      const held = this.held[place.copy];
      held[held.indexOf(copy)] = held[held.length - 1];
      held.pop();
    }
    this.placed[copy] = undefined;
    return placement;
  }

  #change(job: Job, start: number, { copy, option, devices }: Place, sign: 1 | -1): void {
    const line = this.#line(copy);
    const { need, runtime } = option;
    if (line instanceof SetupLine) {
      this.#broken -= line.broken;
      if (sign > 0) line.add(job, runtime, start);
      else line.remove(job, runtime, start);
      this.#broken += line.broken;
    } else if (sign > 0) line.add(need, runtime, start, devices);
    else line.remove(need, runtime, start, devices);
    if (this.#limits !== undefined) {
      const use = { rows: option.uses, whole: NONE, share: NO_SHARE };
      if (sign > 0) this.#limits.add(use, runtime, start, []);
      else this.#limits.remove(use, runtime, start, []);
    }
    for (const g of this.view.together[job.entry]) count(this.#together[g], copy, sign);
    for (const g of this.view.apart[job.entry]) count(this.#apart[g], copy, sign);
  }

  /** The copy of an entry where a lone piece starts earliest; of equal ones the first. */
  #single(job: Job, option: Option, ready: number, latest: number): Placement | undefined {
    const site = this.view.sites[option.entry];
    let best: number | undefined;
    let at = -1;
    let before = Math.min(latest, job.latest) - option.runtime;
    for (let copy = site.first; copy < site.first + site.count; copy++) {
      if (!this.#mayJoin(job, copy)) continue;
      const start = this.#earliest(job, option, copy, ready, before);
      if (start === undefined || (best !== undefined && start >= best)) continue;
      [best, at] = [start, copy];
      if (start === Math.max(ready, site.from)) break;
      // Later ones do not count.
      before = start - 1;
    }
    if (best === undefined) return undefined;
    const place = { copy: at, option, devices: this.#devices(at, option, best) ?? [] };
    return { start: best, end: best + option.runtime, places: [place] };
  }

  #earliest(
    job: Job,
    option: Option,
    copy: number,
    ready: number,
    before: number,
  ): number | undefined {
    const line = this.#line(copy);
    let start = ready;
    for (;;) {
      const here =
        line instanceof SetupLine
          ? line.earliest(job, option.runtime, start, before)
          : line.earliest(option.need, option.runtime, start, before);
      if (here === undefined || this.#limits === undefined) return here;
      const use = { rows: option.uses, whole: NONE, share: NO_SHARE };
      const allowed = this.#limits.earliest(use, option.runtime, here, before);
      if (allowed === undefined || allowed === here) return allowed;
      start = allowed;
    }
  }

  /** Pieces with setups on both sides stay where they are. */
  #latest(option: Option, copy: number, from: number, before: number): number | undefined {
    const line = this.#line(copy);
    if (line instanceof SetupLine) return undefined;
    const use = { rows: option.uses, whole: NONE, share: NO_SHARE };
    for (let start = before; ; ) {
      const here = line.latest(option.need, option.runtime, from, start);
      if (here === undefined || this.#limits === undefined) return here;
      const allowed = this.#limits.latest(use, option.runtime, from, here);
      if (allowed === undefined || allowed === here) return allowed;
      start = allowed;
    }
  }

  #devices(copy: number, option: Option, start: number): readonly number[] | undefined {
    const line = this.#line(copy);
    if (line instanceof Timeline) return line.devicesAt(option.need, start, option.runtime);
    return devicesAlone(this.view.sites[option.entry], option.need);
  }

  /** What the placing of gangs sees of this board. */
  readonly #yard: GangYard = {
    hosts: (job, { options }) =>
      options.flatMap((option) => {
        const { first, count } = this.view.sites[option.entry];
        const copies = Array.from({ length: count }, (_, i) => first + i);
        return copies.filter((copy) => this.#mayJoin(job, copy)).map((copy) => ({ option, copy }));
      }),
    earliest: (job, { option, copy }, start) =>
      this.#earliest(job, option, copy, start, job.latest - option.runtime) ?? Infinity,
    latest: ({ option, copy }, from, start) => this.#latest(option, copy, from, start),
    most: (job, { option, copy }) => {
      const line = this.#line(copy);
      if (this.view.apart[job.entry].length > 0) return 1;
      if (line instanceof SetupLine) return sideBySide(line, job, option.runtime);
      const { capacity, plainRows } = this.view.sites[option.entry];
      let most = job.workers;
      if (option.runtime === 0) return most;
      for (let row = 0; row < plainRows; row++) {
        const each = option.need.rows[row];
        if (each > 0) most = Math.min(most, Math.floor(capacity[row] / each));
      }
      return most;
    },
    slots: (job, { option, copy }, start) => {
      const line = this.#line(copy);
      const isApart = this.view.apart[job.entry].length > 0;
      if (line instanceof SetupLine) {
        if (line.earliest(job, option.runtime, start, start) !== start) return 0;
        return isApart ? 1 : sideBySide(line, job, option.runtime);
      }
      const most = isApart ? 1 : job.workers;
      return line.slots(option.need, option.runtime, start, most);
    },
    devices: ({ copy, option }, start) => this.#devices(copy, option, start),
    add: (job, start, place) => this.#change(job, start, place, 1),
    remove: (job, start, place) => this.#change(job, start, place, -1),
    limitsHold: (start, time) => {
      const nothing = {
        rows: new Float64Array(this.view.limits.length),
        whole: NONE,
        share: NO_SHARE,
      };
      return (
        this.#limits === undefined || this.#limits.earliest(nothing, time, start, start) === start
      );
    },
    nextChange: (hosts, after) => {
      let next = Infinity;
      for (const { copy } of hosts) {
        const { from } = this.#siteOf(copy);
        if (from > after) next = Math.min(next, from);
        next = Math.min(next, this.#line(copy).nextChange(after));
      }
      return Math.min(next, this.#limits?.nextChange(after) ?? Infinity);
    },
  };

  #mayJoin(job: Job, copy: number): boolean {
    const { together, apart } = this.view;
    for (const g of together[job.entry]) {
      if (this.#together[g].size > 0 && !this.#together[g].has(copy)) return false;
    }
    return apart[job.entry].every((g) => !this.#apart[g].has(copy));
  }
}

const NONE = new Int32Array(0);
const NO_SHARE = new Float64Array(0);

/** How many workers a copy with setups holds at once: such as take no time, or one. */
function sideBySide(line: SetupLine, job: Job, runtime: number): number {
  return runtime === 0 && line.mayStandTogether(job) ? job.workers : 1;
}

/** The single devices of a piece that has its resource copy to itself: the first of each group. */
function devicesAlone({ groups }: Site, { whole, share }: Option["need"]): readonly number[] {
  return groups.flatMap(({ row }, g) =>
    Array.from({ length: whole[g] + (share[g] > 0 ? 1 : 0) }, (_, i) => row + i),
  );
}

function count(map: Map<number, number>, key: number, sign: 1 | -1): void {
  const now = (map.get(key) ?? 0) + sign;
  if (now === 0) map.delete(key);
  else map.set(key, now);
}

function limitSite(limits: Float64Array): Site {
  return {
    entry: -1,
    first: 0,
    count: 1,
    from: 0,
    until: Infinity,
    capacity: limits,
    plainRows: limits.length,
    groups: [],
    company: -1,
    closed: [],
    hasSetup: false,
  };
}
