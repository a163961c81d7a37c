import type { ClusterNode } from "../objects/node.ts";
import type { NodeFilter, NodeTerm } from "../objects/pod-spec.ts";
import { type Labels, meets } from "../objects/requirements.ts";
import { toleratesAll } from "../objects/taints.ts";

/** Some of the nodes; equal sets have one number. */
export interface NodeSet {
  readonly id: number;
  /** 1 by node. */
  readonly bits: Uint8Array;
}

/** Sets of the nodes of a cluster. */
export interface NodeSets {
  /** Nodes that a pod may use by itself. */
  readonly of: (filter: NodeFilter) => NodeSet;
  /** The nodes of a set that meet a condition. */
  readonly where: (set: NodeSet, is: (node: number) => boolean) => NodeSet;
  /** A set and one more node. */
  readonly with: (set: NodeSet, node: number) => NodeSet;
  /** All nodes that meet a condition. */
  readonly from: (is: (node: number) => boolean) => NodeSet;
}

export function nodeSetsOf(nodes: readonly ClusterNode[]): NodeSets {
  const known = new Map<string, NodeSet>();
  const byFilter = new Map<string, NodeSet>();
  const made = (bits: Uint8Array): NodeSet => {
    const key = Buffer.from(bits).toString("latin1");
    const found = known.get(key);
    if (found !== undefined) return found;
    const set = { id: known.size, bits };
    known.set(key, set);
    return set;
  };
  return {
    of(filter) {
      const key = filterKey(filter);
      const found = byFilter.get(key);
      if (found !== undefined) return found;
      const set = made(Uint8Array.from(nodes, (node) => (accepts(node, filter) ? 1 : 0)));
      byFilter.set(key, set);
      return set;
    },
    where: (set, is) => made(set.bits.map((bit, n) => (bit === 1 && is(n) ? 1 : 0))),
    with(set, node) {
      if (set.bits[node] === 1) return set;
      const bits = set.bits.slice();
      bits[node] = 1;
      return made(bits);
    },
    from: (is) => made(Uint8Array.from(nodes, (_, n) => (is(n) ? 1 : 0))),
  };
}

const keys = new WeakMap<NodeFilter, string>();

/** What tells filters apart. */
export function filterKey(filter: NodeFilter): string {
  const known = keys.get(filter);
  if (known !== undefined) return known;
  const { selector, terms, tolerations, names } = filter;
  const key = JSON.stringify([[...selector].sort(), terms, tolerations, names]);
  keys.set(filter, key);
  return key;
}

/** Whether labels, name and taints of a node let a pod there. */
function accepts(node: ClusterNode, filter: NodeFilter): boolean {
  return (
    (filter.names?.includes(node.name) ?? true) &&
    meetsSelectors(node, filter) &&
    toleratesAll(filter.tolerations, node.taints)
  );
}

/** The same without taints: the nodes that a pod asks for. */
export function meetsSelectors(node: ClusterNode, { selector, terms }: NodeFilter): boolean {
  for (const [key, value] of selector) if (node.labels.get(key) !== value) return false;
  return terms === undefined || terms.some((term) => meetsTerm(node, term));
}

export function meetsTerm({ labels, name }: ClusterNode, term: NodeTerm): boolean {
  if (term.labels.length === 0 && term.fields.length === 0) return false;
  return meets(labels, term.labels) && meets(fieldsOf(name), term.fields);
}

function fieldsOf(name: string): Labels {
  return new Map([["metadata.name", name]]);
}
