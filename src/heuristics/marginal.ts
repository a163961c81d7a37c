import { isCounted } from "../instance/priority.ts";
import { onlyOverTime } from "../instance/schedule.ts";
import type { Target } from "../instance/targets.ts";
import { type ObjectiveSpec, WHOLE } from "../instance/types.ts";
import type { LevelKind, Rank } from "./choice.ts";

/** The target's rise: exact for sums, and for maxima the level that the copy itself would reach. */
export function marginalOf(target: Target): Rank {
  const parts = target.terms.map((term) => ({
    factor: term.factor,
    rank: RANKS[term.objective.name](term.objective),
  }));
  if (parts.length === 1) return parts[0].rank;
  return (state, task, copy) =>
    parts.reduce((sum, part) => sum + part.factor * part.rank(state, task, copy), 0);
}

/** How a divisible task is best split for the target, after its first term. */
export function levelKindOf(target: Target): LevelKind | "fill" {
  return LEVELS[target.terms[0].objective.name] ?? "fill";
}

/** Micro-dollars, with the fixed price of an unused copy. */
export const moneyRank: Rank = (state, task, copy) => state.priceOf(task, copy);

/** Batch: the end of the task itself; placement: the copy's sum of runtimes with it. */
export const endRank: Rank = (state, task, copy) =>
  state.slot(task, copy)?.end ?? state.busy[copy] + state.runtime(task, copy, WHOLE);

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

const LEVELS: Readonly<Partial<Record<ObjectiveSpec["name"], LevelKind>>> = {
  makespan: "end",
  "completion-time": "runtime",
  balance: "load",
  spread: "load",
};

const nothing: Rank = () => 0;

const RANKS: Readonly<Record<ObjectiveSpec["name"], (spec: ObjectiveSpec) => Rank>> = {
  throughput: () => nothing,
  utilization: () => nothing,
  cost: () => moneyRank,
  energy: () => (state, task, copy) => state.instance.pairs.energy[state.pair(task, copy)],
  "completion-time": (spec) => (state, task, copy) =>
    isCounted(state.instance, spec, state.instance.taskOfCopy[task])
      ? state.instance.pairs.runtime[state.pair(task, copy)]
      : 0,
  makespan: () => endRank,
  "weighted-completion": () => weightedRank,
  "weighted-tardiness": onlyOverTime,
  "late-tasks": onlyOverTime,
  balance: (spec) => levelRank(spec.dimension),
  migrations: () => (state, task, copy) =>
    state.instance.earlier?.migrates?.[state.pair(task, copy)] ?? 0,
  spread: (spec) => levelRank(spec.dimension),
};

/** Weight x end of the task, and the delay of the pieces behind it. */
const weightedRank: Rank = (state, task, copy) => {
  const { tasks, taskOfCopy } = state.instance;
  const slot = state.slot(task, copy);
  if (slot === undefined) return Infinity;
  const list = state.onCopy[copy];
  const runtime = state.runtime(task, copy, WHOLE);
  let behind = 0;
  for (let i = slot.position; i < list.length; i++) behind += tasks[taskOfCopy[list[i]]].weight;
  return tasks[taskOfCopy[task]].weight * slot.own + behind * runtime;
};

/** The copy's largest load over capacity with the task, in millionths. */
function levelRank(dimension: number | undefined): Rank {
  return (state, task, copy) => {
    const { instance, dimensions } = state;
    const entry = instance.resourceOfCopy[copy];
    if (instance.mode === "batch") {
      const { from, until } = instance.resources[entry];
      const busy = state.busy[copy] + state.runtime(task, copy, WHOLE);
      return until === undefined || until <= from ? busy : (1e6 * busy) / (until - from);
    }
    let level = 0;
    for (let d = 0; d < dimensions; d++) {
      const capacity = state.capacity[entry * dimensions + d];
      if (capacity === 0 || (dimension !== undefined && d !== dimension)) continue;
      const load = capacity - state.free(copy, d) + state.need(task, copy, d);
      level = Math.max(level, (1e6 * load) / capacity);
    }
    return level;
  };
}
