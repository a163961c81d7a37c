import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { MERGE } from "./support/api.ts";
import { type ControlPlane, startControlPlane } from "./support/control-plane.ts";
import { startController } from "./support/controllers.ts";
import { job, node, TEAM } from "./support/objects.ts";
import { until } from "./support/processes.ts";
import { still } from "./support/still.ts";

const KUEUE = "/apis/kueue.x-k8s.io/v1beta2";
const VERSION = "kueue.x-k8s.io/v1beta2";
const JOBS = `/apis/batch/v1/namespaces/${TEAM}/jobs`;
const PODS = `/api/v1/namespaces/${TEAM}/pods`;

let cluster: ControlPlane;
const at = (name: string) => join(cluster.folder, name);

beforeAll(async () => {
  cluster = await startControlPlane();
  await cluster.create("/api/v1/namespaces", {
    ...{ apiVersion: "v1", kind: "Namespace", metadata: { name: TEAM } },
  });
  for (const name of ["a100-0", "a100-1"]) {
    await cluster.create("/api/v1/nodes", node(name, 8, "A100"));
  }
  await startController(cluster, "kueue");
  const make = (plural: string, object: object, place = "") =>
    until(plural, async () => {
      // Its webhooks may need a moment.
      const { status } = await cluster.ask("POST", `${KUEUE}${place}/${plural}`, object);
      return status === 201;
    });
  const named = (kind: string, name: string, more: object) => {
    return { apiVersion: VERSION, kind, metadata: { name }, ...more };
  };
  await make(
    "resourceflavors",
    named("ResourceFlavor", "a100", { spec: { nodeLabels: { "nvidia.com/gpu.product": "A100" } } }),
  );
  await make(
    "admissionchecks",
    named("AdmissionCheck", "berth", { spec: { controllerName: "berth.dev/planner" } }),
  );
  const active = {
    type: "Active",
    status: "True",
    reason: "Active",
    message: "by the test",
    lastTransitionTime: "2026-01-01T00:00:00Z",
  };
  await cluster.ask(
    "PATCH",
    `${KUEUE}/admissionchecks/berth/status`,
    { status: { conditions: [active] } },
    MERGE,
  );
  const quota = (name: string, nominalQuota: string) => ({ name, nominalQuota });
  await make(
    "clusterqueues",
    named("ClusterQueue", "gpus", {
      spec: {
        namespaceSelector: {},
        admissionChecksStrategy: { admissionChecks: [{ name: "berth" }] },
        resourceGroups: [
          {
            coveredResources: ["cpu", "memory", "nvidia.com/gpu"],
            flavors: [
              {
                name: "a100",
                resources: [
                  quota("cpu", "100"),
                  quota("memory", "500Gi"),
                  quota("nvidia.com/gpu", "16"),
                ],
              },
            ],
          },
        ],
      },
    }),
  );
  const local = named("LocalQueue", "night", { spec: { clusterQueue: "gpus" } });
  await make(
    "localqueues",
    { ...local, metadata: { name: "night", namespace: TEAM } },
    `/namespaces/${TEAM}`,
  );
});
afterAll(() => cluster?.stop());

test("the answer to Kueue's admission check sends the pods of its Workloads where the plan has them", async () => {
  const queue = { "kueue.x-k8s.io/queue-name": "night" };
  for (const name of ["a", "b"]) {
    await cluster.create(JOBS, job(name, 2, "1h", { gpus: 4, seconds: 600 }, queue));
  }
  const isWaiting = (one: { status?: { admissionChecks?: { state: string }[] } }) =>
    one.status?.admissionChecks?.[0]?.state === "Pending";
  await until("quota is reserved for both", async () => {
    const { items } = (await cluster.ask("GET", `${KUEUE}/namespaces/${TEAM}/workloads`)).body;
    return items.length === 2 && items.every(isWaiting);
  });
  await still(cluster.ask, [`${KUEUE}/namespaces/${TEAM}/workloads`, JOBS]);
  const access = ["--kubeconfig", cluster.kubeconfig("admin")];
  const imported = await berth(["import", "kubernetes", "-o", at("n.yaml"), ...access]);
  expect(imported.status, imported.stderr).toBe(0);
  await berth(["solve", at("n.yaml"), "-q", "-o", at("n.json")]);
  const files = [at("n.yaml"), at("n.json"), "-o", at("changes")];
  const made = await berth(["export-plan", "kubernetes", ...files, ...access]);
  expect(made.status, made.stderr).toBe(0);
  const ran = await berth(["apply", "kubernetes", at("changes"), "--yes", "--all", ...access]);
  expect(ran.status, ran.stdout).toBe(0);
  const pods = await until("every pod has a node", async () => {
    const { items } = (await cluster.ask("GET", PODS)).body;
    const isPlaced = (pod: { spec: { nodeName?: string } }) => pod.spec.nodeName !== undefined;
    return items.length === 4 && items.every(isPlaced) && items;
  });
  // Two pods fill a node, so each Job has one to itself.
  const nodeOf = new Map<string, Set<string>>();
  for (const { metadata, spec } of pods) {
    const owner = metadata.ownerReferences[0].name;
    nodeOf.set(owner, (nodeOf.get(owner) ?? new Set()).add(spec.nodeName));
  }
  expect([...nodeOf.values()].map((nodes) => nodes.size)).toEqual([1, 1]);
  expect(new Set([...nodeOf.values()].map(([name]) => name)).size).toBe(2);
});
