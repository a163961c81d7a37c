import { remember } from "../util/remember.ts";
import { isCounted } from "./priority.ts";
import type { Target, TargetTerm } from "./targets.ts";
import type { Instance } from "./types.ts";

/**
 * A target whose internal value is a sum: `place[t]` once for each placed copy of task entry t, `pair[t * R + r]`
 * for each whole piece of it on a copy of resource entry r, and `fixed[r]` once for each used copy of r.
 * All safe integers. Shares of a divisible task count at least their part of `pair` and `place`.
 */
export interface AdditiveValues {
  /** Length T. */
  readonly place: Float64Array;
  /** Length T x R, row = task entry; meaningless where the pair is not eligible. */
  readonly pair: Float64Array;
  /** Length R, never negative. */
  readonly fixed: Float64Array;
}

/** Additive forms of one instance that are kept at a time: those of its levels and of their limits. */
const MOST_KEPT = 4;

const keptOf = remember((_: Instance) => new Map<string, AdditiveValues | undefined>());

/**
 * The additive form of a target, or undefined if one of its terms is no such sum. Completion time is one where
 * every task has a single piece; with replicas or shares it is not. O(T R) at the first call; all callers share the
 * answer, so whoever changes it takes a copy.
 */
export function additiveValues(
  instance: Instance,
  { terms }: Pick<Target, "terms">,
): AdditiveValues | undefined {
  const kept = keptOf(instance);
  const key = terms
    .map(({ objective: { name, dimension, priority }, factor }) =>
      [name, dimension, priority, factor].join(" "),
    )
    .join(", ");
  if (kept.has(key)) return kept.get(key);
  const values = sumUp(instance, terms);
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(key, values);
  return values;
}

function sumUp(instance: Instance, terms: readonly TargetTerm[]): AdditiveValues | undefined {
  const values = {
    place: new Float64Array(instance.tasks.length),
    pair: new Float64Array(instance.pairs.cost.length),
    fixed: new Float64Array(instance.resources.length),
  };
  return terms.every((term) => addTerm(instance, term, values)) ? values : undefined;
}

/** Of a class only the rows of its tasks are kept; what used copies pay belongs to no task. */
function addTerm(instance: Instance, term: TargetTerm, values: AdditiveValues): boolean {
  const { objective, factor } = term;
  if (objective.priority === undefined) return addAll(instance, term, values);
  const { priority: _, ...whole } = objective;
  const own = sumUp(instance, [{ objective: whole, factor }]);
  if (own === undefined || own.fixed.some((one) => one !== 0)) return false;
  const R = instance.resources.length;
  instance.tasks.forEach((_task, t) => {
    if (!isCounted(instance, objective, t)) return;
    values.place[t] += own.place[t];
    for (let k = t * R; k < (t + 1) * R; k++) values.pair[k] += own.pair[k];
  });
  return true;
}

function addAll(instance: Instance, term: TargetTerm, values: AdditiveValues): boolean {
  const { objective, factor } = term;
  const addPairs = (amount: ArrayLike<number>) => {
    for (let e = 0; e < amount.length; e++) values.pair[e] += factor * amount[e];
    return true;
  };
  switch (objective.name) {
    case "cost":
      instance.resources.forEach(({ fixedPrice }, r) => {
        values.fixed[r] += factor * fixedPrice;
      });
      return addPairs(instance.pairs.cost);
    case "energy":
      return addPairs(instance.pairs.energy);
    case "migrations":
      return instance.earlier?.migrates !== undefined && addPairs(instance.earlier.migrates);
    case "completion-time":
      if (instance.tasks.some(({ replicas, divisible }) => replicas > 1 || divisible)) return false;
      return addPairs(instance.pairs.runtime);
    case "throughput":
      instance.tasks.forEach(({ gain }, t) => {
        values.place[t] -= factor * gain;
      });
      return true;
    case "utilization":
      return addDemand(instance, objective.dimension as number, factor, values.pair);
    default:
      return false;
  }
}

function addDemand(
  instance: Instance,
  dimension: number,
  factor: number,
  pair: Float64Array,
): boolean {
  const { perPair, values } = instance.demand[dimension];
  const resources = instance.resources.length;
  for (let e = 0; e < pair.length; e++) {
    pair[e] -= factor * values[perPair ? e : Math.floor(e / resources)];
  }
  return true;
}
