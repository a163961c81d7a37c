import {
  answerFor,
  type ByKind,
  type PartKind,
  type PartOf,
} from "../instance/objectives/objective.ts";
import { partsOf } from "../instance/objectives/registry.ts";
import { isCounted } from "../instance/priority.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import type { LevelKind, Rank } from "./choice.ts";

/** The target's rise: exact for sums, and for maxima the utilization that the copy itself would reach. */
export function marginalOf(instance: Instance, target: Target): Rank {
  const ranks = target.terms.flatMap(({ objective, factor }) =>
    ranksOf(instance, objective).map((rank) => ({ factor, rank })),
  );
  if (ranks.length === 1) return ranks[0].rank;
  return (state, task, copy) =>
    ranks.reduce((sum, { factor, rank }) => sum + factor * rank(state, task, copy), 0);
}

function ranksOf(instance: Instance, objective: ObjectiveSpec): readonly Rank[] {
  // The state knows what everything costs, for budgets.
  if (objective.name === "cost") return [moneyRank];
  return partsOf(instance, objective).flatMap(
    (part) => answerFor(RANKS, part, instance, objective) ?? [],
  );
}

/** How a divisible task is best split for the target, after its first term. */
export function levelKindOf(instance: Instance, { terms }: Target): LevelKind | "fill" {
  const [part] = partsOf(instance, terms[0].objective);
  return (part && LEVELS[part.kind]) ?? "fill";
}

/** Micro-dollars, with the fixed price of an unused copy. */
export const moneyRank: Rank = (state, task, copy) => state.priceOf(task, copy);

/** Batch: the end of the task itself; placement: the copy's sum of runtimes with it. */
export const endRank: Rank = (state, task, copy) =>
  state.slot(task, copy)?.end ?? state.busy[copy] + state.runtime(task, copy);

/**
 * What would be left of the copy, as the sum over dimensions of free share of capacity (batch: time left,
 * or its end if it has no `until`): lowest is the best fit.
 */
export const slackRank: Rank = (state, task, copy) => {
  const { instance, dimensions } = state;
  const entry = instance.resourceOfCopy[copy];
  if (instance.mode === "batch") {
    const { until } = instance.resources[entry];
    const end = state.slot(task, copy)?.end ?? 0;
    return until === undefined ? end : (until - end) / Math.max(1, until);
  }
  let slack = 0;
  for (let d = 0; d < dimensions; d++) {
    const capacity = state.capacity[entry * dimensions + d];
    if (capacity > 0) slack += (state.free(copy, d) - state.need(task, copy, d)) / capacity;
  }
  return slack;
};

const LEVELS: { readonly [K in PartKind]?: LevelKind } = {
  "last end": "end",
  runtimes: "runtime",
  utilization: "load",
};

/** By kind of part; undefined where it does not tell places apart, or nobody knows how. */
const RANKS: ByKind<[instance: Instance, objective: ObjectiveSpec], Rank | undefined> = {
  pieces: ({ amount, isGain }, instance, objective) =>
    isGain
      ? undefined
      : counted(instance, objective, (_, task, copy) =>
          amount(instance.taskOfCopy[task], instance.resourceOfCopy[copy]),
        ),
  placed: () => undefined,
  runtimes: ({ value }, instance, objective) =>
    counted(instance, objective, (state, task, copy) =>
      value(instance.tasks[instance.taskOfCopy[task]], state.runtime(task, copy)),
    ),
  ends: ({ value }, instance) => endsRank(instance, value),
  copies:
    ({ fixed }, instance) =>
    (state, _, copy) =>
      state.held[copy].length === 0 ? fixed(instance.resourceOfCopy[copy]) : 0,
  transfers: () => undefined,
  "last end": () => endRank,
  utilization: ({ dimension }) => utilizationRank(dimension),
  whole: () => undefined,
};

/** Tasks that do not count for the objective do not count. */
function counted(instance: Instance, objective: ObjectiveSpec, rank: Rank): Rank {
  if (objective.priority === undefined) return rank;
  return (state, task, copy) =>
    isCounted(instance, objective, instance.taskOfCopy[task]) ? rank(state, task, copy) : 0;
}

/** The value of the task's own end, and what as long a delay adds to the tasks behind it. */
function endsRank({ tasks, taskOfCopy }: Instance, value: PartOf<"ends">["value"]): Rank {
  return (state, task, copy) => {
    const slot = state.slot(task, copy);
    if (slot === undefined) return Infinity;
    const list = state.held[copy];
    const runtime = state.runtime(task, copy);
    let behind = 0;
    for (let i = slot.position; i < list.length; i++) {
      const other = tasks[taskOfCopy[state.taskOf(list[i])]];
      behind += value(other, runtime) - value(other, 0);
    }
    return value(tasks[taskOfCopy[task]], slot.own) + behind;
  };
}

/** The copy's largest load over capacity with the task, in millionths. */
function utilizationRank(dimension: number | undefined): Rank {
  return (state, task, copy) => {
    const { instance, dimensions } = state;
    const entry = instance.resourceOfCopy[copy];
    if (instance.mode === "batch") {
      const { from, until } = instance.resources[entry];
      const busy = state.busy[copy] + state.runtime(task, copy);
      return until === undefined || until <= from ? busy : (1e6 * busy) / (until - from);
    }
    let utilization = 0;
    for (let d = 0; d < dimensions; d++) {
      const capacity = state.capacity[entry * dimensions + d];
      if (capacity === 0 || (dimension !== undefined && d !== dimension)) continue;
      const load = capacity - state.free(copy, d) + state.need(task, copy, d);
      utilization = Math.max(utilization, (1e6 * load) / capacity);
    }
    return utilization;
  };
}
