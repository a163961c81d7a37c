import type { Target } from "../../instance/targets.ts";
import type { Instance, ObjectiveName } from "../../instance/types.ts";
import type { Certificate } from "../../plan/certificate/types.ts";
import { binColumns } from "../trees/bins.ts";
import { predictForest } from "../trees/predict.ts";
import type { TreeSum } from "../trees/types.ts";
import { loadPrices, pairRows } from "./pair-features.ts";

/** A trained matching policy: which share of a task's copies optimal plans put on a resource entry. */
export interface Policy {
  /** The objective whose optimal plans it learned from. */
  readonly objective: ObjectiveName;
  readonly features: readonly string[];
  readonly forest: TreeSum;
  readonly trained: {
    readonly instances: number;
    readonly pairs: number;
    readonly seed: number;
    /** Share of task copies of held-out instances that the likeliest entry has in the optimal plan too. */
    readonly hits: number;
  };
}

/** By task entry x resource entry: the share of copies that should run there; 0 where none may, sums of 1. */
export function predictShares(
  policy: Policy,
  instance: Instance,
  target: Target,
  bound: { readonly value: number; readonly certificate?: Certificate } | undefined,
): Float64Array {
  const R = instance.resources.length;
  const prices = loadPrices(bound?.certificate);
  const { task, resource, columns } = pairRows(instance, target, bound?.value ?? 0, prices);
  const said = predictForest(policy.forest, binColumns(columns, policy.forest.cuts));
  const shares = new Float64Array(instance.tasks.length * R);
  said.forEach((value, k) => {
    shares[task[k] * R + resource[k]] = Math.max(1e-3, Math.min(1, value));
  });
  for (let t = 0; t < instance.tasks.length; t++) {
    const row = shares.subarray(t * R, t * R + R);
    const sum = row.reduce((total, value) => total + value, 0);
    if (sum > 0) for (let r = 0; r < R; r++) row[r] /= sum;
  }
  return shares;
}

/** True if a target is what the policy learned. */
export function isFor({ objective }: Policy, { terms }: Target): boolean {
  return terms.length === 1 && terms[0].objective.name === objective;
}
