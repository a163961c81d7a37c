import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { MERGE } from "./support/api.ts";
import { carryOut } from "./support/carry-out.ts";
import {
  type ControlPlane,
  FAKE_RUNTIME,
  PROGRAMS,
  startControlPlane,
} from "./support/control-plane.ts";
import { objectsIn, put, startController } from "./support/controllers.ts";
import { movingIn } from "./support/moving.ts";
import { node, podTemplate, TEAM } from "./support/objects.ts";
import { planned } from "./support/planned.ts";
import { grantDocumented } from "./support/rights.ts";
import { still } from "./support/still.ts";

const TRAINER = "/apis/trainer.kubeflow.org/v1alpha1";
const at = (group: string, plural: string) => `/apis/${group}/namespaces/${TEAM}/${plural}`;
const JOBSETS = at("jobset.x-k8s.io/v1alpha2", "jobsets");
const TRAINJOBS = at("trainer.kubeflow.org/v1alpha1", "trainjobs");
const TORCHJOBS = at("kubeflow.org/v1", "pytorchjobs");
const RAYJOBS = at("ray.io/v1", "rayjobs");
const LISTS = [JOBSETS, TRAINJOBS, TORCHJOBS, RAYJOBS];

let cluster: ControlPlane;
const moving = movingIn(() => cluster, "planner", LISTS, gangOf);

/** The pod that submits the work of a RayJob is planned by nobody. */
function gangOf({ labels = {} }: { readonly labels?: Readonly<Record<string, string>> }): string {
  const set = labels["jobset.sigs.k8s.io/jobset-name"];
  const torch = labels["training.kubeflow.org/job-name"];
  return set ?? torch ?? (labels["ray.io/node-type"] === undefined ? "submitter" : "ray");
}

beforeAll(async () => {
  cluster = await startControlPlane();
  await cluster.create("/api/v1/namespaces", {
    ...{ apiVersion: "v1", kind: "Namespace", metadata: { name: TEAM } },
  });
  for (const name of ["g0", "g1", "g2", "g3"]) {
    await cluster.create("/api/v1/nodes", node(name, 8, "A"));
  }
  await cluster.create("/api/v1/nodes", node("c0"));
  for (const name of ["jobset", "trainer", "training", "kuberay"] as const) {
    await startController(cluster, name);
  }
  for (const runtime of objectsIn(join(PROGRAMS, "trainer-controller-manager-files"))) {
    if (runtime.kind !== "ClusterTrainingRuntime") continue;
    const { template } = runtime.spec.template.spec.replicatedJobs[0].template.spec;
    template.metadata = { ...template.metadata, annotations: { [FAKE_RUNTIME]: "3600" } };
    template.spec.tolerations = [GPUS];
    await put(cluster, `${TRAINER}/clustertrainingruntimes`, runtime);
  }
  await grantDocumented(cluster, "planner");
}, 600_000);
afterAll(() => cluster?.stop());

const GPUS = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" };

const object = (apiVersion: string, kind: string, name: string, spec: object) => {
  const annotations = { "berth.dev/runtime": "1h" };
  return { apiVersion, kind, metadata: { name, namespace: TEAM, annotations }, spec };
};
const pods = (gpus: number, container = "main") => {
  const template = podTemplate({ gpus, seconds: 3600 });
  const [one] = template.spec.containers as object[];
  return { ...template, spec: { ...template.spec, containers: [{ ...one, name: container }] } };
};

const TORCH = object("kubeflow.org/v1", "PyTorchJob", "torch", {
  runPolicy: { suspend: true },
  pytorchReplicaSpecs: {
    Master: { replicas: 1, restartPolicy: "OnFailure", template: pods(4, "pytorch") },
    Worker: { replicas: 1, restartPolicy: "OnFailure", template: pods(3, "pytorch") },
  },
});
const RAY = object("ray.io/v1", "RayJob", "ray", {
  ...{ suspend: true, entrypoint: "python train.py", shutdownAfterJobFinishes: true },
  submitterPodTemplate: pods(0),
  rayClusterSpec: {
    rayVersion: "2.52.0",
    headGroupSpec: { rayStartParams: {}, template: pods(1) },
    workerGroupSpecs: [
      {
        ...{ groupName: "gpu", replicas: 1, minReplicas: 1, maxReplicas: 1 },
        ...{ rayStartParams: {}, template: pods(6) },
      },
    ],
  },
});
const TUNE = object("trainer.kubeflow.org/v1alpha1", "TrainJob", "tune", {
  suspend: true,
  runtimeRef: { name: "torch-distributed" },
  trainer: {
    numNodes: 1,
    resourcesPerNode: {
      requests: { cpu: "4", "nvidia.com/gpu": "4" },
      limits: { "nvidia.com/gpu": "4" },
    },
  },
});
const SWEEP = object("jobset.x-k8s.io/v1alpha2", "JobSet", "sweep", {
  suspend: true,
  replicatedJobs: [
    {
      ...{ name: "work", replicas: 1 },
      template: { spec: { parallelism: 1, completions: 1, template: pods(2) } },
    },
  ],
});

