import type { ClusterNode } from "../objects/node.ts";

/** The label by which a pod names its node. */
export const HOST = "kubernetes.io/hostname";

/** Nodes by what names them: there are thousands, and each is asked for by thousands of pods. */
export interface NodeIndex {
  readonly all: readonly ClusterNode[];
  named(name: string): ClusterNode | undefined;
  /** The only node with this value of the label by which pods name nodes; undefined if there is none or several. */
  hosting(host: string): ClusterNode | undefined;
}

export function nodeIndexOf(all: readonly ClusterNode[]): NodeIndex {
  const byName = new Map(all.map((node) => [node.name, node]));
  const byHost = new Map<string, ClusterNode | undefined>();
  for (const node of all) {
    const host = node.labels.get(HOST);
    if (host !== undefined) byHost.set(host, byHost.has(host) ? undefined : node);
  }
  return { all, named: (name) => byName.get(name), hosting: (host) => byHost.get(host) };
}
