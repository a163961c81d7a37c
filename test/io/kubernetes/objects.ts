import type { Document } from "../../../src/io/kubernetes/objects.ts";
import type { RawCluster } from "./random-cluster.ts";

/** The objects of a cluster as kubectl lists them. */
export function objects({ nodes, bound, pending }: RawCluster): readonly Document[] {
  const items = [
    ...nodes.map(({ metadata, ...rest }, n) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: { ...metadata, uid: `node-${n}` },
      ...rest,
    })),
    ...[...bound, ...pending].map(({ metadata, ...rest }) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...metadata, namespace: "team", uid: `pod-${metadata.name}` },
      ...rest,
    })),
  ];
  return [{ value: { apiVersion: "v1", kind: "List", items }, source: "drawn" }];
}