/** Pods of each gang, and one that submits. */
const COUNTS = { torch: 2, ray: 2, tune: 1, sweep: 1, submitter: 1 };
const ALL = 7;

test("PyTorchJobs, RayJobs, TrainJobs and JobSets go where the plan has them; the real schemas know every field that is written", async () => {
  await cluster.create(TORCHJOBS, TORCH);
  await cluster.create(RAYJOBS, RAY);
  await cluster.create(TRAINJOBS, TUNE);
  await cluster.create(JOBSETS, SWEEP);
  await still(cluster.ask, LISTS);
  const { access } = moving;
  const files = [moving.at("n.yaml"), moving.at("n.json")];
  const imported = await berth([
    ...["import", "kubernetes", "--mode", "placement", "-o", files[0], ...access()],
  ]);
  expect(imported.status, imported.stderr).toBe(0);
  await berth(["solve", files[0], "-q", "-o", files[1]]);
  const folder = moving.at("n-changes");
  const made = await berth([
    "export-plan",
    "kubernetes",
    ...files,
    "--gates",
    "-o",
    folder,
    ...access(),
  ]);
  expect(made.stderr).not.toMatch(/^(not written|looser)/m);
  const looked = await berth(["apply", "kubernetes", folder, "--dry-run", ...access()]);
  expect(looked.status, looked.stdout).toBe(0);
  expect(looked.stdout.match(/^would apply: /gm)).toHaveLength(4);
  // The same with a field more is refused: it is the schema that looks.
  for (const [list, kind] of [
    [TORCHJOBS, "torch"],
    [RAYJOBS, "ray"],
  ] as const) {
    const file = readdirSync(folder).find((name) => name.endsWith(`${TEAM}-${kind}.json`))!;
    const patch = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const query = "?fieldManager=test&fieldValidation=Strict&dryRun=All";
    const sent = async (spec: object) => {
      return await cluster.ask("PATCH", `${list}/${kind}${query}`, { ...patch, spec }, MERGE);
    };
    expect((await sent(patch.spec)).status).toBe(200);
    const more = await sent({ ...patch.spec, suspended: false });
    expect([400, 422]).toContain(more.status);
    expect(more.body.message).toMatch(/unknown field "spec\.suspended"/);
  }
  await carryOut(cluster, "n", "planner", ["--all"]);
  await moving.settled(ALL);
  const places = planned(moving.at("n.origin.json"), files[1]);
  const now = await moving.running();
  for (const [key, nodes] of places) {
    const name = key.replace(/^.*\//, "");
    expect(
      now.get(name)?.map((one) => one.node),
      key,
    ).toEqual(nodes);
  }
}, 300_000);

test.each(["torch", "ray", "tune", "sweep"])(
  "%s leaves a cordoned node, held whole, and runs where the new plan has it; others stay",
  async (name) => {
    await moving.settled(ALL);
    const before = await moving.running();
    const down = before.get(name)![0].node;
    await moving.cordon(down);
    await moving.settled(ALL);
    const told = await moving.replanned(`drain-${name}`, down);
    expect(told).toMatch(
      new RegExp(`^\\w+ team/${name}, at once\\n {2}held, and let go again`, "m"),
    );
    expect(told).not.toMatch(/^not written/m);
    const looked = await berth(moving.applyArgs(`drain-${name}`, "--dry-run"));
    expect(looked.stdout).toMatch(new RegExp(`^would apply: \\w+ team/${name}: `, "m"));
    expect(await moving.running()).toEqual(before);
    const ran = await berth(moving.applyArgs(`drain-${name}`, "--yes", "--patience", "90s"));
    expect(ran.status, `${told}${ran.stdout}${ran.stderr}`).toBe(0);
    expect(ran.stdout).toMatch(new RegExp(`^applied: \\w+ team/${name}: it runs on `, "m"));
    await moving.settled(ALL);
    const after = await moving.running();
    for (const [gang, count] of Object.entries(COUNTS)) {
      expect(after.get(gang), gang).toHaveLength(count);
      const wasThere = before.get(gang)!.some((one) => one.node === down);
      if (gang !== "submitter" && !wasThere) expect(after.get(gang)).toEqual(before.get(gang));
      if (gang !== "submitter") expect(after.get(gang)!.map((one) => one.node)).not.toContain(down);
    }
    const again = await berth(moving.applyArgs(`drain-${name}`, "--yes"));
    expect(again.stdout).toMatch(new RegExp(`^done: \\w+ team/${name}: it was moved already`, "m"));
    await moving.cordon(down, false);
  },
  300_000,
);
