import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { carryOut } from "./support/carry-out.ts";
import { type ControlPlane, PROGRAMS, startControlPlane } from "./support/control-plane.ts";
import { objectsIn, put, startController } from "./support/controllers.ts";
import { job, node, podTemplate, TEAM } from "./support/objects.ts";
import { actual, planned } from "./support/planned.ts";
import { until } from "./support/processes.ts";
import { makeQueue, QUEUED, reserved, WORKLOADS } from "./support/queue.ts";
import { grantDocumented } from "./support/rights.ts";
import { still } from "./support/still.ts";

const TRAINER = "/apis/trainer.kubeflow.org/v1alpha1";
const LISTS: Readonly<Record<string, string>> = {
  Job: `/apis/batch/v1/namespaces/${TEAM}/jobs`,
  JobSet: `/apis/jobset.x-k8s.io/v1alpha2/namespaces/${TEAM}/jobsets`,
  TrainJob: `${TRAINER}/namespaces/${TEAM}/trainjobs`,
  Workload: WORKLOADS,
};

let cluster: ControlPlane;
const at = (name: string) => join(cluster.folder, name);

beforeAll(async () => {
  cluster = await startControlPlane();
  await cluster.create("/api/v1/namespaces", {
    ...{ apiVersion: "v1", kind: "Namespace", metadata: { name: TEAM } },
  });
  for (const name of ["a100-0", "a100-1", "a100-2", "h100-0", "h100-1", "h100-2"]) {
    await cluster.create("/api/v1/nodes", node(name, 8, name.startsWith("a") ? "A100" : "H100"));
  }
  await startController(cluster, "jobset");
  await startController(cluster, "trainer");
  await startController(cluster, "kueue");
  await makeQueue(cluster);
  await grantDocumented(cluster, "planner");
  for (const runtime of objectsIn(join(PROGRAMS, "trainer-controller-manager-files"))) {
    if (runtime.kind !== "ClusterTrainingRuntime") continue;
    await put(cluster, `${TRAINER}/clustertrainingruntimes`, runtime);
  }
}, 600_000);
afterAll(() => cluster?.stop());

const H100 = { "nvidia.com/gpu.product": "H100" };
const GPUS = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" };

