import type { Document } from "../../../src/io/kubernetes/objects/objects.ts";
import type { RawCluster } from "./random-cluster.ts";
import type { RawPod } from "./scheduler.ts";

/** The objects of a cluster as kubectl lists them. */
export function objects({ nodes, bound, pending }: RawCluster): readonly Document[] {
  return listOf([...nodesOf(nodes), ...[...bound, ...pending].map(podOf)]);
}

/** The same, with waiting pods that are alike as suspended Jobs; `jobOf` gives the Job of a pod, or the pod. */
export function objectsWithJobs({ nodes, bound, pending }: RawCluster): {
  readonly documents: readonly Document[];
  jobOf(pod: string): string;
} {
  const alike = new Map<object, RawPod[]>();
  for (const pod of pending) alike.set(pod.spec, [...(alike.get(pod.spec) ?? []), pod]);
  const names = new Map<string, string>();
  const waiting = [...alike.values()].map((pods, j) => {
    if (pods.length === 1) return podOf(pods[0]);
    for (const { metadata } of pods) names.set(metadata.name, `j${j}`);
    const { metadata, spec } = pods[0];
    return {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: `j${j}`, namespace: "team", uid: `job-${j}` },
      spec: {
        suspend: true,
        parallelism: pods.length,
        template: { metadata: { labels: metadata.labels }, spec },
      },
    };
  });
  return {
    documents: listOf([...nodesOf(nodes), ...bound.map(podOf), ...waiting]),
    jobOf: (pod) => names.get(pod) ?? pod,
  };
}

function listOf(items: readonly object[]): readonly Document[] {
  return [{ value: { apiVersion: "v1", kind: "List", items }, source: "drawn" }];
}

function nodesOf(nodes: RawCluster["nodes"]): readonly object[] {
  return nodes.map(({ metadata, ...rest }, n) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { ...metadata, uid: `node-${n}` },
    ...rest,
  }));
}

function podOf({ metadata, ...rest }: RawPod): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, namespace: "team", uid: `pod-${metadata.name}` },
    ...rest,
  };
}
