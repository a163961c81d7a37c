import type { ClusterNode } from "../objects/node.ts";
import type { PreferredTerm } from "../objects/pod-spec.ts";
import { meetsTerm } from "../units/node-sets.ts";
import type { PodUnit } from "../units/unit.ts";
import type { NodePool } from "./pools.ts";

/** What preferences of nodes cost where they are not met, by node and by distinct list of terms. */
export interface Preferences {
  /** Weights that a node does not meet, by distinct list of terms. */
  marksOf(node: number): readonly number[];
  /** A table of dollars for a pod of the unit; undefined where every node meets the same. */
  costOf(unit: PodUnit, pools: readonly NodePool[]): object | undefined;
}

/** `price` in micro-dollars for each point of weight that is not met. */
export function preferencesOf(
  nodes: readonly ClusterNode[],
  units: readonly PodUnit[],
  price: number,
): Preferences {
  const columns = new Map<string, readonly number[]>();
  const keyOf = (preferred: readonly PreferredTerm[]) => JSON.stringify(preferred);
  for (const { spec } of units) {
    const key = keyOf(spec.preferred);
    if (spec.preferred.length === 0 || columns.has(key)) continue;
    columns.set(
      key,
      nodes.map((node) =>
        spec.preferred.reduce(
          (sum, { weight, term }) => sum + (meetsTerm(node, term) ? 0 : weight),
          0,
        ),
      ),
    );
  }
  const all = [...columns.values()];
  return {
    marksOf: (node) => all.map((column) => column[node]),
    costOf({ spec }, pools) {
      const column = columns.get(keyOf(spec.preferred));
      if (column === undefined) return undefined;
      const dear = pools.filter(({ nodes: [first] }) => column[first] > 0);
      if (dear.length === 0) return undefined;
      const cells = dear.map(({ id, nodes: [first] }) => [id, (column[first] * price) / 1e6]);
      return Object.fromEntries(dear.length === pools.length ? cells : [...cells, ["*", 0]]);
    },
  };
}
