import type { Random } from "../../util/random.ts";
import { type FleetClass, makeClass } from "./fleet-class.ts";
import { NODE_KINDS, type NodeKind } from "./fleet-kinds.ts";
import type { GenerateOptions, Generator } from "./types.ts";

/** A node kind of this fleet and how many copies it has. */
interface Pool {
  readonly kind: NodeKind;
  readonly count: number;
}

const MAX_CLASSES = 200;

/**
 * A batch on a mixed GPU fleet: `kinds` kinds of node (5 unless given) with price and power, tasks in at
 * most 200 classes with demand and measured-looking throughput by kind. Truly unrelated: a faster device
 * is not faster for every class. Feasible by construction: every node is available until 1.25 times the
 * makespan of a plan that the generator knows.
 */
export const fleet: Generator = {
  summary: "a night's batch on a mixed GPU fleet, in classes of equal tasks",
  make: (options, random) => {
    const pools = makePools(options, random);
    const kinds = pools.map(({ kind }) => kind);
    const classes = shareOut(options.tasks, classCount(options.tasks), random).map((count, index) =>
      makeClass(index, count, options.tasks, kinds, random),
    );
    const until = `${horizonHours(pools, classes)}h`;
    return {
      mode: "batch",
      exclusive: true,
      objectives: ["makespan", "cost"],
      resources: pools.map((pool) => resourceEntry(pool, until)),
      tasks: classes.map((entry) => entry.document),
    };
  },
};

function classCount(tasks: number): number {
  return Math.min(MAX_CLASSES, Math.ceil(tasks / 3));
}

function makePools({ resources, kinds }: GenerateOptions, random: Random): Pool[] {
  const count = kinds ?? Math.min(5, resources);
  const copies = shareOut(resources, count, random);
  return copies.map((pool, index) => ({ kind: nodeKind(index), count: pool }));
}

/** Beyond the table, kinds come again as later generations: a fifth faster and dearer each time. */
function nodeKind(index: number): NodeKind {
  const kind = NODE_KINDS[index % NODE_KINDS.length];
  const generation = Math.floor(index / NODE_KINDS.length);
  if (generation === 0) return kind;
  const factor = 1 + generation / 5;
  return {
    ...kind,
    name: `${kind.name}-g${generation + 1}`,
    price: Number((kind.price * factor).toFixed(4)),
    speed: kind.speed * factor,
  };
}

/** Splits a total into `parts` positive integers of random size. */
function shareOut(total: number, parts: number, random: Random): number[] {
  const weights = Array.from({ length: parts }, () => random.int(1, 10));
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((weight) => 1 + Math.floor(((total - parts) * weight) / sum));
  let rest = total - shares.reduce((a, b) => a + b, 0);
  for (let k = 0; rest > 0; k = (k + 1) % parts, rest--) shares[k]++;
  return shares;
}

function resourceEntry({ kind, count }: Pool, until: string): object {
  return {
    id: kind.name,
    ...(count === 1 ? {} : { count }),
    capacity: { cpu: kind.cpu, memory: `${kind.memory}GiB` },
    ...(kind.gpus === 0 ? {} : { devices: { gpu: kind.gpus } }),
    price: `${kind.price}/h`,
    power: `${kind.power}W`,
    ...(kind.gpu === undefined ? {} : { labels: { gpu: kind.gpu } }),
    available: { until },
  };
}

/**
 * Hours within which a plan fits: classes, longest total first, each to the kind that is free first. List
 * scheduling inside a kind ends by load / copies + its longest runtime (Graham 1969, DOI
 * 10.1137/0117039).
 */
function horizonHours(pools: readonly Pool[], classes: readonly FleetClass[]): number {
  const load = pools.map(() => 0);
  const longest = pools.map(() => 0);
  const order = [...classes].sort((a, b) => b.count * b.homeSeconds - a.count * a.homeSeconds);
  for (const { count, seconds } of order) {
    let best = -1;
    let bestEnd = Number.POSITIVE_INFINITY;
    for (const [k, runtime] of seconds.entries()) {
      if (runtime === undefined) continue;
      const end = (load[k] + count * runtime) / pools[k].count + Math.max(longest[k], runtime);
      if (end < bestEnd) [best, bestEnd] = [k, end];
    }
    load[best] += count * (seconds[best] as number);
    longest[best] = Math.max(longest[best], seconds[best] as number);
  }
  const ends = pools.map(({ count }, k) => load[k] / count + longest[k]);
  return Math.ceil((1.25 * Math.max(...ends)) / 3600) + 1;
}
