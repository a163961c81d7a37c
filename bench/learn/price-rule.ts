import { PAIR_FEATURES } from "../../src/learn/policy/pair-features.ts";
import type { Policy } from "../../src/learn/policy/policy.ts";
import { binColumns, cutNumbers } from "../../src/learn/trees/bins.ts";
import { boost } from "../../src/learn/trees/boost.ts";

/**
 * A policy that has learned nothing: a share falls with the priced runtime over the task's least, as exp(-5 x excess). What
 * prices alone are worth in the same dealing and polishing.
 */
export function priceRule(): Policy {
  const priced = PAIR_FEATURES.indexOf("priced runtime over the task's least");
  const points = Float64Array.from({ length: 250 }, (_, i) => i / 100);
  const columns = PAIR_FEATURES.map((_, c) =>
    c === priced ? points : new Float64Array(points.length).fill(Number.NaN),
  );
  const cuts = columns.map((column) => cutNumbers(column));
  const share = points.map((log) => Math.exp(-5 * Math.expm1(log)));
  const options = {
    loss: { kind: "squared" },
    leaves: 200,
    depth: 30,
    leastRows: 1,
    shrink: 0,
    rate: 1,
    mostTrees: 1,
    rowShare: 1,
    columnShare: 1,
    patience: 1,
  } as const;
  return {
    objective: "makespan",
    features: PAIR_FEATURES,
    forest: boost(binColumns(columns, cuts), cuts, share, options, 1).forest,
    trained: { instances: 0, pairs: 0, seed: 1, hits: 0 },
  };
}
