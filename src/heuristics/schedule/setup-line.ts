import type { Site } from "./view.ts";

/** Pieces on an exclusive resource copy with setup times, one after another in order of time. */
export class SetupLine {
  readonly #site: Site;
  readonly #setup: Float64Array;
  readonly #families: number;
  readonly #start: number[] = [];
  readonly #end: number[] = [];
  readonly #family: number[] = [];

  constructor(site: Site, setup: Float64Array, families: number) {
    this.#site = site;
    this.#setup = setup;
    this.#families = families;
  }

  /** The earliest start from `ready` on, at most `before`, with its setups on both sides; undefined if there is none. */
  earliest(family: number, runtime: number, ready: number, before: number): number | undefined {
    const { from, until, closed } = this.#site;
    // A piece without length keeps its instant to itself, so that the order of pieces is never in doubt.
    const length = Math.max(1, runtime);
    const last = Math.min(before, until - runtime);
    let start = Math.max(ready, from);
    for (let i = 0; i <= this.#start.length; i++) {
      if (i > 0)
        start = Math.max(start, this.#end[i - 1] + this.#between(this.#family[i - 1], family));
      for (const [shut, open] of closed) if (start < open && start + length > shut) start = open;
      if (start > last) return undefined;
      const next = this.#start[i];
      if (next === undefined || start + length + this.#between(family, this.#family[i]) <= next)
        return start;
    }
    return undefined;
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
    for (const [, open] of this.#site.closed) take(open);
    return next;
  }

  add(family: number, runtime: number, start: number): void {
    let i = this.#start.findIndex((other) => other > start);
    if (i < 0) i = this.#start.length;
    this.#start.splice(i, 0, start);
    this.#end.splice(i, 0, start + Math.max(1, runtime));
    this.#family.splice(i, 0, family);
  }

  remove(start: number): void {
    const i = this.#start.indexOf(start);
    this.#start.splice(i, 1);
    this.#end.splice(i, 1);
    this.#family.splice(i, 1);
  }

  #between(family: number, next: number): number {
    return this.#setup[family * this.#families + next];
  }
}
