import { remember } from "../util/remember.ts";
import { answerFor, type ByKind } from "./objectives/objective.ts";
import { partsOf } from "./objectives/registry.ts";
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

/**
 * Cells of tables of one instance that are kept at a time, some 200 MB: those of its levels and of their limits, but only the last
 * one where pairs are tens of millions.
 */
const MOST_KEPT = 25_000_000;

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
  let cells = values?.pair.length ?? 0;
  for (const [other, { pair } = { pair: [] }] of [...kept].reverse()) {
    cells += pair.length;
    if (cells > MOST_KEPT) kept.delete(other);
  }
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

function addAll(instance: Instance, { objective, factor }: TargetTerm, values: AdditiveValues) {
  return partsOf(instance, objective).every((part) =>
    answerFor(ADD, part, instance, factor, values),
  );
}

/** Adds a part to the values; false if it is no such sum. */
const ADD: ByKind<[instance: Instance, factor: number, values: AdditiveValues], boolean> = {
  pieces({ amount, isGain }, instance, factor, { pair }) {
    const sign = isGain ? -factor : factor;
    return addPairs(instance, pair, (t, r) => sign * amount(t, r));
  },
  placed({ gain }, { tasks }, factor, { place }) {
    for (const t of tasks.keys()) place[t] -= factor * gain(t);
    return true;
  },
  runtimes({ value }, instance, factor, { pair }) {
    const { tasks, pairs, resources } = instance;
    if (tasks.some(({ replicas, divisible }) => replicas > 1 || divisible)) return false;
    const R = resources.length;
    return addPairs(instance, pair, (t, r) => factor * value(tasks[t], pairs.runtime[t * R + r]));
  },
  ends: () => false,
  copies({ fixed, timed }, { resources }, factor, values) {
    if (timed !== undefined) return false;
    for (const r of resources.keys()) values.fixed[r] += factor * fixed(r);
    return true;
  },
  // They come on top of the sum; see `countsTransfers`.
  transfers: () => true,
  "last end": () => false,
  utilization: () => false,
  whole: () => false,
};

function addPairs(
  { tasks, resources }: Instance,
  pair: Float64Array,
  amount: (task: number, resource: number) => number,
): true {
  const R = resources.length;
  for (let t = 0; t < tasks.length; t++) {
    for (let r = 0; r < R; r++) pair[t * R + r] += amount(t, r);
  }
  return true;
}

/**
 * True if transfers are part of the target: then its value is more than a sum over pieces and used copies. Every method
 * that takes it for such a sum asks this first; sums without them remain lower bounds, since transfers cost at least 0.
 */
export function countsTransfers(instance: Instance, target: Target): boolean {
  return target.terms.some(({ objective }) =>
    partsOf(instance, objective).some(({ kind }) => kind === "transfers"),
  );
}
