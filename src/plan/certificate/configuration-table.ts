import type { Contents, EqualPieces } from "./configuration.ts";
import { commonDivisor } from "./knapsack.ts";

/** Cells of the longest table. */
const MOST_CELLS = 5e6;

/** Updates of cells that are left to tables; they count it down. */
export interface Updates {
  left: number;
}

/**
 * For each contents the most that a configuration is worth, by dynamic programming over all dimensions in units of what
 * divides every demand; undefined where devices are asked for or too few updates are left. Contents that differ
 * in nothing but capacity share the table of the largest. Requires `isExact` of every one. Source: Bellman (1957).
 * O(product of capacities in units x items x log copies).
 */
export function tableWorths(
  all: readonly Contents[],
  updates: Updates,
): readonly (number | undefined)[] {
  const worths: (number | undefined)[] = all.map(() => undefined);
  for (const { members, held } of groupsOf(all)) {
    const capacity = all[members[0]].capacity.map((_, d) =>
      Math.max(...members.map((i) => all[i].capacity[d])),
    );
    const table = fill([...held.values()], capacity, updates);
    if (table === undefined) continue;
    for (const i of members) worths[i] = table(all[i].capacity);
  }
  return worths;
}

interface Group {
  readonly members: number[];
  /** By task entry. */
  readonly held: Map<number, EqualPieces>;
}

function groupsOf(all: readonly Contents[]): readonly Group[] {
  const groups: Group[] = [];
  all.forEach((contents, i) => {
    const { items, device } = contents;
    if (device !== undefined && items.some(({ demand }) => demand[device] > 0)) return;
    const known = groups.find(({ held, members }) => isAlike(held, all[members[0]], contents));
    const group = known ?? { members: [], held: new Map<number, EqualPieces>() };
    if (known === undefined) groups.push(group);
    group.members.push(i);
    for (const item of items) {
      const most = Math.max(item.most, group.held.get(item.task)?.most ?? 0);
      group.held.set(item.task, { ...item, most });
    }
  });
  return groups;
}

/**
 * True if what both hold is the same and what only one holds does not fit into the other. The table of both is a bound
 * in any case, and exact if so; the first member stands for all.
 */
function isAlike(
  held: ReadonlyMap<number, EqualPieces>,
  first: Contents,
  contents: Contents,
): boolean {
  const own = new Set(contents.items.map(({ task }) => task));
  const fits = ({ demand }: EqualPieces, { capacity }: Contents) =>
    demand.every((amount, d) => amount <= capacity[d]);
  const agrees = contents.items.every((item) => {
    const other = held.get(item.task);
    if (other === undefined) return !fits(item, first);
    return item.worth === other.worth && item.demand.every((a, d) => a === other.demand[d]);
  });
  return agrees && [...held.values()].every((item) => own.has(item.task) || !fits(item, contents));
}

/** The most that is worth at a capacity up to the given one. */
type Table = (capacity: readonly number[]) => number;

function fill(
  items: readonly EqualPieces[],
  capacity: readonly number[],
  updates: Updates,
): Table | undefined {
  const unit = capacity.map((_, d) =>
    items.reduce((u, { demand }) => commonDivisor(u, demand[d]), 0),
  );
  const size = capacity.map((amount, d) => (unit[d] === 0 ? 0 : Math.floor(amount / unit[d])));
  const stride = size.map((_, d) => size.slice(d + 1).reduce((all, n) => all * (n + 1), 1));
  const cells = size.reduce((all, n) => all * (n + 1), 1);
  const bundles = items.flatMap((item) => bundlesOf(item, unit));
  updates.left -= cells * bundles.length;
  if (cells > MOST_CELLS || updates.left < 0) return undefined;
  const best = new Float64Array(cells);
  for (const { low, worth } of bundles) {
    if (low.every((amount, d) => amount <= size[d])) raise(best, size, stride, low, worth);
  }
  return (own) =>
    best[
      own.reduce(
        (at, amount, d) => at + (unit[d] === 0 ? 0 : Math.floor(amount / unit[d])) * stride[d],
        0,
      )
    ];
}

/** 1, 2, 4, ... copies and the rest: together every number of them. */
function bundlesOf(
  { most, worth, demand }: EqualPieces,
  unit: readonly number[],
): readonly { readonly low: readonly number[]; readonly worth: number }[] {
  const found: { readonly low: readonly number[]; readonly worth: number }[] = [];
  let left = most;
  for (let copies = 1; left > 0; copies *= 2) {
    const taken = Math.min(copies, left);
    const low = demand.map((amount, d) => (unit[d] === 0 ? 0 : (taken * amount) / unit[d]));
    found.push({ low, worth: taken * worth });
    left -= taken;
  }
  return found;
}

/** Takes a bundle wherever that is worth more: cells from high to low, so that it is taken at most once. */
function raise(
  best: Float64Array,
  size: readonly number[],
  stride: readonly number[],
  low: readonly number[],
  worth: number,
): void {
  const last = size.length - 1;
  const shift = low.reduce((sum, amount, d) => sum + amount * stride[d], 0);
  const walk = (d: number, from: number) => {
    if (d < last) {
      for (let n = size[d]; n >= low[d]; n--) walk(d + 1, from + n * stride[d]);
      return;
    }
    for (let cell = from + (size[d] ?? 0); cell >= from + (low[d] ?? 0); cell--) {
      const taken = best[cell - shift] + worth;
      if (taken > best[cell]) best[cell] = taken;
    }
  };
  walk(0, 0);
}
