import type { Target } from "../../src/instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../../src/instance/types.ts";
import { buildPlan } from "../../src/plan/build.ts";
import { evaluateObjective } from "../../src/plan/evaluate.ts";
import { asPiece, demandAt, type Held, pairOf, shared } from "./held.ts";
import { rentsOf, runningTime } from "./stretches.ts";

/** The value of a level by the letter of docs/instance.md, for instances so small that doubles are exact. */
export function levelValue(instance: Instance, target: Target, pieces: readonly Held[]): number {
  return target.terms.reduce(
    (sum, { objective, factor }) => sum + factor * objectiveOf(instance, objective, pieces),
    0,
  );
}

function objectiveOf(instance: Instance, spec: ObjectiveSpec, pieces: readonly Held[]): number {
  const { tasks, taskOfCopy, resourceOfCopy, resources, pairs, schedule } = instance;
  const { name, dimension = -1, priority } = spec;
  const taskOf = (copy: number) => tasks[taskOfCopy[copy]];
  const length = ({ start, end }: Held) => end - start;
  const places = [...resourceOfCopy.keys()];
  const sum = (of: (piece: Held) => number) => pieces.reduce((all, one) => all + of(one), 0);
  /** Sums over placed copies that count for the class. */
  const overCopies = (of: (copy: number, mine: readonly Held[]) => number) => {
    let all = 0;
    for (const copy of new Set(pieces.map((one) => one.copy))) {
      if (priority !== undefined && taskOf(copy).priority !== priority) continue;
      all += of(
        copy,
        pieces.filter((one) => one.copy === copy),
      );
    }
    return all;
  };
  const lastEnd = (mine: readonly Held[]) => Math.max(...mine.map(({ end }) => end));
  switch (name) {
    case "throughput":
      return -overCopies((copy, mine) => {
        const { divisible, gain } = taskOf(copy);
        const share = mine.reduce((all, one) => all + one.share, 0);
        return divisible ? Math.floor((gain * share) / 1_000_000) : gain;
      });
    case "utilization":
      return -overCopies((_, mine) =>
        mine.reduce((all, one) => {
          const amount = demandAt(instance, dimension, one.copy, one.place);
          return all + Math.floor((amount * one.share) / 1_000_000);
        }, 0),
      );
    case "completion-time":
      return overCopies((_, mine) => Math.max(...mine.map(length)));
    case "makespan":
      if (instance.mode !== "placement") return Math.max(0, ...pieces.map(({ end }) => end));
      return Math.max(0, ...places.map((p) => sum((one) => (one.place === p ? length(one) : 0))));
    case "cost": {
      const used = places.filter((p) => pieces.some(({ place }) => place === p));
      const fixed = used.reduce((all, p) => all + resources[resourceOfCopy[p]].fixedPrice, 0);
      const own = sum((one) =>
        shared(pairs.cost[pairOf(instance, one.copy, one.place)], one.share),
      );
      const rents = schedule === undefined ? 0 : rentsOf(instance, pieces);
      return fixed + own + rents + transfers(instance, pieces);
    }
    case "energy":
      if (schedule === undefined) {
        return sum((one) => shared(pairs.energy[pairOf(instance, one.copy, one.place)], one.share));
      }
      return places.reduce((all, p) => {
        const time = runningTime(pieces.filter(({ place }) => place === p));
        const { power = 0 } = resources[resourceOfCopy[p]];
        return all + Math.floor((power * time) / 1000 + 0.5);
      }, 0);
    case "balance":
      return most(
        loads(instance, dimension, pieces).flatMap((set) => set.map(([a, b]) => up(a, b))),
      );
    case "spread":
      return most(
        loads(instance, dimension, pieces).flatMap((set) =>
          set.flatMap(([a, b]) => set.map(([c, d]) => up(a * d - c * b, b * d))),
        ),
      );
    case "weighted-completion":
      return overCopies((copy, mine) => taskOf(copy).weight * lastEnd(mine));
    case "weighted-tardiness":
      return overCopies((copy, mine) => {
        const { weight, due = Infinity } = taskOf(copy);
        return weight * Math.max(0, lastEnd(mine) - due);
      });
    case "late-tasks":
      return overCopies((copy, mine) => {
        const { weight, due = Infinity } = taskOf(copy);
        return lastEnd(mine) > due ? weight : 0;
      });
    case "migrations":
      throw new Error("against an earlier plan alone");
    default:
      // Nobody has written it down a second time.
      return evaluateObjective(instance, buildPlan(instance, pieces.map(asPiece)), spec);
  }
}

/** Output x price of the way between the sites of linked copies, to the nearest micro-dollar, halves up. */
function transfers(instance: Instance, pieces: readonly Held[]): number {
  const { links, transfer, taskCopyStart, tasks, resourceOfCopy } = instance;
  let all = 0;
  for (const { from, to, output } of links) {
    for (let i = 0; i < tasks[from].count; i++) {
      const [a, b] = [taskCopyStart[from] + i, taskCopyStart[to] + i].map((copy) =>
        pieces.find((one) => one.copy === copy),
      );
      if (a === undefined || b === undefined) continue;
      const [g, h] = [a, b].map(({ place }) => transfer.siteOf[resourceOfCopy[place]]);
      const twice = 2n * BigInt(output) * BigInt(transfer.price[g * transfer.sites + h]);
      all += Number((twice / (1024n * 1024n) + 1n) / 2n);
    }
  }
  return all;
}

/** For each thing that is compared: load and size of each copy that has it, as exact numbers. */
function loads(
  instance: Instance,
  dimension: number,
  pieces: readonly Held[],
): (readonly [bigint, bigint])[][] {
  const { resourceOfCopy, resources, mode, dimensions } = instance;
  const places = [...resourceOfCopy.entries()].map(([p, r]) => ({ p, one: resources[r] }));
  const window = ({ until, from }: { until?: number; from: number }) => BigInt(until! - from);
  const at = (p: number, of: (piece: Held) => bigint) =>
    pieces.reduce((all, one) => (one.place === p ? all + of(one) : all), 0n);
  if (mode === "batch") {
    return [
      places.map(({ p, one }) => [at(p, ({ start, end }) => BigInt(end - start)), window(one)]),
    ];
  }
  return [...dimensions.keys()]
    .filter((d) => dimension === -1 || d === dimension)
    .map((d) =>
      places
        .filter(({ one }) => one.capacity[d] > 0)
        .map(({ p, one }) => {
          const demand = ({ copy }: Held) => BigInt(demandAt(instance, d, copy, p));
          if (mode === "placement") {
            const load = at(p, (piece) => demand(piece) * BigInt(piece.share));
            return [load, BigInt(one.capacity[d]) * 1_000_000n] as const;
          }
          const load = at(p, (piece) => demand(piece) * BigInt(piece.end - piece.start));
          return [load, BigInt(one.capacity[d]) * window(one)] as const;
        }),
    );
}

function most(values: readonly number[]): number {
  return Math.max(0, ...values);
}

/** In millionths, rounded up; what is below 0 never matters. */
function up(numerator: bigint, denominator: bigint): number {
  if (numerator <= 0n) return 0;
  return Number((numerator * 1_000_000n + denominator - 1n) / denominator);
}
