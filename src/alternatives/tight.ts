import { taskCopyId } from "../instance/ids.ts";
import { rulesOf, usageOf } from "../instance/schedule.ts";
import { type Instance, WHOLE } from "../instance/types.ts";
import { plainValue } from "../plan/evaluate.ts";
import { pairOf, taskDemand } from "../plan/piece.ts";
import { endsOf, sweep } from "../plan/rules/sweep.ts";
import type { Plan } from "../plan/types.ts";
import { amountText, durationText, moneyText, thousandthsText } from "../plan/wording.ts";

/** A limit of the instance and how near a plan comes to it. */
export interface Tightness {
  /** "capacity", "limit", "deadline" or "budget". */
  readonly kind: string;
  /** A sentence. */
  readonly text: string;
  /** True if nothing of it is left. */
  readonly isFull: boolean;
}

/** Deadlines that are told, the tightest first. */
const MOST_DEADLINES = 3;

/** Which limits bind a plan: capacities by kind and dimension, limits over time, the tightest deadlines, the budget. O(dimensions x n log n). */
export function tightnessOf(instance: Instance, plan: Plan): readonly Tightness[] {
  const ends = endsOf(instance, plan);
  return [
    ...capacities(instance, plan, ends),
    ...limits(instance, plan, ends),
    ...deadlines(instance, plan, ends),
    ...budgets(instance, plan),
  ];
}

function capacities(instance: Instance, plan: Plan, ends: Float64Array): readonly Tightness[] {
  const { resources, resourceOfCopy, dimensions, mode } = instance;
  if (mode === "batch") return [];
  const piecesOf = new Map<number, number[]>();
  for (const [k, copy] of plan.resource.entries()) {
    const own = piecesOf.get(copy);
    if (own === undefined) piecesOf.set(copy, [k]);
    else own.push(k);
  }
  return dimensions.flatMap(({ name }, d) => {
    const full = new Map<string, number>();
    for (const [copy, pieces] of piecesOf) {
      const { capacity, kind } = resources[resourceOfCopy[copy]];
      const amount = (k: number) => (taskDemand(instance, plan, k, d) * plan.share[k]) / WHOLE;
      // In a placement all stand there at once.
      const most =
        mode === "placement"
          ? pieces.reduce((sum, k) => sum + amount(k), 0)
          : peak(plan, ends, pieces, amount);
      if (capacity[d] > 0 && most >= capacity[d]) {
        full.set(kind, (full.get(kind) ?? 0) + 1);
      }
    }
    const when = mode === "placement" ? "full" : "full at some time";
    return [...full].map(([kind, count]) => {
      const all = resources.reduce((sum, one) => sum + (one.kind === kind ? one.count : 0), 0);
      const text = `${name} of ${kind}: ${all === 1 ? "" : `${count} of ${all} are `}${when}.`;
      return { kind: "capacity", text, isFull: true };
    });
  });
}

function limits(instance: Instance, plan: Plan, ends: Float64Array): readonly Tightness[] {
  if (instance.mode !== "schedule") return [];
  return rulesOf(instance).limits.map((limit) => {
    const amount = (k: number) =>
      usageOf(limit, ...pairOf(instance, plan, k), instance.resources.length);
    const most = peak(plan, ends, plan.task.keys(), amount);
    const shown = (value: number) =>
      limit.dimension === undefined
        ? thousandthsText(value)
        : amountText(instance, limit.dimension, value);
    const text = `limit ${limit.name}: at most ${shown(most)} of ${shown(limit.capacity)} in use.`;
    return { kind: "limit", text, isFull: most >= limit.capacity };
  });
}

function peak(
  plan: Plan,
  ends: Float64Array,
  pieces: Iterable<number>,
  amount: (k: number) => number,
): number {
  let [load, most] = [0, 0];
  sweep(plan, ends, pieces, {
    enter: (k) => {
      load += amount(k);
      most = Math.max(most, load);
    },
    leave: (k) => {
      load -= amount(k);
    },
    stand: (k) => {
      most = Math.max(most, amount(k));
    },
  });
  return most;
}

function deadlines(instance: Instance, plan: Plan, ends: Float64Array): readonly Tightness[] {
  const left = new Map<number, number>();
  for (const [k, copy] of plan.task.entries()) {
    const { deadline } = instance.tasks[instance.taskOfCopy[copy]];
    if (deadline === undefined || instance.mode === "placement") continue;
    left.set(copy, Math.min(left.get(copy) ?? Infinity, deadline - ends[k]));
  }
  return [...left]
    .sort(([, a], [, b]) => a - b)
    .slice(0, MOST_DEADLINES)
    .map(([copy, time]) => ({
      ...{ kind: "deadline", isFull: time === 0 },
      text: `deadline of ${taskCopyId(instance, copy)}: ${time === 0 ? "met to the point" : `${durationText(time)} left`}.`,
    }));
}

function budgets(instance: Instance, plan: Plan): readonly Tightness[] {
  const { budget } = instance;
  if (budget === undefined) return [];
  const left = budget - plainValue(instance, plan, { name: "cost" });
  const text = `budget: ${moneyText(left)} of ${moneyText(budget)} left.`;
  return [{ kind: "budget", text, isFull: left === 0 }];
}
