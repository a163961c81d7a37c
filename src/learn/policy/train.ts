import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { Certificate } from "../../plan/certificate/types.ts";
import type { Plan } from "../../plan/types.ts";
import { joined } from "../../util/columns.ts";
import { UsageError } from "../../util/errors.ts";
import { foldsOf, parted } from "../runtime/folds.ts";
import { binColumns, cutNumbers } from "../trees/bins.ts";
import { boost } from "../trees/boost.ts";
import { predictForest } from "../trees/predict.ts";
import type { BoostOptions } from "../trees/types.ts";
import { loadPrices, PAIR_FEATURES, pairRows } from "./pair-features.ts";
import type { Policy } from "./policy.ts";

/** An instance with a plan that is proven to be the best, and the bound and prices by which prices looked at it. */
export interface Example {
  readonly instance: Instance;
  readonly target: Target;
  readonly plan: Plan;
  readonly bound: { readonly value: number; readonly certificate?: Certificate } | undefined;
}

const SETTINGS: BoostOptions = {
  loss: { kind: "squared" },
  leaves: 24,
  depth: 6,
  leastRows: 20,
  shrink: 1,
  rate: 0.1,
  mostTrees: 200,
  rowShare: 0.7,
  columnShare: 0.8,
  patience: 20,
};
const FOLDS = 5;

/**
 * Learns where optimal plans put tasks: boosted trees on the share of a task's copies that run on each resource entry.
 * A fifth of the instances, whole ones, is held out to stop growing and to say how often the policy hits. Requires
 * examples of one objective; throws UsageError for fewer than five. Equal seeds give equal policies.
 */
export function trainPolicy(examples: readonly Example[], seed: number): Policy {
  if (examples.length < FOLDS) {
    throw new UsageError(
      `A policy needs at least ${FOLDS} instances with proven optimal plans, got ${examples.length}.\n` +
        "Maybe give smaller instances, or more time for each: --time-limit 30s.",
    );
  }
  const parts = examples.map(rowsOf);
  const group = Int32Array.from(parts.flatMap(({ target }, e) => Array.from(target, () => e)));
  const columns = PAIR_FEATURES.map((_, c) => joined(parts.map((part) => part.columns[c])));
  const target = joined(parts.map((part) => part.target));
  const { inside, outside } = parted(foldsOf(group, FOLDS, seed), 0);
  const cuts = columns.map((column) => cutNumbers(column));
  const binned = (rows: Int32Array) =>
    binColumns(
      columns.map((column) => Float64Array.from(rows, (row) => column[row])),
      cuts,
    );
  const targets = (rows: Int32Array) => Float64Array.from(rows, (row) => target[row]);
  const apart = { binned: binned(inside), target: targets(inside) };
  const { forest } = boost(binned(outside), cuts, targets(outside), SETTINGS, seed, apart);
  const said = predictForest(forest, apart.binned);
  const keys = Array.from(
    inside,
    (row) => `${group[row]} ${parts[group[row]].task[row - startOf(parts, group[row])]}`,
  );
  return {
    objective: examples[0].target.terms[0].objective.name,
    features: [...PAIR_FEATURES],
    forest,
    trained: {
      instances: examples.length,
      pairs: target.length,
      seed,
      hits: hitsOf(keys, said, apart.target),
    },
  };
}

/** Rows of an example's pairs with the share of the task's copies that its plan puts there. */
function rowsOf({ instance, target, plan, bound }: Example) {
  const rows = pairRows(instance, target, bound?.value ?? 0, loadPrices(bound?.certificate));
  const R = instance.resources.length;
  const placed = new Float64Array(instance.tasks.length * R);
  const total = new Float64Array(instance.tasks.length);
  plan.task.forEach((copy, k) => {
    const t = instance.taskOfCopy[copy];
    placed[t * R + instance.resourceOfCopy[plan.resource[k]]] += plan.share[k];
    total[t] += plan.share[k];
  });
  const shares = Float64Array.from(rows.task, (t, k) =>
    total[t] === 0 ? 0 : placed[t * R + rows.resource[k]] / total[t],
  );
  return { ...rows, target: shares };
}

function startOf(parts: readonly { readonly target: Float64Array }[], part: number): number {
  let start = 0;
  for (let e = 0; e < part; e++) start += parts[e].target.length;
  return start;
}

/** The mean, over tasks, of the true share of the entry that is said to have most. */
function hitsOf(keys: readonly string[], said: Float64Array, truth: Float64Array): number {
  const best = new Map<string, number>();
  keys.forEach((key, k) => {
    const held = best.get(key);
    if (held === undefined || said[k] > said[held]) best.set(key, k);
  });
  let sum = 0;
  for (const k of best.values()) sum += truth[k];
  return sum / Math.max(1, best.size);
}
