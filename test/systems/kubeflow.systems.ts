import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { carryOut } from "./support/carry-out.ts";
import { type ControlPlane, PROGRAMS, startControlPlane } from "./support/control-plane.ts";
import { objectsIn, put, startController } from "./support/controllers.ts";
import { node, podTemplate, TEAM } from "./support/objects.ts";
import { actual, planned } from "./support/planned.ts";
import { until } from "./support/processes.ts";
import { still } from "./support/still.ts";

const TRAINER = "/apis/trainer.kubeflow.org/v1alpha1";
const JOBSETS = `/apis/jobset.x-k8s.io/v1alpha2/namespaces/${TEAM}/jobsets`;

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
  await startController(cluster, "jobset");
  await startController(cluster, "trainer");
  for (const runtime of objectsIn(join(PROGRAMS, "trainer-controller-manager-files"))) {
    if (runtime.kind !== "ClusterTrainingRuntime") continue;
    await put(cluster, `${TRAINER}/clustertrainingruntimes`, runtime);
  }
});
afterAll(() => cluster?.stop());

const GPUS = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" };

function trainJob(name: string): object {
  return {
    ...{ apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "TrainJob" },
    metadata: { name, namespace: TEAM, annotations: { "berth.dev/runtime": "1h" } },
    spec: {
      suspend: true,
      runtimeRef: { name: "torch-distributed" },
      trainer: {
        numNodes: 2,
        resourcesPerNode: {
          requests: { cpu: "4", "nvidia.com/gpu": "3" },
          limits: { "nvidia.com/gpu": "3" },
        },
      },
      runtimePatches: [
        {
          manager: "example.com/tolerations",
          trainingRuntimeSpec: {
            template: {
              spec: {
                replicatedJobs: [
                  {
                    name: "node",
                    template: { spec: { template: { spec: { tolerations: [GPUS] } } } },
                  },
                ],
              },
            },
          },
        },
      ],
    },
  };
}

function jobSet(name: string): object {
  const template = podTemplate({ gpus: 2, seconds: 600 });
  return {
    ...{ apiVersion: "jobset.x-k8s.io/v1alpha2", kind: "JobSet" },
    metadata: { name, namespace: TEAM, annotations: { "berth.dev/runtime": "1h" } },
    spec: {
      suspend: true,
      replicatedJobs: [
        {
          name: "work",
          replicas: 1,
          template: { spec: { parallelism: 2, completions: 2, template } },
        },
      ],
    },
  };
}

test("TrainJobs and JobSets go through their real controllers to where the plan has them", async () => {
  for (const name of ["tune-a", "tune-b"]) {
    await cluster.create(`${TRAINER}/namespaces/${TEAM}/trainjobs`, trainJob(name));
  }
  await cluster.create(JOBSETS, jobSet("sweep"));
  const access = ["--kubeconfig", cluster.kubeconfig("admin")];
  await until("the JobSets of the TrainJobs", async () => {
    return (await cluster.ask("GET", JOBSETS)).body.items.length === 3;
  });
  await still(cluster.ask, [JOBSETS, `${TRAINER}/namespaces/${TEAM}/trainjobs`]);
  const imported = await berth(["import", "kubernetes", "-o", at("n.yaml"), ...access]);
  expect(imported.status, imported.stderr).toBe(0);
  await berth(["solve", at("n.yaml"), "-q", "-o", at("n.json")]);
  const files = [at("n.yaml"), at("n.json"), "--gates", "-o", at("changes")];
  const made = await berth(["export-plan", "kubernetes", ...files, ...access]);
  expect(made.status, made.stderr).toBe(0);
  const apply = (...flags: readonly string[]) =>
    berth(["apply", "kubernetes", at("changes"), ...access, ...flags]);
  const looked = await apply("--dry-run");
  expect(looked.status, looked.stdout).toBe(0);
  expect(looked.stdout.match(/^would apply: /gm)).toHaveLength(3);
  await carryOut(cluster, "n", "admin", ["--all"]);
  const places = planned(at("n.origin.json"), at("n.json"));
  const told = new Map(
    [...places].map(([key, nodes]) => [key.replace(/^TrainJob /, "JobSet "), nodes]),
  );
  expect(await actual(cluster.ask, TEAM)).toEqual(told);
});