function trainJob(name: string): object {
  return {
    ...{ apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "TrainJob" },
    metadata: { name, namespace: TEAM, annotations: { "berth.dev/runtime": "8s" } },
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
  const template = podTemplate({ gpus: 2, seconds: 1 });
  return {
    ...{ apiVersion: "jobset.x-k8s.io/v1alpha2", kind: "JobSet" },
    metadata: { name, namespace: TEAM, annotations: { "berth.dev/runtime": "8s" } },
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

/** What stands behind an object of a plan: the JobSet of a TrainJob, the Job of a Workload. */
async function madeOf(key: string): Promise<string> {
  const [, kind, name] = /^(\w+) team\/(.*)$/.exec(key)!;
  if (kind === "TrainJob") return `JobSet ${TEAM}/${name}`;
  if (kind !== "Workload") return key;
  const { metadata } = (await cluster.ask("GET", `${WORKLOADS}/${name}`)).body;
  return `Job ${TEAM}/${metadata.ownerReferences[0].name}`;
}

/** When an object was written to by a plan, whole seconds. */
async function writtenAt(key: string): Promise<number> {
  const [, kind, name] = /^(\w+) team\/(.*)$/.exec(key)!;
  const { metadata } = (await cluster.ask("GET", `${LISTS[kind]}/${name}`)).body;
  const own = metadata.managedFields.filter(
    ({ manager }: { manager: string }) => manager === "berth",
  );
  return Math.min(...own.map(({ time }: { time: string }) => Date.parse(time)));
}

/** First start of each object in a plan, in milliseconds. */
function startsIn(origin: string, plan: string): ReadonlyMap<string, number> {
  const { tasks } = JSON.parse(readFileSync(origin, "utf8"));
  const starts = new Map<string, number>();
  for (const { task, start_ms } of JSON.parse(readFileSync(plan, "utf8")).assignments) {
    const [, id, copy] = /^(.*?)(?:#(\d+))?$/.exec(task)!;
    const of = tasks[id][copy === undefined ? 0 : Number(copy) - 1] ?? tasks[id][0];
    const key = `${of.kind} ${of.namespace}/${of.name}`;
    starts.set(key, Math.min(starts.get(key) ?? Infinity, start_ms));
  }
  return starts;
}

test("twelve Jobs, TrainJobs, a JobSet and Workloads of Kueue at once: a dry run changes nothing, and each goes where and when the plan has it", async () => {
  for (let k = 0; k < 12; k++) {
    const made = job(`j${k}`, 1 + (k % 3), `${5 + (k % 4)}s`, { gpus: 1 + (k % 4), seconds: 1 });
    const { template } = (made as { spec: { template: { spec: object } } }).spec;
    if (k % 3 === 0) Object.assign(template.spec, { nodeSelector: H100 });
    await cluster.create(LISTS.Job, made);
  }
  for (const name of ["tune-a", "tune-b"]) await cluster.create(LISTS.TrainJob, trainJob(name));
  await cluster.create(LISTS.JobSet, jobSet("sweep"));
  for (const name of ["q0", "q1", "q2"]) {
    await cluster.create(LISTS.Job, job(name, 1, "6s", { gpus: 4, seconds: 1 }, QUEUED));
  }
  await until("the JobSets of the TrainJobs", async () => {
    return (await cluster.ask("GET", LISTS.JobSet)).body.items.length === 3;
  });
  await reserved(cluster, 3);
  await still(cluster.ask, Object.values(LISTS));
  const access = ["--kubeconfig", cluster.kubeconfig("planner")];
  const imported = await berth(["import", "kubernetes", "-o", at("n.yaml"), ...access]);
  expect(imported.status, imported.stderr).toBe(0);
  const words = ["solve", at("n.yaml"), "--time-limit", "5s", "-q", "-o", at("n.json")];
  expect((await berth(words)).stderr).toBe("");
  const files = [at("n.yaml"), at("n.json"), "--gates", "-o", at("changes")];
  const made = await berth(["export-plan", "kubernetes", ...files, ...access]);
  expect(made.status, made.stderr).toBe(0);
  expect(made.stderr).not.toMatch(/^(not written|looser)/m);
  const looked = await berth(["apply", "kubernetes", at("changes"), "--dry-run", ...access]);
  expect(looked.status, looked.stdout).toBe(0);
  expect(looked.stdout.match(/^would apply: /gm)).toHaveLength(12 + 2 + 1 + 3);
  expect((await cluster.ask("GET", `/api/v1/namespaces/${TEAM}/pods`)).body.items).toEqual([]);
  const since = new Date().toISOString();
  await carryOut(cluster, "n", "planner", ["--since", since]);
  const told = new Map<string, readonly string[]>();
  for (const [key, nodes] of planned(at("n.origin.json"), at("n.json"))) {
    told.set(await madeOf(key), nodes);
  }
  expect(await actual(cluster.ask, TEAM)).toEqual(told);
  const starts = [...startsIn(at("n.origin.json"), at("n.json"))].sort(([, a], [, b]) => a - b);
  const written: (readonly [start: number, at: number])[] = [];
  for (const [key, start] of starts) written.push([start, await writtenAt(key)]);
  expect(new Set(starts.map(([, start]) => start)).size).toBeGreaterThan(1);
  for (const [i, [start, when]] of written.entries()) {
    // Whole seconds of the API, and nothing before its time.
    expect(when + 1000, starts[i][0]).toBeGreaterThanOrEqual(Date.parse(since) + start);
    const before = written.filter(([other]) => other < start).map(([, other]) => other);
    expect(Math.max(...before, 0), starts[i][0]).toBeLessThanOrEqual(when);
  }
}, 300_000);
