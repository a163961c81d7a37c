import { MERGE } from "./api.ts";
import type { ControlPlane } from "./control-plane.ts";
import { TEAM } from "./objects.ts";
import { until } from "./processes.ts";

const KUEUE = "/apis/kueue.x-k8s.io/v1beta2";
const VERSION = "kueue.x-k8s.io/v1beta2";

/** Its Workloads. */
export const WORKLOADS = `${KUEUE}/namespaces/${TEAM}/workloads`;

/** Labels of a Job that waits in the queue. */
export const QUEUED = { "kueue.x-k8s.io/queue-name": "night" };

/** A queue of Kueue with a flavor for the nodes of one product, whose Workloads wait for the planner's word. */
export async function makeQueue(cluster: ControlPlane): Promise<void> {
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
}

/** Waits until quota is reserved for so many Workloads, and nothing but the planner's word is awaited. */
export async function reserved(cluster: ControlPlane, count: number): Promise<void> {
  const isWaiting = (one: { status?: { admissionChecks?: { state: string }[] } }) =>
    one.status?.admissionChecks?.[0]?.state === "Pending";
  await until("quota is reserved", async () => {
    const { items } = (await cluster.ask("GET", WORKLOADS)).body;
    return items.length === count && items.every(isWaiting);
  });
}
