import { expect, test } from "vitest";
import { pod } from "../imported.ts";
import { outbound, toldBy } from "./outbound.ts";
import { placedAs, RUNNING, room, words } from "./running.ts";

const HOST = "kubernetes.io/hostname";
const NODES = room("n0", 2) + room("n1", 2) + room("n2", 2);
const META = (name: string) => `name: ${name}, namespace: team, uid: uid-${name}`;
const ALL = `resourceVersion: "7", annotations: { berth.dev/plan: x, berth.dev/pinned: ${HOST} }`;
const template = (on: string) =>
  `template: { spec: { nodeSelector: { ${HOST}: ${on} }, containers: [{ name: c, resources: { requests: { cpu: "4" } } }] } }`;

/** A pod of a controller that an earlier plan holds to its node. */
const ofGang = (name: string, on: string, owner: string, labels: string) =>
  pod(
    name,
    `nodeName: ${on}, nodeSelector: { ${HOST}: ${on} },`,
    "phase: Running",
    `resourceVersion: "7", labels: { ${labels} }, ownerReferences: [{ ${owner}, controller: true }]`,
  );

const owner = (apiVersion: string, kind: string, name: string) =>
  `apiVersion: ${apiVersion}, kind: ${kind}, name: ${name}, uid: uid-${name}`;

const TRAIN = `
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: { ${META("t")}, ${ALL} }
spec: { runPolicy: { suspend: false }, pytorchReplicaSpecs: { Master: { replicas: 1, ${template("n0")} }, Worker: { replicas: 2, ${template("n1")} } } }
---${[
  ["t-master-0", "n0", "master"],
  ["t-worker-0", "n1", "worker"],
  ["t-worker-1", "n1", "worker"],
]
  .map(([name, on, role]) =>
    ofGang(
      name,
      on,
      owner("kubeflow.org/v1", "PyTorchJob", "t"),
      `training.kubeflow.org/job-name: t, training.kubeflow.org/replica-type: ${role}`,
    ),
  )
  .join("")}`;

const ray = (spec: string, state = "Running") => `
apiVersion: ray.io/v1
kind: RayJob
metadata: { ${META("r")}, ${ALL} }
spec: { suspend: false, ${spec} rayClusterSpec: { headGroupSpec: { ${template("n0")} }, workerGroupSpecs: [{ groupName: gpu, replicas: 1, ${template("n1")} }] } }
status: { jobDeploymentStatus: ${state}, rayClusterName: r-abc }
---
apiVersion: ray.io/v1
kind: RayCluster
metadata: { ${META("r-abc")}, resourceVersion: "7", ownerReferences: [{ ${owner("ray.io/v1", "RayJob", "r")}, controller: true }] }
spec: { headGroupSpec: { ${template("n0")} } }
---${rayPods}`;
const rayPods =
  ofGang(
    "r-abc-head",
    "n0",
    owner("ray.io/v1", "RayCluster", "r-abc"),
    "ray.io/node-type: head, ray.io/group: headgroup",
  ) +
  ofGang(
    "r-abc-gpu",
    "n1",
    owner("ray.io/v1", "RayCluster", "r-abc"),
    "ray.io/node-type: worker, ray.io/group: gpu",
  );
const SHUT = "shutdownAfterJobFinishes: true,";

const moved = (text: string, places: readonly (readonly [string, string])[]) =>
  outbound(text, placedAs(text, places), RUNNING);

test("a PyTorchJob is held whole and placed role by role: what stays begins again too, and is told", () => {
  const made = moved(NODES + TRAIN, [
    ["t-master-0", "n0"],
    ["t-worker-0", "n2"],
    ["t-worker-1", "n2"],
  ]);
  expect(words(made)).toEqual(["restart t-master-0 n0>n0,t-worker-0 n1>n2,t-worker-1 n1>n2"]);
  expect(made.moves[0]).toMatchObject({
    wanted: { n0: 1, n2: 2 },
    hold: { spec: { runPolicy: { suspend: true } } },
    patch: {
      spec: {
        runPolicy: { suspend: false },
        pytorchReplicaSpecs: {
          Worker: { template: { spec: { nodeSelector: { [HOST]: "n2" } } } },
        },
      },
    },
  });
  expect(toldBy(made)).toEqual([
    "looser: t: it is held whole: t-master-0 begins again too, on the same node",
  ]);
});

test("a RayJob is held whole; the cluster that it made is a new one then", () => {
  const made = moved(NODES + ray(SHUT), [
    ["r-abc-head", "n2"],
    ["r-abc-gpu", "n2"],
  ]);
  expect(made.findings).toEqual([]);
  expect(words(made)).toEqual(["restart r-abc-gpu n1>n2,r-abc-head n0>n2"]);
  const { rayClusterSpec, suspend } = made.moves[0].patch!.spec as Record<string, never>;
  expect([suspend, made.moves[0].hold?.spec]).toEqual([false, { suspend: true }]);
  expect(rayClusterSpec).toMatchObject({
    headGroupSpec: { template: { spec: { nodeSelector: { [HOST]: "n2" } } } },
    workerGroupSpecs: [
      { groupName: "gpu", template: { spec: { nodeSelector: { [HOST]: "n2" } } } },
    ],
  });
});

