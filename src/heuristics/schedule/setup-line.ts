import type { ResourceType, ScheduleTask } from "./types.ts";

/** What a setup line asks of the task of a piece. */
type Member = Pick<ScheduleTask, "entry" | "family">;

/**
 * Pieces on an exclusive resource copy with setup times, one after another: by start, then end, then task. Those of length 0
 * that stand at one instant follow each other by task, with setups between them.
 */
export class SetupLine {
  readonly #resourceType: ResourceType;
  readonly #setup: Float64Array;
  readonly #families: number;
  readonly #start: number[] = [];
  readonly #end: number[] = [];
  readonly #member: Member[] = [];
  #broken = 0;

  constructor(resourceType: ResourceType, setup: Float64Array, families: number) {
    this.#resourceType = resourceType;
    this.#setup = setup;
    this.#families = families;
  }

  /** The earliest start from `ready` on, at most `before`, with its setups on both sides; undefined if there is none. */
  earliest(job: Member, runtime: number, ready: number, before: number): number | undefined {
    const { from, until } = this.#resourceType;
    const last = Math.min(before, until - runtime);
    const first = Math.max(ready, from);
    for (let i = 0; i <= this.#start.length; i++) {
      // Setups need not keep the triangle rule: a later place may be free earlier than the setup to this one has passed.
      let start = first;
      if (i > 0) {
        if (this.#end[i - 1] > last) return undefined;
        start = Math.max(start, this.#end[i - 1] + this.#between(this.#member[i - 1], job));
        // At one instant it would come before the other.
        if (this.#compare(start, start + runtime, job, i - 1) < 0) start++;
      }
      start = this.#open(start, runtime);
      if (start > last) continue;
      if (i === this.#start.length) return start;
      const isInTime = start + runtime + this.#between(job, this.#member[i]) <= this.#start[i];
      if (isInTime && this.#compare(start, start + runtime, job, i) <= 0) return start;
    }
    return undefined;
  }

  /** Neighbours that have come too near each other because one between them was taken away. */
  get broken(): number {
    return this.#broken;
  }

  /** True if several pieces of length 0 may stand at one instant. */
  mayStandTogether(job: Member): boolean {
    return this.#between(job, job) === 0;
  }

  /** The next time after `time` at which a piece could begin to fit; Infinity if there is none. */
  nextChange(time: number): number {
    const most = this.#setup.reduce((all, one) => Math.max(all, one), 0);
    let next = Infinity;
    const take = (at: number) => {
      if (at > time) next = Math.min(next, at);
    };
    for (const end of this.#end) {
      take(end);
      take(end + most);
    }
    for (const [, open] of this.#resourceType.closed) take(open);
    return next;
  }

  add(job: Member, runtime: number, start: number): void {
    let i = 0;
    while (i < this.#start.length && this.#compare(start, start + runtime, job, i) > 0) i++;
    this.#broken -= this.#breaks(i);
    this.#start.splice(i, 0, start);
    this.#end.splice(i, 0, start + runtime);
    this.#member.splice(i, 0, job);
    this.#broken += this.#breaks(i) + this.#breaks(i + 1);
  }

  remove(job: Member, runtime: number, start: number): void {
    const i = this.#start.findIndex((_, j) => this.#compare(start, start + runtime, job, j) === 0);
    this.#broken -= this.#breaks(i) + this.#breaks(i + 1);
    this.#start.splice(i, 1);
    this.#end.splice(i, 1);
    this.#member.splice(i, 1);
    this.#broken += this.#breaks(i);
  }

  /** 1 if the i-th piece starts before the setup behind the one in front of it has passed. */
  #breaks(i: number): 0 | 1 {
    if (i === 0 || i >= this.#start.length) return 0;
    const ready = this.#end[i - 1] + this.#between(this.#member[i - 1], this.#member[i]);
    return this.#start[i] < ready ? 1 : 0;
  }

  /** Below 0 if a piece comes before the i-th here. */
  #compare(start: number, end: number, { entry }: Member, i: number): number {
    return start - this.#start[i] || end - this.#end[i] || entry - this.#member[i].entry;
  }

  /** The first time from `start` on at which no maintenance is in the way. */
  #open(start: number, runtime: number): number {
    let at = start;
    for (const [shut, open] of this.#resourceType.closed) {
      const meets = runtime === 0 ? at > shut : at + runtime > shut;
      if (meets && at < open) at = open;
    }
    return at;
  }

  #between(job: Member, next: Member): number {
    return this.#setup[job.family * this.#families + next.family];
  }
}
