import { type Amounts, amountText } from "../objects/amounts.ts";
import type { ClusterNode } from "../objects/node.ts";
import type { Labels } from "../objects/requirements.ts";

/** Nodes that nothing tells apart: one row of resources. */
export interface NodePool {
  readonly id: string;
  /** Indices, by name of the node: copy k of the resource is the k-th. */
  readonly nodes: readonly number[];
  readonly capacity: Readonly<Record<string, string | number>>;
  readonly labels: Labels;
}

/** What pools are made by. */
export interface PoolSetting {
  readonly nodes: readonly ClusterNode[];
  /** What is left on each node. */
  readonly free: readonly Amounts[];
  /** Amounts that some task asks for, each in the unit of a resource of Kubernetes. */
  readonly dimensions: readonly { readonly name: string; readonly unitOf: string }[];
  /** Labels that some rule looks at, or a person. */
  readonly labels: readonly string[];
  /** Whatever else tells nodes apart, by node. */
  readonly marks: readonly (readonly (string | number)[])[];
}

/** The only kind of all resources: the pods of a gang may run on different ones. */
export const KIND = "node";

/** Brings equal nodes together. */
export function poolsOf({
  nodes,
  free,
  dimensions,
  labels,
  marks,
}: PoolSetting): readonly NodePool[] {
  const found = new Map<
    string,
    { nodes: number[]; capacity: NodePool["capacity"]; labels: Labels }
  >();
  for (const [n, node] of nodes.entries()) {
    const capacity = Object.fromEntries(
      dimensions.flatMap(({ name, unitOf }) => {
        const amount = free[n].get(name);
        return amount === undefined ? [] : [[name, amountText(unitOf, amount, "down")]];
      }),
    );
    const own = new Map(
      labels.flatMap((label) => {
        const value = node.labels.get(label);
        return value === undefined ? [] : [[label, value] as const];
      }),
    );
    const key = JSON.stringify([capacity, [...own], marks[n]]);
    const pool = found.get(key);
    if (pool === undefined) found.set(key, { nodes: [n], capacity, labels: own });
    else pool.nodes.push(n);
  }
  const taken = new Set<string>([KIND]);
  return [...found.values()].map((pool) => ({ ...pool, id: nameOf(pool.nodes, nodes, taken) }));
}

const TYPE = "node.kubernetes.io/instance-type";
const PRODUCT = "nvidia.com/gpu.product";

/** The name of the only node, or what the nodes have in common: their type, their device or the beginning of their names. */
function nameOf(of: readonly number[], nodes: readonly ClusterNode[], taken: Set<string>): string {
  const [first] = of;
  const { labels, name } = nodes[first];
  const common = labels.get(TYPE) ?? labels.get(PRODUCT) ?? beginning(of.map((n) => nodes[n].name));
  const base = of.length === 1 ? name : common;
  let id = base;
  for (let n = 2; taken.has(id) || /^\*?$/.test(id); n++)
    id = `${base === "" ? "nodes" : base}-${n}`;
  taken.add(id);
  return id;
}

function beginning(names: readonly string[]): string {
  let [shared] = names;
  for (const name of names) while (!name.startsWith(shared)) shared = shared.slice(0, -1);
  return shared.replace(/[-._:]+$/, "");
}
