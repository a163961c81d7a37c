import type { ClusterNode } from "../objects/node.ts";

/** The parts of a cluster that a label tells apart. */
export interface Domains {
  /** Value by node; undefined where the node lacks the label. */
  readonly of: readonly (string | undefined)[];
  /** Each value is that of one node only, as with the host name. */
  readonly isByNode: boolean;
}

/** Parts by label, worked out once. */
export function domainsBy(nodes: readonly ClusterNode[]): (label: string) => Domains {
  const known = new Map<string, Domains>();
  return (label) => {
    const found = known.get(label);
    if (found !== undefined) return found;
    const of = nodes.map(({ labels }) => labels.get(label));
    const values = of.filter((value) => value !== undefined);
    const domains = { of, isByNode: new Set(values).size === values.length };
    known.set(label, domains);
    return domains;
  };
}