test("the small pod that submits the work of a RayJob moves with it, and never by itself", () => {
  const submitter = ofGang("r-submit", "n1", owner("batch/v1", "Job", "r"), "job-name: r");
  const job = `
apiVersion: batch/v1
kind: Job
metadata: { ${META("r").replace("uid-r", "uid-j")}, resourceVersion: "7", ownerReferences: [{ ${owner("ray.io/v1", "RayJob", "r")}, controller: true }] }
spec: { ${template("n1")} }
---`;
  const text = NODES + ray(SHUT) + job + submitter.replace("uid: uid-r,", "uid: uid-j,");
  const all = moved(text, [
    ["r-abc-head", "n0"],
    ["r-abc-gpu", "n2"],
    ["r-submit", "n1"],
  ]);
  expect(words(all)).toEqual(["restart r-abc-gpu n1>n2,r-abc-head n0>n0"]);
  const alone = moved(text, [
    ["r-abc-head", "n0"],
    ["r-abc-gpu", "n1"],
    ["r-submit", "n2"],
  ]);
  expect(alone.moves).toEqual([]);
  expect(toldBy(alone)[0]).toMatch(/it only starts the work of RayJob r, which stays/);
});

test.each([
  ["", "Running", /KubeRay holds no RayJob without shutdownAfterJobFinishes/],
  [`${SHUT} clusterSelector: { a: b },`, "Running", /a cluster of others/],
  [`${SHUT} submissionMode: InteractiveMode,`, "Running", /a user submits its work/],
  [SHUT, "Waiting", /it is Waiting, and KubeRay holds what is Initializing or Running/],
])("a RayJob that KubeRay would not take back is let be: %s %s", (spec, state, why) => {
  const made = moved(NODES + ray(spec, state), [
    ["r-abc-head", "n2"],
    ["r-abc-gpu", "n2"],
  ]);
  expect(made.moves).toEqual([]);
  expect(toldBy(made).filter((line) => why.test(line))).toHaveLength(2);
});

test("a RayCluster of nobody would forget its jobs, and one with an autoscaler has no number of pods", () => {
  const alone = ray(SHUT).replace(
    /(uid-r-abc, resourceVersion: "7"), ownerReferences: [^\]]*\]/,
    `$1, annotations: { berth.dev/plan: x, berth.dev/pinned: ${HOST} }`,
  );
  const lost = moved(NODES + alone, [
    ["r-abc-head", "n2"],
    ["r-abc-gpu", "n2"],
  ]);
  expect(lost.moves).toEqual([]);
  expect(toldBy(lost)[0]).toMatch(/it forgets the jobs that were submitted to it/);
  const scaled = ray(SHUT).replace(
    "rayClusterSpec: {",
    "rayClusterSpec: { enableInTreeAutoscaling: true,",
  );
  const made = moved(NODES + scaled, [
    ["r-abc-head", "n2"],
    ["r-abc-gpu", "n2"],
  ]);
  expect(toldBy(made)[0]).toMatch(/its autoscaler decides how many pods it has/);
});

test("where the plan knows nothing of one of its pods, none is held", () => {
  const late = ofGang(
    "t-worker-2",
    "n1",
    owner("kubeflow.org/v1", "PyTorchJob", "t"),
    "training.kubeflow.org/replica-type: worker",
  ).replace("nodeName: n1,", "nodeName: elsewhere,");
  const made = moved(NODES + TRAIN + late, [
    ["t-master-0", "n0"],
    ["t-worker-0", "n2"],
    ["t-worker-1", "n2"],
  ]);
  expect(made.moves).toEqual([]);
  expect(toldBy(made).join("\n")).toMatch(/does not say where all pods of PyTorchJob t are to be/);
});

test("a JobSet keeps the labels that held its pods: they go to one node, or stay where they are", () => {
  const set = `
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: { ${META("s")}, ${ALL} }
spec: { suspend: false, replicatedJobs: [{ name: w, template: { spec: { parallelism: 2, ${template("n0")} } } }] }
---`;
  const jobs = `
apiVersion: batch/v1
kind: Job
metadata: { ${META("s-w-0")}, resourceVersion: "7", ownerReferences: [{ ${owner("jobset.x-k8s.io/v1alpha2", "JobSet", "s")}, controller: true }] }
spec: { ${template("n0")} }
---`;
  const pods = ["s-0", "s-1"].map((name) =>
    ofGang(
      name,
      "n0",
      owner("batch/v1", "Job", "s-w-0"),
      "jobset.sigs.k8s.io/jobset-name: s, jobset.sigs.k8s.io/replicatedjob-name: w",
    ),
  );
  const text = NODES + set + jobs + pods.join("");
  const whole = moved(text, [
    ["s-0", "n2"],
    ["s-1", "n2"],
  ]);
  expect([words(whole), whole.findings]).toEqual([["restart s-0 n0>n2,s-1 n0>n2"], []]);
  const apart = moved(text, [
    ["s-0", "n1"],
    ["s-1", "n2"],
  ]);
  expect(apart.moves).toEqual([]);
  expect(toldBy(apart)[0]).toMatch(/JobSet does not take back the label kubernetes.io\/hostname/);
});
