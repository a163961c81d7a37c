import { UsageError } from "../../util/errors.ts";
import type { Random } from "../../util/random.ts";
import { pick } from "../edits.ts";
import type { HuntCandidate, HuntFamily, HuntSizes } from "../types.ts";

/** Equal hosts that are filled to the brim in a way that is known, so that nothing is lost to the optimum. */
interface Filling {
  readonly capacity: number;
  /** Ways to fill a host, each with the number of hosts that are filled so. */
  readonly patterns: readonly Pattern[];
}

interface Pattern {
  readonly hosts: number;
  /** Items x dimensions; each dimension sums to the capacity. */
  readonly items: readonly (readonly number[])[];
}

/** Units in a host: numbers with many divisors. */
const CAPACITIES = [12, 20, 24, 30, 60] as const;

const MOST_ITEMS = 6;
const MOST_PATTERNS = 4;

/** What equal hosts cost to be used, 1 each, for tasks in so many dimensions. As many hosts as tasks stand ready. */
export function packingFamily(
  name: string,
  about: string,
  dimensions: readonly string[],
): HuntFamily {
  const D = dimensions.length;
  const candidate = (filling: Filling, sizes: HuntSizes): HuntCandidate => ({
    document: documentOf(filling, dimensions),
    change(random) {
      const next = changed(filling, D, sizes, random);
      return candidate(isWithin(next, sizes) ? next : filling, sizes);
    },
  });
  return {
    name,
    about,
    kept: () => new Set(),
    draw(sizes, random) {
      const capacity = pick(CAPACITIES, random);
      for (let most = MOST_PATTERNS - 1; most > 0; most--) {
        const patterns = Array.from({ length: random.int(1, most) }, () =>
          drawPattern(capacity, D, sizes, random),
        );
        if (isWithin({ capacity, patterns }, sizes))
          return candidate({ capacity, patterns }, sizes);
      }
      const pattern = { ...drawPattern(capacity, D, sizes, random, 2), hosts: leastHosts(sizes) };
      const halves = { capacity, patterns: [pattern] };
      if (isWithin(halves, sizes)) return candidate(halves, sizes);
      throw new UsageError(
        `${name}: ${sizes.tasks} tasks are too few to fill ${leastHosts(sizes)} hosts.\nMaybe allow ${4 * leastHosts(sizes)} tasks, or a smaller optimum.`,
      );
    },
  };
}

function leastHosts({ leastOptimum = 2 }: HuntSizes): number {
  return Math.max(1, Math.ceil(leastOptimum));
}

function drawPattern(
  capacity: number,
  D: number,
  sizes: HuntSizes,
  random: Random,
  items = random.int(2, 5),
): Pattern {
  const parts = Array.from({ length: D }, () => partition(capacity, items, random));
  return {
    hosts: random.int(1, leastHosts(sizes)),
    items: Array.from({ length: items }, (_, i) => parts.map((part) => part[i]!)),
  };
}

/** A capacity in so many parts of at least 1. */
function partition(capacity: number, parts: number, random: Random): readonly number[] {
  const cuts = Array.from({ length: parts - 1 }, () => random.int(0, capacity - parts));
  const sorted = [0, ...cuts.sort((a, b) => a - b), capacity - parts];
  return Array.from({ length: parts }, (_, i) => 1 + sorted[i + 1]! - sorted[i]!);
}

/** Hosts between the least and its double, and not too many tasks. */
function isWithin({ patterns }: Filling, sizes: HuntSizes): boolean {
  const least = leastHosts(sizes);
  const hosts = patterns.reduce((sum, pattern) => sum + pattern.hosts, 0);
  const tasks = patterns.reduce((sum, { hosts: n, items }) => sum + n * items.length, 0);
  return hosts >= least && hosts <= 2 * least + 2 && tasks <= (sizes.tasks ?? 4 * (least + 2));
}

function changed(filling: Filling, D: number, sizes: HuntSizes, random: Random): Filling {
  let { patterns } = filling;
  for (let steps = random.int(1, 2); steps > 0; steps--) {
    const at = random.int(0, patterns.length - 1);
    const kind = random.int(0, 7);
    if (kind === 0 && patterns.length < MOST_PATTERNS) {
      patterns = [...patterns, drawPattern(filling.capacity, D, sizes, random)];
    } else if (kind === 1 && patterns.length > 1) patterns = patterns.filter((_, i) => i !== at);
    else patterns = patterns.map((one, i) => (i === at ? altered(one, D, kind, random) : one));
  }
  return { ...filling, patterns };
}

/** Another pattern that fills a host just as well. */
function altered({ hosts, items }: Pattern, D: number, kind: number, random: Random): Pattern {
  const [a, b] = [random.int(0, items.length - 1), random.int(0, items.length - 1)];
  if (kind <= 2) return { hosts: Math.max(1, hosts + (random.int(0, 1) === 0 ? 1 : -1)), items };
  if (kind === 3)
    return items.length < MOST_ITEMS ? split(hosts, items, a, random) : { hosts, items };
  if (a === b) return { hosts, items };
  if (kind === 4 && items.length > 1) {
    const sum = items[a]!.map((x, d) => x + items[b]![d]!);
    return { hosts, items: [...items.filter((_, i) => i !== a && i !== b), sum] };
  }
  const d = random.int(0, D - 1);
  const moved = random.int(1, random.int(1, Math.max(1, items[a]![d]! >> 1)));
  if (items[a]![d]! <= moved) return { hosts, items };
  const by = (i: number) => (i === a ? -moved : i === b ? moved : 0);
  return {
    hosts,
    items: items.map((item, i) => item.map((x, e) => (e === d ? x + by(i) : x))),
  };
}

function split(hosts: number, items: Pattern["items"], at: number, random: Random): Pattern {
  if (items[at]!.some((x) => x < 2)) return { hosts, items };
  const part = items[at]!.map((x) => random.int(1, x - 1));
  const rest = items[at]!.map((x, d) => x - part[d]!);
  return { hosts, items: [...items.filter((_, i) => i !== at), part, rest] };
}

function documentOf({ capacity, patterns }: Filling, dimensions: readonly string[]) {
  const counts = new Map<string, { item: readonly number[]; count: number }>();
  for (const { hosts, items } of patterns) {
    for (const item of items) {
      const known = counts.get(item.join());
      counts.set(item.join(), { item, count: (known?.count ?? 0) + hosts });
    }
  }
  const sorts = [...counts.values()].sort((a, b) => b.item[0]! - a.item[0]!);
  const amounts = (of: (d: number) => number) =>
    Object.fromEntries(dimensions.map((name, d) => [name, of(d)]));
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: [
      {
        id: "host",
        count: sorts.reduce((sum, { count }) => sum + count, 0),
        capacity: amounts(() => capacity),
        fixed_price: 1,
      },
    ],
    tasks: sorts.map(({ item, count }, i) => ({
      id: `t${i + 1}`,
      count,
      demand: amounts((d) => item[d]!),
    })),
  };
}
