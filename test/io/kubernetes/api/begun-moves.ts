import { sendMove } from "../../../../src/io/kubernetes/api/moves/send.ts";
import type { BodiedMove } from "../../../../src/io/kubernetes/api/moves/setting.ts";
import type { ListedMove } from "../../../../src/io/kubernetes/out/files.ts";
import { livePod, movingCluster } from "./moving-cluster.ts";

export const PLAN = "0123456789abcdef";
const common = { namespace: "team", start_ms: 0, kubectl: "", file: "f" };

/** x of web goes from n0 to n1, where y is. */
export function eviction() {
  const cluster = movingCluster({ n0: 1, n1: 2, n2: 1 });
  cluster.pods.set("x", livePod("x", "n0", "web"));
  cluster.pods.set("y", livePod("y", "n1", "web"));
  const move: ListedMove = {
    ...{ way: "evict", apiVersion: "v1", kind: "Pod", resource: "pods", name: "x", uid: "uid-x" },
    ...{
      owner: "uid-web",
      wanted: { n1: 2 },
      pods: [{ name: "x", uid: "uid-x", from: "n0", to: "n1" }],
    },
    ...common,
  };
  const body = {
    metadata: { name: "x", namespace: "team" },
    deleteOptions: { preconditions: { uid: "uid-x" } },
  };
  return { cluster, send: sender(cluster, { move, body, plan: PLAN }) };
}

/** Both pods of j go from n0, where they run or wait for it, to n1. */
export function restart(state: "run" | "waits" = "run") {
  const from = state === "run" ? "n0" : undefined;
  const cluster = movingCluster({ n0: 2, n1: 2 });
  cluster.jobs.set("j", {
    metadata: { name: "j", uid: "uid-j", resourceVersion: "1", annotations: {} },
    spec: {
      ...{ suspend: false, parallelism: 2 },
      template: { spec: { nodeSelector: { "kubernetes.io/hostname": "n0" } } },
    },
  });
  for (const name of ["j-a", "j-b"]) cluster.pods.set(name, livePod(name, from, "j"));
  const pods = ["j-a", "j-b"].map((name) => ({
    ...{ name, uid: `uid-${name}`, to: "n1" },
    ...(from !== undefined && { from }),
  }));
  const move: ListedMove = {
    ...{ way: "restart", apiVersion: "batch/v1", kind: "Job", resource: "jobs", name: "j" },
    ...{ uid: "uid-j", owner: "uid-j", pods, wanted: { n1: 2 }, ...common },
    hold: {
      metadata: { uid: "uid-j", annotations: { "berth.dev/moving": PLAN } },
      spec: { suspend: true },
    },
  };
  const body = {
    metadata: { uid: "uid-j", annotations: { "berth.dev/plan": PLAN, "berth.dev/moving": null } },
    spec: {
      suspend: false,
      template: { spec: { nodeSelector: { "kubernetes.io/hostname": "n1" } } },
    },
  };
  return { cluster, send: sender(cluster, { move, body, plan: PLAN }) };
}

export type Cluster = ReturnType<typeof movingCluster>;

const sender =
  (cluster: Cluster, one: BodiedMove) =>
  (isDryRun = false) => {
    cluster.begin();
    const { request, wait } = cluster;
    return sendMove(one, { request, isDryRun, wait, patience: 20_000 });
  };

/** Owners and nodes of all pods. */
export const places = ({ pods }: Cluster) =>
  [...pods.values()].map(({ metadata, spec }) => `${metadata.labels.app} ${spec.nodeName}`).sort();
