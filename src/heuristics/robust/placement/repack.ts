import type { Rooms, Stand } from "./rooms.ts";

/** Where lost task copies go, in the order given; or why nowhere: proven impossible, or the search ran out of nodes. */
export type Repacking = readonly Stand[] | "impossible" | "unknown";

/** Task copies that stay together on one resource copy. */
export type Unit = readonly number[];

/**
 * Finds room for units of task copies outside `lost` beside what stands in `rooms`: depth first, the largest unit first
 * and the tightest place first (best fit decreasing), all places in the end. `rooms` is left as it was. `preferred`
 * names the resource copy to try first. Deterministic.
 */
export function repack(
  rooms: Rooms,
  units: readonly Unit[],
  lost: ReadonlySet<number>,
  nodeLimit: number,
  preferred: (task: number) => number | undefined = () => undefined,
): Repacking {
  if (isTooMuch(rooms, units, lost)) return "impossible";
  const search = new Search(rooms, units, lost, nodeLimit, preferred);
  return search.run();
}

class Search {
  readonly #rooms: Rooms;
  readonly #units: readonly Unit[];
  readonly #places: readonly number[];
  readonly #lost: ReadonlySet<number>;
  readonly #preferred: (task: number) => number | undefined;
  readonly #stands: Stand[] = [];
  #nodes: number;

  constructor(
    rooms: Rooms,
    units: readonly Unit[],
    lost: ReadonlySet<number>,
    nodeLimit: number,
    preferred: (task: number) => number | undefined,
  ) {
    this.#rooms = rooms;
    this.#units = bySize(rooms, units);
    this.#places = [...rooms.count.keys()].filter((copy) => !lost.has(copy));
    this.#lost = lost;
    this.#nodes = nodeLimit;
    this.#preferred = preferred;
  }

  run(): Repacking {
    const done = this.#unit(0, new Set());
    const stands = [...this.#stands];
    for (const stand of stands) this.#rooms.take(stand);
    if (done) return stands;
    return this.#nodes < 0 ? "unknown" : "impossible";
  }

  /** Units from `u` on. `closed`: places at which an equal unit was tried before in vain, with all that follows. */
  #unit(u: number, closed: ReadonlySet<number>): boolean {
    if (u === this.#units.length) return true;
    const unit = this.#units[u];
    const isTwin = u + 1 < this.#units.length && this.#areAlike(unit, this.#units[u + 1]);
    const tried = new Set(closed);
    const tryOn = (copy: number) => {
      if (this.#member(u, 0, copy, isTwin ? tried : new Set())) return true;
      tried.add(copy);
      return false;
    };
    const first = this.#preferred(unit[0]);
    if (first !== undefined && !this.#lost.has(first) && !closed.has(first) && tryOn(first)) {
      return true;
    }
    for (const copy of this.#candidates(unit, tried)) {
      if (this.#nodes < 0) return false;
      if (tryOn(copy)) return true;
    }
    return false;
  }

  #member(u: number, i: number, copy: number, closed: ReadonlySet<number>): boolean {
    const unit = this.#units[u];
    if (i === unit.length) return this.#unit(u + 1, closed);
    const task = unit[i];
    if (!this.#rooms.fits(task, copy)) return false;
    for (const devices of this.#rooms.deviceChoices(task, copy)) {
      if (--this.#nodes < 0) return false;
      const stand = { task, copy, devices: [...devices].sort((a, b) => a - b) };
      this.#rooms.put(stand);
      this.#stands.push(stand);
      if (this.#member(u, i + 1, copy, closed)) return true;
      this.#stands.pop();
      this.#rooms.take(stand);
      if (this.#nodes < 0) return false;
    }
    return false;
  }

  /** Of empty copies of one resource, all alike, only the first. */
  #candidates([task, ...more]: Unit, closed: ReadonlySet<number>): readonly number[] {
    const rooms = this.#rooms;
    const { resourceOfCopy } = rooms.instance;
    const seen = new Set<number>();
    const found: { readonly copy: number; readonly rank: number }[] = [];
    for (const copy of this.#places) {
      if (closed.has(copy) || !rooms.fits(task, copy)) continue;
      if (more.some((other) => !rooms.fits(other, copy))) continue;
      if (rooms.count[copy] === 0) {
        if (seen.has(resourceOfCopy[copy])) continue;
        seen.add(resourceOfCopy[copy]);
      }
      found.push({ copy, rank: rooms.slack(task, copy) });
    }
    return found.sort((a, b) => a.rank - b.rank || a.copy - b.copy).map(({ copy }) => copy);
  }

  /** True if two units may change places in every plan. */
  #areAlike(a: Unit, b: Unit): boolean {
    const { tasks, taskOfCopy } = this.#rooms.instance;
    if (a.length > 1 || b.length > 1 || taskOfCopy[a[0]] !== taskOfCopy[b[0]]) return false;
    return tasks[taskOfCopy[a[0]]].replicas === 1;
  }
}

/** The largest first, by the largest part of any resource's capacity; equal tasks beside each other. */
function bySize({ instance }: Rooms, units: readonly Unit[]): readonly Unit[] {
  const { resources, demand, taskOfCopy } = instance;
  const most = instance.dimensions.map((_, d) =>
    Math.max(1, ...resources.map(({ capacity }) => capacity[d])),
  );
  const sizeOf = (unit: Unit) =>
    Math.max(
      0,
      ...most.map(
        (all, d) =>
          unit.reduce((sum, task) => {
            const { perPair, values } = demand[d];
            const t = taskOfCopy[task];
            return sum + values[perPair ? t * resources.length : t];
          }, 0) / all,
      ),
    );
  return units
    .map((unit) => ({ unit, size: sizeOf(unit) }))
    .sort((a, b) => b.size - a.size || a.unit[0] - b.unit[0])
    .map(({ unit }) => unit);
}

/** True if some dimension has less room in all than what is lost needs everywhere. */
function isTooMuch(rooms: Rooms, units: readonly Unit[], lost: ReadonlySet<number>): boolean {
  const { demand, taskOfCopy, dimensions } = rooms.instance;
  return dimensions.some((_, d) => {
    const { perPair, values } = demand[d];
    if (perPair) return false;
    const needed = units.flat().reduce((sum, task) => sum + values[taskOfCopy[task]], 0);
    return needed > 0 && needed > rooms.freeWithout(d, lost);
  });
}
