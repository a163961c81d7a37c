import type { State } from "../../state/state.ts";

/** Where a piece goes, and which devices it takes there. */
export interface PieceStand {
  readonly piece: number;
  readonly copy: number;
  readonly devices: readonly number[];
}

/** Where lost pieces go, in the order given; or why nowhere: proven impossible, or the search ran out of nodes. */
export type Repacking = readonly PieceStand[] | "impossible" | "unknown";

interface RepackOptions {
  /** The resource copies in the order of trying; asked for at need. */
  readonly places: () => readonly number[];
  /** Placements of a piece to try. */
  readonly nodeLimit: number;
  /** The resource copy to try first. */
  readonly preferred: (piece: number) => number | undefined;
}

/** Pieces that stay together on one resource copy. */
export type Bundle = readonly number[];

/**
 * Finds places for units of pieces outside `lost` beside what stands in the state, which keeps its devices: depth first, the
 * largest unit first, each at the first of `places` that takes it, all places in the end.
 * The state is left as it was. Deterministic.
 */
export function repack(
  state: State,
  units: readonly Bundle[],
  lost: ReadonlySet<number>,
  { places, nodeLimit, preferred }: RepackOptions,
): Repacking {
  if (isTooMuch(state, units, lost)) return "impossible";
  const search = new Search(state, units, lost, { places, nodeLimit, preferred });
  return search.run();
}

class Search {
  readonly #state: State;
  readonly #units: readonly Bundle[];
  readonly #lost: ReadonlySet<number>;
  readonly #places: () => readonly number[];
  readonly #preferred: (piece: number) => number | undefined;
  readonly #stands: PieceStand[] = [];
  #nodes: number;

  constructor(
    state: State,
    units: readonly Bundle[],
    lost: ReadonlySet<number>,
    { places, nodeLimit, preferred }: RepackOptions,
  ) {
    this.#state = state;
    this.#units = bySize(state, units);
    this.#lost = lost;
    this.#places = places;
    this.#nodes = nodeLimit;
    this.#preferred = preferred;
  }

  run(): Repacking {
    const done = this.#unit(0, new Set());
    const stands = [...this.#stands];
    for (const { piece } of [...stands].reverse()) this.#state.take(piece);
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
    const piece = unit[i];
    if (!this.#state.suits(piece, copy)) return false;
    for (const devices of this.#state.devices?.choices(piece, copy) ?? ANY) {
      if (--this.#nodes < 0) return false;
      this.#state.put(piece, copy, -1, devices);
      this.#stands.push({ piece, copy, devices });
      if (this.#member(u, i + 1, copy, closed)) return true;
      this.#stands.pop();
      this.#state.take(piece);
      if (this.#nodes < 0) return false;
    }
    return false;
  }

  /** Where a unit may stand, in the order of the places; of empty copies of one resource, all alike, only the first. */
  *#candidates(unit: Bundle, closed: ReadonlySet<number>): Iterable<number> {
    const { held, instance } = this.#state;
    const seen = new Set<number>();
    for (const copy of this.#places()) {
      if (unit.some((piece) => !this.#state.suits(piece, copy))) continue;
      if (this.#lost.has(copy) || closed.has(copy)) continue;
      if (held[copy].length === 0) {
        const resource = instance.resourceOfCopy[copy];
        if (seen.has(resource)) continue;
        seen.add(resource);
      }
      yield copy;
    }
  }

  /** True if two units may change places in every plan. */
  #areAlike(a: Bundle, b: Bundle): boolean {
    const { pieces, instance } = this.#state;
    const entryOf = ([piece]: Bundle) => instance.taskOfCopy[pieces.task[piece]];
    if (a.length > 1 || b.length > 1 || entryOf(a) !== entryOf(b)) return false;
    return instance.tasks[entryOf(a)].replicas === 1;
  }
}

/** The largest first, by the largest part of any resource's capacity; equal tasks beside each other. */
function bySize({ instance, pieces }: State, units: readonly Bundle[]): readonly Bundle[] {
  const { resources, demand, taskOfCopy } = instance;
  const most = instance.dimensions.map((_, d) =>
    Math.max(1, ...resources.map(({ capacity }) => capacity[d])),
  );
  const sizeOf = (unit: Bundle) =>
    Math.max(
      0,
      ...most.map(
        (all, d) =>
          unit.reduce((sum, piece) => {
            const { perPair, values } = demand[d];
            const t = taskOfCopy[pieces.task[piece]];
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
function isTooMuch(state: State, units: readonly Bundle[], lost: ReadonlySet<number>): boolean {
  const { instance, pieces } = state;
  const { demand, taskOfCopy, dimensions } = instance;
  return dimensions.some((_, d) => {
    const { perPair, values } = demand[d];
    if (perPair) return false;
    const needed = units
      .flat()
      .reduce((sum, piece) => sum + values[taskOfCopy[pieces.task[piece]]], 0);
    return needed > 0 && needed > freeWithout(state, d, lost);
  });
}

/** Placements of whole tasks count in whole units, so `State.scale` is 1. */
function freeWithout(state: State, dimension: number, lost: ReadonlySet<number>): number {
  let sum = 0;
  for (let copy = 0; copy < state.held.length; copy++) {
    if (!lost.has(copy)) sum += state.free(copy, dimension);
  }
  return sum;
}

/** The resource copies, the tightest first: by the sum over dimensions of what is free over capacity. O(copies log copies). */
export function tightestFirst(state: State): readonly number[] {
  const { instance, dimensions } = state;
  const slack = new Float64Array(state.held.length);
  for (let copy = 0; copy < slack.length; copy++) {
    const { capacity } = instance.resources[instance.resourceOfCopy[copy]];
    for (let d = 0; d < dimensions; d++) {
      if (capacity[d] > 0) slack[copy] += state.free(copy, d) / capacity[d];
    }
  }
  return [...slack.keys()].sort((a, b) => slack[a] - slack[b] || a - b);
}

const ANY: readonly (readonly number[])[] = [[]];
