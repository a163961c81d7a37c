import type { Instance, ObjectiveSpec } from "../../src/instance/types.ts";
import { piecesOf } from "../../src/plan/build.ts";
import { evaluateObjective } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { naiveOverTime, naiveRents } from "./naive-schedule-values.ts";

/** An objective by the letter of docs/instance.md, slowly and in BigInt fractions. */
export function naiveValue(
  instance: Instance,
  plan: Plan,
  objective: Pick<ObjectiveSpec, "name" | "dimension" | "priority">,
): bigint {
  const { name, dimension, priority } = objective;
  if (instance.mode === "schedule") {
    const value = naiveOverTime(instance, plan, objective);
    if (value !== undefined) return value;
  }
  const all = [...piecesOf(plan)].map(({ task: copy, resource: place, share, start }) => {
    const t = instance.taskOfCopy[copy];
    const r = instance.resourceOfCopy[place];
    const pair = t * instance.resources.length + r;
    const up = (amount: number) => (BigInt(amount) * BigInt(share) + 999_999n) / 1_000_000n;
    const runtime = up(instance.pairs.runtime[pair]);
    return {
      copy,
      place,
      share: BigInt(share),
      task: instance.tasks[t],
      runtime,
      end: BigInt(start) + runtime,
      cost: up(instance.pairs.cost[pair]),
      energy: up(instance.pairs.energy[pair]),
      /** In millionths of the unit. */
      demand: (d: number) => {
        const { perPair, values } = instance.demand[d];
        return BigInt(values[perPair ? pair : t]) * BigInt(share);
      },
    };
  });
  type Row = (typeof all)[number];
  const rows = all.filter(({ task }) => (priority ?? task.priority) === task.priority);
  const copies = [...new Set(rows.map(({ copy }) => copy))];
  const ofCopy = (copy: number) => rows.filter((row) => row.copy === copy);
  const places = [...instance.resourceOfCopy.keys()];
  const total = (list: readonly Row[], value: (row: Row) => bigint) =>
    list.reduce((sum, row) => sum + value(row), 0n);
  const perCopy = (value: (mine: readonly Row[]) => bigint) =>
    copies.reduce((sum, copy) => sum + value(ofCopy(copy)), 0n);
  const at = (place: number) => rows.filter((row) => row.place === place);
  const entry = (place: number) => instance.resources[instance.resourceOfCopy[place]];
  const dimensions = [...instance.dimensions.keys()].filter(
    (d) => dimension === undefined || d === dimension,
  );

  /** For each thing compared: load and capacity of each copy that has it. */
  const levels = (): [bigint, bigint][][] =>
    instance.mode === "batch"
      ? [
          places.map((place) => [
            total(at(place), ({ runtime }) => runtime),
            BigInt((entry(place).until as number) - entry(place).from),
          ]),
        ]
      : dimensions.map((d) =>
          places
            .filter((place) => entry(place).capacity[d] > 0)
            .map((place) => [
              total(at(place), (row) => row.demand(d)),
              BigInt(entry(place).capacity[d]) * 1_000_000n,
            ]),
        );

  switch (name) {
    case "throughput":
      return -perCopy((mine) => {
        const share = total(mine, (row) => row.share);
        const { divisible, gain } = mine[0].task;
        return divisible ? (BigInt(gain) * share) / 1_000_000n : BigInt(gain);
      });
    case "utilization":
      return -total(rows, (row) => row.demand(dimension as number) / 1_000_000n);
    case "completion-time":
      return perCopy((mine) => largest(mine.map(({ runtime }) => runtime)));
    case "makespan":
      return largest(
        instance.mode === "batch"
          ? rows.map(({ end }) => end)
          : places.map((place) => total(at(place), ({ runtime }) => runtime)),
      );
    case "cost": {
      const rent = places
        .filter((place) => at(place).length > 0)
        .reduce((sum, place) => sum + BigInt(entry(place).fixedPrice), 0n);
      const time = instance.mode === "schedule" ? naiveRents(instance, plan) : 0n;
      return rent + time + total(rows, ({ cost }) => cost) + moved(instance, rows);
    }
    case "balance":
      return largest(levels().flatMap((level) => level.map(([a, b]) => millionths(a, b))));
    case "spread":
      return largest(
        levels().flatMap((level) =>
          level.flatMap(([a, b]) => level.map(([c, d]) => millionths(a * d - c * b, b * d))),
        ),
      );
    case "weighted-completion":
      return perCopy((mine) => BigInt(mine[0].task.weight) * largest(mine.map(({ end }) => end)));
    case "weighted-tardiness":
    case "late-tasks":
      throw new Error("of schedules alone");
    case "migrations":
      throw new Error("against an earlier plan alone");
    case "energy":
      return total(rows, ({ energy }) => energy);
    default:
      // Nobody has written it down a second time.
      return BigInt(evaluateObjective(instance, plan, objective));
  }
}

function largest(values: readonly bigint[]): bigint {
  let most = 0n;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** Rounded up; a negative fraction never matters to a largest. */
function millionths(numerator: bigint, denominator: bigint): bigint {
  if (numerator <= 0n) return 0n;
  return (numerator * 1_000_000n + denominator - 1n) / denominator;
}

/** By the letter: output in GiB x price per GiB of the way from site to site, to the nearest micro-dollar, halves up. */
function moved(
  instance: Instance,
  rows: readonly { readonly copy: number; readonly place: number }[],
): bigint {
  const { links, transfer, taskCopyStart, resourceOfCopy } = instance;
  const siteOf = (copy: number) => {
    const row = rows.find((one) => one.copy === copy);
    return row && transfer.siteOf[resourceOfCopy[row.place]];
  };
  let sum = 0n;
  for (const { from, to, output } of links) {
    for (let copy = taskCopyStart[from]; copy < taskCopyStart[from + 1]; copy++) {
      const [g, h] = [siteOf(copy), siteOf(taskCopyStart[to] + copy - taskCopyStart[from])];
      if (g === undefined || h === undefined) continue;
      const twice = 2n * BigInt(output) * BigInt(transfer.price[g * transfer.sites + h]);
      sum += (twice / 1_048_576n + 1n) / 2n;
    }
  }
  return sum;
}
