import { rulesOf } from "../../../instance/schedule.ts";
import type { Stay } from "./spans.ts";
import type { Stays } from "./stays.ts";

/** A piece that must move: its task copy, its start, and by when what waits for it wants it ended. */
export interface LostPiece {
  readonly task: number;
  readonly start: number;
  readonly latest: number;
}

/** Pieces that move to one resource copy together: a single one, or a colocated group. */
export type LostUnit = readonly LostPiece[];

/** What a search for places is held to. */
export interface RepackOptions {
  readonly lost: ReadonlySet<number>;
  readonly nodeLimit: number;
  /** The resource copy to try first. */
  readonly preferred: (task: number) => number | undefined;
}

/**
 * Finds places outside `lost` for units at their starts beside what stands: depth first, first the unit with the fewest places left,
 * and the tightest place first. Units that cannot meet are planned apart. `stays` is left as it was. Why nowhere: proven by trying
 * all there is, or nodes ran out. Deterministic.
 */
export function repackSchedule(
  stays: Stays,
  units: readonly LostUnit[],
  options: RepackOptions,
): readonly Stay[] | "impossible" | "unknown" {
  const placed: Stay[] = [];
  let failed: "impossible" | "unknown" | undefined;
  for (const part of apart(stays, withPlaces(stays, units, options.lost))) {
    const found = new Search(stays, part, options).run();
    if (typeof found !== "string") placed.push(...found);
    // Another part may still prove that there is none.
    else if (failed !== "impossible") failed = found;
    if (failed === "impossible") break;
  }
  return failed ?? placed;
}

/** A unit with the resource copies on which it may run. */
interface Placeable {
  readonly unit: LostUnit;
  readonly places: readonly number[];
  /** Equal for units that may change places in every plan. */
  readonly key: string;
  /** From the first start to the last end anywhere, with what setups may ask for behind it. */
  readonly from: number;
  readonly until: number;
}

function withPlaces(
  stays: Stays,
  units: readonly LostUnit[],
  lost: ReadonlySet<number>,
): readonly Placeable[] {
  const { instance } = stays;
  const { workers, setup } = rulesOf(instance);
  const longest = setup.reduce((most, time) => Math.max(most, time), 0);
  return units.map((unit, u) => {
    const places: number[] = [];
    let until = 0;
    for (const copy of stays.held.keys()) {
      if (lost.has(copy)) continue;
      const here = unit.map(({ task, start }) => stays.stay(task, copy, start));
      // What does not fit beside what stands fits even less beside more.
      if (!here.every((stay, i) => stays.mayRun(stay, unit[i].latest) && stays.fits(stay)))
        continue;
      places.push(copy);
      for (const { end } of here) until = Math.max(until, end);
    }
    const [{ task, start, latest }] = unit;
    const entry = instance.taskOfCopy[task];
    const alone = workers[entry] > 1 ? `gang ${task}` : `${entry} ${start} ${latest}`;
    return {
      unit,
      places,
      key: unit.length === 1 ? alone : `group ${u}`,
      from: Math.min(...unit.map((piece) => piece.start)),
      until: until + longest,
    };
  });
}

/** Units in parts that have nothing to do with each other: no time, no gang and no separate group in common. */
function apart(stays: Stays, units: readonly Placeable[]): readonly (readonly Placeable[])[] {
  const parts: Placeable[][] = [];
  for (const one of units) {
    const tied = parts.filter((part) => part.some((other) => areTied(stays, one, other)));
    for (const part of tied) parts.splice(parts.indexOf(part), 1);
    parts.push([...tied.flat(), one]);
  }
  return parts;
}

function areTied(stays: Stays, a: Placeable, b: Placeable): boolean {
  if (a.from <= b.until && b.from <= a.until) return true;
  return a.unit.some((one) =>
    b.unit.some((two) => one.task === two.task || stays.areApart(one.task, two.task)),
  );
}

/** Units with this many places or more are equally far from having none. */
const MOST_COUNTED = 4;

type Closed = ReadonlyMap<string, ReadonlySet<number>>;

