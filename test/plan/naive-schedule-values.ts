import type { Instance, ObjectiveSpec } from "../../src/instance/types.ts";
import { piecesOf } from "../../src/plan/build.ts";
import type { Plan } from "../../src/plan/types.ts";

/** A piece as far as objectives over time look at it; times in ms. */
interface Row {
  readonly copy: number;
  readonly place: number;
  readonly entry: number;
  readonly start: number;
  readonly end: number;
}

/** What one objective is worth over time where tasks run side by side, by the letter, stretch of time by stretch of time. */
export function naiveOverTime(
  instance: Instance,
  plan: Plan,
  { name, dimension, priority }: Pick<ObjectiveSpec, "name" | "dimension" | "priority">,
): bigint | undefined {
  const rows = [...piecesOf(plan)].map(({ task: copy, resource: place, start }): Row => {
    const entry = instance.taskOfCopy[copy];
    const pair = entry * instance.resources.length + instance.resourceOfCopy[place];
    return { copy, place, entry, start, end: start + instance.pairs.runtime[pair] };
  });
  const places = [...instance.resourceOfCopy.keys()];
  const hostOf = (place: number) => instance.resources[instance.resourceOfCopy[place]];
  const lastEnds = [...instance.taskOfCopy].flatMap((entry, copy) => {
    const mine = rows.filter((row) => row.copy === copy);
    if (mine.length === 0) return [];
    if (priority !== undefined && instance.tasks[entry].priority !== priority) return [];
    return [{ task: instance.tasks[entry], end: Math.max(...mine.map(({ end }) => end)) }];
  });
  const overCopies = (of: (one: (typeof lastEnds)[number]) => number) =>
    lastEnds.reduce((sum, one) => sum + BigInt(of(one)), 0n);
  switch (name) {
    case "makespan":
      return BigInt(Math.max(0, ...rows.map(({ end }) => end)));
    case "weighted-completion":
      return overCopies(({ task, end }) => task.weight * end);
    case "weighted-tardiness":
      return overCopies(({ task, end }) => task.weight * Math.max(0, end - (task.due ?? end)));
    case "late-tasks":
      return overCopies(({ task, end }) =>
        task.due !== undefined && end > task.due ? task.weight : 0,
      );
    case "energy":
      return places.reduce((sum, place) => {
        const used = stretches(rows.filter((row) => row.place === place));
        const time = used.reduce((total, [from, until]) => total + until - from, 0);
        return sum + nearest(BigInt(hostOf(place).power ?? 0) * BigInt(time), 1000n);
      }, 0n);
    case "balance":
    case "spread": {
      const levels = instance.dimensions.flatMap((_, d) =>
        dimension !== undefined && dimension !== d ? [] : [levelsOf(instance, rows, d)],
      );
      if (name === "balance") return most(levels.flatMap((of) => of.map(([a, b]) => up(a, b))));
      return most(
        levels.flatMap((of) =>
          of.flatMap(([a, b]) => of.map(([c, d]) => up(a * d - c * b, b * d))),
        ),
      );
    }
    default:
      return undefined;
  }
}

/** What used resource copies pay for time, in micro-dollars. */
export function naiveRents(instance: Instance, plan: Plan): bigint {
  const { resources, resourceOfCopy, taskOfCopy, pairs, schedule } = instance;
  let sum = 0n;
  for (const [place, r] of resourceOfCopy.entries()) {
    const held = [...piecesOf(plan)].filter(({ resource }) => resource === place);
    const used = stretches(
      held.map(({ task, start }) => {
        const pair = taskOfCopy[task] * resources.length + r;
        return { start, end: start + pairs.runtime[pair] };
      }),
    );
    if (used.length === 0) continue;
    const { by, every } = schedule!.billing[r];
    const whole: typeof used = [[used[0][0], used.at(-1)![1]]];
    const time = (by === "rental" ? whole : used).reduce((total, [from, until]) => {
      let paid = 0;
      if (every === 1) paid = until - from;
      else while (paid < until - from) paid += every;
      return total + paid;
    }, 0);
    sum += nearest(BigInt(resources[r].pricePerHour) * BigInt(time), 3_600_000n);
  }
  return sum;
}

/** The longest stretches of time without an instant at which nothing runs. */
function stretches(
  rows: readonly { readonly start: number; readonly end: number }[],
): readonly (readonly [number, number])[] {
  const cuts = [...new Set(rows.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const list: [number, number][] = [];
  cuts.slice(1).forEach((until, i) => {
    const from = cuts[i];
    if (!rows.some(({ start, end }) => start <= from && until <= end)) return;
    const last = list.at(-1);
    if (last !== undefined && last[1] === from) last[1] = until;
    else list.push([from, until]);
  });
  return list;
}

/** Demand x runtime over capacity x window of each copy that has the dimension. */
function levelsOf(instance: Instance, rows: readonly Row[], d: number): [bigint, bigint][] {
  const { perPair, values } = instance.demand[d];
  return [...instance.resourceOfCopy].flatMap((r, place) => {
    const { capacity, from, until } = instance.resources[r];
    if (capacity[d] === 0) return [];
    const load = rows
      .filter((row) => row.place === place)
      .reduce((sum, { entry, start, end }) => {
        const demand = values[perPair ? entry * instance.resources.length + r : entry];
        return sum + BigInt(demand) * BigInt(end - start);
      }, 0n);
    return [[load, BigInt(capacity[d]) * BigInt(until! - from)] as [bigint, bigint]];
  });
}

function most(values: readonly bigint[]): bigint {
  return values.reduce((all, one) => (one > all ? one : all), 0n);
}

/** In millionths, rounded up. */
function up(numerator: bigint, denominator: bigint): bigint {
  return numerator <= 0n ? 0n : (numerator * 1_000_000n + denominator - 1n) / denominator;
}

/** Halves up. */
function nearest(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
