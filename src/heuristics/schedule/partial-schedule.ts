import { emptyLists, listAt } from "../lists.ts";
import { GroupCounts } from "../state/groups.ts";
import { type Host, type HostSchedule, latestOnHosts, placeGang, startOnHosts } from "./gang.ts";
import { Lines } from "./lines.ts";
import type { Option, Placement, ScheduleTask, ScheduleView, WorkerPlace } from "./types.ts";

/**
 * Which pieces stand where and when, with everything that limits them but what a caller wants: finds the earliest place for a
 * task copy, puts it there, takes it away. Begins with what is pinned. Mutable; every resource copy has a timeline, and so have shared limits.
 */
export class PartialSchedule {
  readonly view: ScheduleView;
  /** By task copy; undefined while it is not placed. */
  readonly placed: (Placement | undefined)[];
  /** By resource copy: the task copies with a piece there, one entry for each piece. */
  readonly held: number[][];
  readonly #lines: Lines;
  readonly #groups: GroupCounts | undefined;
  /** Broken setups of what is pinned. */
  readonly #given: number;

  constructor(view: ScheduleView) {
    const { instance } = view;
    this.view = view;
    this.placed = new Array<Placement | undefined>(instance.taskOfCopy.length).fill(undefined);
    this.held = emptyLists(instance.resourceOfCopy.length);
    this.#lines = new Lines(view);
    this.#groups = GroupCounts.of(instance);
    for (const [copy, placement] of view.pinned) this.put(copy, placement);
    this.#given = this.#lines.broken;
  }

  /** How many schedules like this one a look at a place costs. */
  get weight(): number {
    return 1;
  }

  /**
   * Setups that no longer pass between neighbours, since what stood between them was taken away: then this is no plan, until
   * something stands there again.
   */
  get broken(): number {
    return Math.max(0, this.#lines.broken - this.#given);
  }

  jobOf(copy: number): ScheduleTask {
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
        const found = placeGang(this.#hosts, job, pool, ready, Math.min(latest, job.latest));
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
      ? this.#lines.earliest(job, option, place, ready, before)
      : undefined;
  }

  /** Whether a task copy may stand on these resource copies beside what is there: groups that keep together or apart. */
  mayStand(copy: number, hosts: readonly Pick<Host, "copy">[]): boolean {
    const job = this.jobOf(copy);
    const isTwice = new Set(hosts.map((host) => host.copy)).size < hosts.length;
    return !(isTwice && this.#isApart(job)) && hosts.every((host) => this.#mayJoin(job, host.copy));
  }

  /** A place for a piece that fits there from `start` on. */
  placeOn(option: Option, place: number, start: number): WorkerPlace {
    return { copy: place, option, devices: this.#lines.devices(place, option, start) ?? [] };
  }

  /** The earliest start of a task copy on given resource copies, one host for each worker, whatever its deadline. */
  onHosts(copy: number, ready: number, hosts: readonly Host[]): Placement | undefined {
    return startOnHosts(this.#hosts, { ...this.jobOf(copy), latest: Infinity }, hosts, ready);
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
    return latestOnHosts(this.#hosts, this.jobOf(copy), places, start, end);
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

  /** The copy of an entry where a lone piece starts earliest; of equal ones the first. */
  #single(job: ScheduleTask, option: Option, ready: number, latest: number): Placement | undefined {
    const resourceType = this.view.resourceTypes[option.entry];
    let best: number | undefined;
    let at = -1;
    let before = Math.min(latest, job.latest) - option.runtime;
    for (let copy = resourceType.first; copy < resourceType.first + resourceType.count; copy++) {
      if (!this.#mayJoin(job, copy)) continue;
      const start = this.#lines.earliest(job, option, copy, ready, before);
      if (start === undefined || (best !== undefined && start >= best)) continue;
      [best, at] = [start, copy];
      if (start === Math.max(ready, resourceType.from)) break;
      // Later ones do not count.
      before = start - 1;
    }
    if (best === undefined) return undefined;
    const place = { copy: at, option, devices: this.#lines.devices(at, option, best) ?? [] };
    return { start: best, end: best + option.runtime, places: [place] };
  }

  /** What the placing of gangs sees of this schedule. */
  readonly #hosts: HostSchedule = {
    hosts: (job, { options }) =>
      options.flatMap((option) => {
        const { first, count } = this.view.resourceTypes[option.entry];
        const copies = Array.from({ length: count }, (_, i) => first + i);
        return copies.filter((copy) => this.#mayJoin(job, copy)).map((copy) => ({ option, copy }));
      }),
    earliest: (job, { option, copy }, start) =>
      this.#lines.earliest(job, option, copy, start, job.latest - option.runtime) ?? Infinity,
    latest: ({ option, copy }, from, start) => this.#lines.latest(option, copy, from, start),
    most: (job, { option, copy }) =>
      this.#isApart(job) ? 1 : this.#lines.mostWhenEmpty(job, option, copy),
    slots: (job, { option, copy }, start) =>
      this.#lines.slots(job, option, copy, start, this.#isApart(job) ? 1 : job.workers),
    devices: ({ copy, option }, start) => this.#lines.devices(copy, option, start),
    add: (job, start, place) => this.#change(job, start, place, 1),
    remove: (job, start, place) => this.#change(job, start, place, -1),
    limitsHold: (start, time) => this.#lines.limitsHold(start, time),
    limitsAllow: (uses, time, start, before) =>
      this.#lines.limitsAllow(uses, time, start, before) ?? Infinity,
    nextChange: (hosts, after) => this.#lines.nextChange(hosts, after),
  };

  #change(job: ScheduleTask, start: number, place: WorkerPlace, by: 1 | -1): void {
    this.#lines.change(job, start, place, by);
    this.#groups?.count(job.entry, place.copy, by);
  }

  #mayJoin(job: ScheduleTask, copy: number): boolean {
    return this.#groups?.allow(job.entry, copy) ?? true;
  }

  #isApart(job: ScheduleTask): boolean {
    return this.#groups?.isApart(job.entry) ?? false;
  }
}