class Search {
  readonly #stays: Stays;
  readonly #units: readonly Placeable[];
  readonly #preferred: RepackOptions["preferred"];
  readonly #placed: Stay[] = [];
  #nodes: number;

  constructor(stays: Stays, units: readonly Placeable[], options: RepackOptions) {
    this.#stays = stays;
    this.#units = units;
    this.#preferred = options.preferred;
    this.#nodes = options.nodeLimit;
  }

  run(): readonly Stay[] | "impossible" | "unknown" {
    const isFound = this.#rest(this.#units, new Map());
    const placed = [...this.#placed];
    for (const stay of placed) this.#stays.take(stay);
    if (isFound) return placed;
    return this.#nodes < 0 ? "unknown" : "impossible";
  }

  /** `closed`, by key of unit: places at which an equal unit was tried before in vain, with all that follows. */
  #rest(units: readonly Placeable[], closed: Closed): boolean {
    if (units.length === 0) {
      return this.#placed.every(({ copy }) => this.#stays.setupsHold(copy));
    }
    const one = this.#scarcest(units, closed);
    if (one === undefined) return false;
    const others = units.filter((other) => other !== one);
    const tried = new Set(closed.get(one.key));
    for (const copy of this.#ranked(one, tried)) {
      const next = new Map(closed).set(one.key, new Set(tried));
      if (this.#member(one, 0, copy, others, next)) return true;
      if (this.#nodes < 0) return false;
      tried.add(copy);
    }
    return false;
  }

  #member(
    one: Placeable,
    i: number,
    copy: number,
    others: readonly Placeable[],
    closed: Closed,
  ): boolean {
    if (i === one.unit.length) return this.#rest(others, closed);
    const stays = this.#stays;
    const bare = stays.stay(one.unit[i].task, copy, one.unit[i].start);
    if (!stays.fits(bare)) return false;
    for (const devices of stays.deviceChoices(bare)) {
      if (--this.#nodes < 0) return false;
      const stay = { ...bare, devices: [...devices].sort((a, b) => a - b) };
      stays.put(stay);
      this.#placed.push(stay);
      if (this.#member(one, i + 1, copy, others, closed)) return true;
      this.#placed.pop();
      stays.take(stay);
      if (this.#nodes < 0) return false;
    }
    return false;
  }

  /** The unit with the fewest places left, of equal ones the first; undefined if one has none. */
  #scarcest(units: readonly Placeable[], closed: Closed): Placeable | undefined {
    let best: Placeable | undefined;
    let least = MOST_COUNTED + 1;
    for (const one of units) {
      const most = Math.min(least, MOST_COUNTED);
      const count = this.#open(one, closed.get(one.key), most).length;
      if (count === 0) return undefined;
      if (count < least) [best, least] = [one, count];
    }
    return best;
  }

  #ranked(one: Placeable, closed: ReadonlySet<number>): readonly number[] {
    const [{ task, start }] = one.unit;
    const first = this.#preferred(task);
    return this.#open(one, closed)
      .map((copy) => ({
        copy,
        rank: copy === first ? -1 : this.#stays.slack(this.#stays.stay(task, copy, start)),
      }))
      .sort((a, b) => a.rank - b.rank || a.copy - b.copy)
      .map(({ copy }) => copy);
  }

  /** Where each member fits by itself, at most so many places; of empty copies of one resource, all alike, only the first. */
  #open(
    { unit, places }: Placeable,
    closed: ReadonlySet<number> | undefined,
    most = Infinity,
  ): readonly number[] {
    const { held, instance } = this.#stays;
    const open: number[] = [];
    const seen = new Set<number>();
    for (const copy of places) {
      if (open.length === most) break;
      if (held[copy].length === 0) {
        const entry = instance.resourceOfCopy[copy];
        if (seen.has(entry)) continue;
        seen.add(entry);
      }
      if (closed?.has(copy)) continue;
      const fits = unit.every(({ task, start }) =>
        this.#stays.fits(this.#stays.stay(task, copy, start)),
      );
      if (fits) open.push(copy);
    }
    return open;
  }
}
