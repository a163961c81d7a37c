import type { Host } from "./gang.ts";
import { SetupLine } from "./setup-line.ts";
import { Timeline } from "./timeline.ts";
import type { Option, ResourceType, ScheduleTask, ScheduleView, WorkerPlace } from "./types.ts";

/** When there is room for a piece: a timeline for each resource copy, and one for all limits that copies share. */
export class Lines {
  readonly #view: ScheduleView;
  /** Made when a copy is first looked at: the others cost nothing. */
  readonly #of: (Timeline | SetupLine | undefined)[];
  readonly #limits: Timeline | undefined;
  #broken = 0;

  constructor(view: ScheduleView) {
    const { instance, limits } = view;
    this.#view = view;
    this.#of = new Array(instance.resourceOfCopy.length);
    this.#limits = limits.length === 0 ? undefined : new Timeline(limitType(limits));
  }

  /** Setups that do not pass between neighbours. */
  get broken(): number {
    return this.#broken;
  }

  /** A piece comes (1) or goes (-1). */
  change(
    job: ScheduleTask,
    start: number,
    { copy, option, devices }: WorkerPlace,
    by: 1 | -1,
  ): void {
    const line = this.#line(copy);
    const { need, runtime } = option;
    if (line instanceof SetupLine) {
      this.#broken -= line.broken;
      if (by > 0) line.add(job, runtime, start);
      else line.remove(job, runtime, start);
      this.#broken += line.broken;
    } else if (by > 0) line.add(need, runtime, start, devices);
    else line.remove(need, runtime, start, devices);
    if (this.#limits === undefined) return;
    const use = { rows: option.uses, whole: NONE, share: NO_SHARE };
    if (by > 0) this.#limits.add(use, runtime, start, []);
    else this.#limits.remove(use, runtime, start, []);
  }

  /** The earliest start of a piece on a copy from `ready` on, at most `before`; undefined if there is none. */
  earliest(
    job: ScheduleTask,
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

  /** The latest start, from `from` on. Pieces with setups on both sides stay where they are. */
  latest(option: Option, copy: number, from: number, before: number): number | undefined {
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

  /** The rows of the single devices of a piece that fits there from `start` on. */
  devices(copy: number, option: Option, start: number): readonly number[] | undefined {
    const line = this.#line(copy);
    if (line instanceof Timeline) return line.devicesAt(option.need, start, option.runtime);
    return devicesAlone(this.#view.resourceTypes[option.entry], option.need);
  }

  /** How many workers an empty copy holds at most. */
  mostWhenEmpty(job: ScheduleTask, option: Option, copy: number): number {
    const line = this.#line(copy);
    if (line instanceof SetupLine) return sideBySide(line, job, option.runtime);
    const { capacity, plainRows, groups } = this.#view.resourceTypes[option.entry];
    const { rows, whole, share } = option.need;
    let most = job.workers;
    if (option.runtime === 0) return most;
    for (let row = 0; row < plainRows; row++) {
      if (rows[row] > 0) most = Math.min(most, Math.floor(capacity[row] / rows[row]));
    }
    for (let g = 0; g < groups.length; g++) {
      const { row, count } = groups[g];
      if (whole[g] > 0) most = Math.min(most, Math.floor(count / whole[g]));
      if (share[g] > 0) most = Math.min(most, count * Math.floor(capacity[row] / share[g]));
    }
    return most;
  }

  /** How many workers fit on a copy from `start` on, at most `most`. */
  slots(job: ScheduleTask, option: Option, copy: number, start: number, most: number): number {
    const line = this.#line(copy);
    if (line instanceof Timeline) return line.slots(option.need, option.runtime, start, most);
    if (line.earliest(job, option.runtime, start, start) !== start) return 0;
    return Math.min(most, sideBySide(line, job, option.runtime));
  }

  /** True if shared limits are kept for `time` from `start` on. */
  limitsHold(start: number, time: number): boolean {
    return (
      this.limitsAllow(new Float64Array(this.#view.limits.length), time, start, start) === start
    );
  }

  /** The first time from `start` on, up to `before`, at which shared limits leave so much more for `time`; undefined if there is none. */
  limitsAllow(uses: Float64Array, time: number, start: number, before: number): number | undefined {
    if (this.#limits === undefined) return start;
    return this.#limits.earliest({ rows: uses, whole: NONE, share: NO_SHARE }, time, start, before);
  }

  /** The next time after `after` at which something changes on these copies or in a limit; Infinity if nothing does. */
  nextChange(hosts: readonly Host[], after: number): number {
    let next = Infinity;
    for (const { copy } of hosts) {
      const { from } = this.#resourceTypeOf(copy);
      if (from > after) next = Math.min(next, from);
      next = Math.min(next, this.#line(copy).nextChange(after));
    }
    return Math.min(next, this.#limits?.nextChange(after) ?? Infinity);
  }

  #resourceTypeOf(copy: number): ResourceType {
    const { resourceTypes, instance } = this.#view;
    return resourceTypes[instance.resourceOfCopy[copy]];
  }

  #line(copy: number): Timeline | SetupLine {
    const known = this.#of[copy];
    if (known !== undefined) return known;
    const { setup, families } = this.#view;
    const resourceType = this.#resourceTypeOf(copy);
    const line = resourceType.hasSetup
      ? new SetupLine(resourceType, setup, families)
      : new Timeline(resourceType);
    this.#of[copy] = line;
    return line;
  }
}

const NONE = new Int32Array(0);
const NO_SHARE = new Float64Array(0);

/** How many workers a copy with setups holds at once: such as take no time, or one. */
function sideBySide(line: SetupLine, job: ScheduleTask, runtime: number): number {
  return runtime === 0 && line.mayStandTogether(job) ? job.workers : 1;
}

/** The single devices of a piece that has its resource copy to itself: the first of each group. */
function devicesAlone(
  { groups }: ResourceType,
  { whole, share }: Option["need"],
): readonly number[] {
  return groups.flatMap(({ row }, g) =>
    Array.from({ length: whole[g] + (share[g] > 0 ? 1 : 0) }, (_, i) => row + i),
  );
}

function limitType(limits: Float64Array): ResourceType {
  return {
    entry: -1,
    first: 0,
    count: 1,
    from: 0,
    until: Infinity,
    capacity: limits,
    plainRows: limits.length,
    groups: [],
    exclusivity: -1,
    closed: [],
    hasSetup: false,
  };
}
