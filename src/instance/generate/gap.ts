import type { Random } from "../../util/random.ts";
import type { GenerateOptions, Generator } from "./types.ts";

/**
 * The five published families of generalized assignment instances, types A to D by Chu and Beasley
 * (1997), DOI 10.1016/S0305-0548(96)00032-9, type E by Laguna, Kelly, Gonzalez-Velarde and Glover
 * (1995), DOI 10.1016/0377-2217(93)E0174-V. Minimise cost; one dimension, `weight`.
 */
export const gapA = family("loose capacities", uniformPair, greedyCapacities(1));

/** Type A with 0.7 of its capacities. */
export const gapB = family("capacities 0.7 of type a", uniformPair, greedyCapacities(0.7));

/** Type A with capacities that follow the weights. */
export const gapC = family("tight capacities", uniformPair, shareCapacities);

/** Weights and costs inversely correlated: the hard ones. */
export const gapD = family("cost falls as weight rises", inversePair, shareCapacities);

/** Weights of exponential shape, costs inversely proportional to them. */
export const gapE = family("weights of exponential shape", exponentialPair, roomyCapacities);

interface Pair {
  readonly weight: number;
  readonly cost: number;
}

/** By task, then resource. */
type Table = readonly (readonly Pair[])[];

function family(
  what: string,
  pair: (random: Random) => Pair,
  capacities: (table: Table, resources: number) => readonly number[],
): Generator {
  const make = ({ tasks, resources }: GenerateOptions, random: Random) => {
    const table: Table = rows(tasks, () => rows(resources, () => pair(random)));
    return {
      mode: "placement" as const,
      objectives: ["cost"],
      resources: capacities(table, resources).map((weight, r) => ({
        id: `r${r + 1}`,
        capacity: { weight },
      })),
      tasks: table.map((row, t) => ({
        id: `t${t + 1}`,
        demand: { weight: row.map(({ weight }) => weight) },
        cost: row.map(({ cost }) => cost),
      })),
    };
  };
  return { summary: `generalized assignment, ${what}`, make };
}

function uniformPair(random: Random): Pair {
  return { weight: random.int(5, 25), cost: random.int(10, 50) };
}

function inversePair(random: Random): Pair {
  const weight = random.int(1, 100);
  return { weight, cost: 111 - weight + random.int(-10, 10) };
}

/** Both are cut to integers. The tail could make a cost negative (1 in 60,000 pairs): it is 0 then. */
function exponentialPair(random: Random): Pair {
  const weight = Math.floor(1 - 10 * Math.log(positiveUnit(random)));
  const cost = Math.floor(1000 / weight - 10 * positiveUnit(random));
  return { weight, cost: Math.max(0, cost) };
}

/** 0.6 x 15 n/m + 0.4 of the largest load if every task takes its cheapest resource; cut to integers. */
function greedyCapacities(factor: number): (table: Table, resources: number) => readonly number[] {
  return (table, resources) => {
    const load = rows(resources, () => 0);
    for (const row of table) {
      const cheapest = row.reduce((best, { cost }, r) => (cost < row[best].cost ? r : best), 0);
      load[cheapest] += row[cheapest].weight;
    }
    const largest = load.reduce((a, b) => Math.max(a, b), 0);
    const capacity = (0.6 * 15 * table.length) / resources + 0.4 * largest;
    return rows(resources, () => Math.floor(factor * capacity));
  };
}

/** 0.8 of the mean weight of a resource's share of the tasks. */
function shareCapacities(table: Table, resources: number): readonly number[] {
  return rows(resources, (r) => {
    const total = table.reduce((sum, row) => sum + row[r].weight, 0);
    return Math.floor((8 * total) / (10 * resources));
  });
}

/** As `shareCapacities`, but each task fits alone. */
function roomyCapacities(table: Table, resources: number): readonly number[] {
  return shareCapacities(table, resources).map((share, r) =>
    table.reduce((largest, row) => Math.max(largest, row[r].weight), share),
  );
}

function positiveUnit(random: Random): number {
  return 1 - random.unit();
}

function rows<T>(count: number, of: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => of(index));
}
