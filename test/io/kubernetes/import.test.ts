import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { importKubernetes } from "../../../src/io/kubernetes/import.ts";
import type { ImportOptions } from "../../../src/io/kubernetes/options.ts";
import { parsePlan } from "../../../src/io/parse-plan.ts";
import { verify } from "../../../src/plan/verify.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { EVERYTHING, node, yaml } from "./manifests.ts";

const OPTIONS: ImportOptions = {
  name: "test",
  isOptional: false,
  withRunning: false,
  runtimes: new Map(),
};

// biome-ignore lint/suspicious/noExplicitAny: the documents of importers are plain data
type Loose = any;

function imported(text: string, options: Partial<ImportOptions> = {}) {
  const made = importKubernetes(yaml(text), { ...OPTIONS, ...options });
  parseInstance(made.document);
  const document: Loose = made.document;
  const task = (id: string) => document.tasks.find((one: Loose) => one.id === id);
  return { ...made, document, task };
}

const said = (text: string, options: Partial<ImportOptions> = {}) =>
  imported(text, options).findings.map(({ verdict, name, what }) => `${verdict}: ${name}: ${what}`);

const GPU = 'cpu: "64", memory: 512Gi, nvidia.com/gpu: "8"';

const job = (name: string, spec: string, pod = "", metadata = "") => `
apiVersion: batch/v1
kind: Job
metadata: { name: ${name}, namespace: team, uid: uid-${name}, ${metadata} }
spec: { ${spec}, template: { metadata: { labels: { job: ${name} } }, spec: { ${pod} containers: [{ name: c, resources: { requests: { cpu: "4" } } }] } } }
---`;

const pod = (name: string, spec: string, status = "phase: Pending", metadata = "") => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: team, uid: uid-${name}, ${metadata} }
spec: { ${spec} containers: [{ name: c, resources: { requests: { cpu: "4" } } }] }
status: { ${status} }
---`;

test("every kind over time: gangs, tables, quotas by flavor, stages and limits", () => {
  const { document, task, origin, findings, notes } = imported(EVERYTHING, { mode: "batch" });
  expect(document.resources.map(({ id, count = 1 }: Loose) => [id, count])).toEqual([
    ["a", 2],
    ["c0", 1],
    ["h0", 1],
  ]);
  // 31.5 cores, less the one that the web pod was resized to.
  expect(document.resources[1].capacity.cpu).toBe("30500m");
  expect(task("team/train")).toEqual({
    id: "team/train",
    demand: { cpu: 8, memory: "65536MiB", "nvidia.com/gpu": 4, pods: 1 },
    runtime: { "pool=a100": "2h", "*": "90m" },
    workers: 2,
    eligible: [{ pool: ["a100", "h100"] }, { pool: "a100" }],
    separate: "team/train",
  });
  expect(task("team/sweep/work")).toMatchObject({ workers: 4, after: ["team/sweep/fetch"] });
  // The whole pod asks for 3 cores, its runtime class for 250m more; memory by limit range, sidecar and overhead.
  expect(task("team/gated")).toMatchObject({
    demand: { cpu: "3250m", memory: "1178MiB" },
    runtime: "600s",
    priority: 1000,
    eligible: { pool: "cpu" },
  });
  expect(task("team/tune/node")).toMatchObject({
    workers: 2,
    demand: { "nvidia.com/gpu": 2 },
    eligible: { pool: "h100" },
    runtime: "7200s",
  });
  expect(task("team/old/Worker")).toMatchObject({ workers: 3, priority: 1000, runtime: "900s" });
  // As the object spells it, for whoever acts on it.
  expect(origin.tasks["team/old/Worker"][0]).toMatchObject({ part: "Worker", copies: 1, pods: 3 });
  expect(origin.tasks["team/job-queued"][0].owners).toMatchObject([{ kind: "Job", uid: "j2" }]);
  expect(task("team/ray/small")).toMatchObject({ workers: 2, runtime: "300s" });
  expect(task("team/queued")).toBeUndefined();
  const queued = task("team/job-queued");
  expect(queued).toMatchObject({ workers: { count: 2, within: "rack" }, priority: 50 });
  expect(queued.demand["gpus/a100/nvidia.com/gpu"]).toEqual({ a: 4, "*": 0 });
  const limit = (name: string) => document.limits.find((one: Loose) => one.name === name).capacity;
  // 8 and 4 to borrow, less 2 in use; of the cohort 8 less 2.
  expect(limit("gpus/a100/nvidia.com/gpu")).toBe(10);
  expect(limit("cohort:all/a100/nvidia.com/gpu")).toBe(6);
  expect(findings.map(({ verdict }) => verdict)).toContain("preference");
  expect(notes.join("\n")).toMatch(/is the longest that it may run, an upper bound/);
});

test("the same objects give the same instance in whatever order they stand", () => {
  const documents = yaml(EVERYTHING);
  const [one, other] = [documents, documents.toReversed()].map((list) =>
    JSON.stringify(importKubernetes(list, { ...OPTIONS, withRunning: true })),
  );
  expect(other).toBe(one);
});

test("what runs becomes tasks with an earlier plan; pods of DaemonSets stay and take room", () => {
  const text = `${node("n0", 'cpu: "8"')}${node("n1", 'cpu: "8"', "", "unschedulable: true")}
    ${pod("web", "nodeName: n1,", "phase: Running")}
    ${pod("agent", "nodeName: n0,", "phase: Running", "ownerReferences: [{ kind: DaemonSet, name: agent, uid: d, controller: true }]")}
    ${pod("done", "nodeName: n0,", "phase: Succeeded")}
    ${pod("next", "")}`;
  const { document, task, earlier, origin, notes } = imported(text, { withRunning: true });
  expect(document.resources.map(({ capacity }: Loose) => capacity)).toEqual([
    { cpu: 4, pods: 109 },
    { cpu: 8, pods: 110 },
  ]);
  // The cordon keeps what is new off; what runs there may stay.
  expect(task("team/web").forbidden).toBeUndefined();
  expect(task("team/next").forbidden).toEqual(["n1"]);
  expect(earlier?.assignments).toEqual([{ task: "team/web", resource: "n1", start_ms: 0 }]);
  expect(origin.tasks["team/web"]).toEqual([
    {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "team",
      name: "web",
      uid: "uid-web",
      copies: 1,
      pods: 1,
      running: true,
    },
  ]);
  expect(notes.join()).toMatch(/Nothing new goes to n1 \(cordoned\)/);
  const alone = imported(text);
  expect(alone.document.resources[1].capacity).toEqual({ cpu: 4, pods: 109 });
  expect(alone.task("team/web")).toBeUndefined();
});

test("over time what runs has the rest of its runtime, and without one keeps its room", () => {
  const started = 'phase: Running, startTime: "2026-11-30T01:00:00Z"';
  const text = `${node("n0", 'cpu: "16"')}
    ${pod("long", "nodeName: n0,", started, "annotations: { berth.dev/runtime: 3h }")}
    ${pod("over", "nodeName: n0,", started, "annotations: { berth.dev/runtime: 30m }")}
    ${pod("ever", "nodeName: n0,", started)}
    ${job("next", "suspend: true", "", "annotations: { berth.dev/runtime: 1h }")}`;
  const { document, task } = imported(text, {
    withRunning: true,
    now: Date.parse("2026-11-30T02:00:00Z"),
  });
  expect(document.start).toBe("2026-11-30T02:00:00.000Z");
  expect(task("team/long").runtime).toBe("7200s");
  expect(document.tasks).toHaveLength(2);
  expect(document.resources[0].capacity.cpu).toBe(8);
});

test("jobs: what is left of completions, what runs already, what has ended, what was not created yet", () => {
  const text = `${node("n0", 'cpu: "64"')}
    ${job("half", "suspend: true, parallelism: 4, completions: 6")}
    ${job("ended", "suspend: true").replace("---", "status: { conditions: [{ type: Complete, status: 'True' }] }\n---")}
    ${job("going", "parallelism: 2")}
    ${job("draft", "parallelism: 3").replace("uid: uid-draft,", "")}
    ${job("empty", "suspend: true, parallelism: 0")}`;
  const { document, findings } = imported(text.replace("completions: 6,", "completions: 6,"));
  expect(document.tasks.map(({ id, count }: Loose) => [id, count])).toEqual([["team/draft", 7]]);
  expect(findings.map(({ name, what }) => `${name}: ${what}`)).toEqual([
    "empty: it has no pods to run",
    "going: it is not suspended, and none of its pods is among the files",
  ]);
});

test("equal objects are copies of one task, in the order of their names, and the origin says which is which", () => {
  const text = ["c", "a", "b"].map((name) => pod(name, "", "phase: Pending", OWNED)).join("");
  const { document, origin } = imported(`${node("n1", GPU)}${node("n0", GPU)}${text}`);
  expect(document.tasks).toEqual([{ id: "team/set", count: 3, demand: { cpu: 4, pods: 1 } }]);
  expect(origin.tasks["team/set"].map(({ name }) => name)).toEqual(["a", "b", "c"]);
  expect(document.resources).toMatchObject([{ id: "n", count: 2 }]);
  expect(origin.resources.n.map(({ name, uid }) => [name, uid])).toEqual([
    ["n0", "uid-n0"],
    ["n1", "uid-n1"],
  ]);
});

const OWNED = "ownerReferences: [{ kind: ReplicaSet, name: set, uid: r, controller: true }]";

test("runtimes: a list, an annotation of the owner, a limit; tables keep what some node has", () => {
  const text = `${node("n0", GPU, "gpu: a100")}${node("n1", GPU, "gpu: h100")}
    ${job("listed", "suspend: true, activeDeadlineSeconds: 60", "", "annotations: { berth.dev/runtime: 1h }")}
    ${job("table", "suspend: true", "", `annotations: { berth.dev/runtime: "{ gpu=a100: 2h, gpu=t4: 9h }" }`)}
    ${job("probe-7", "suspend: true")}
    ${job("bound", "suspend: true, activeDeadlineSeconds: 60")}`;
  const runtimes = new Map([
    ["team/listed", "5m"],
    ["team/probe-*", "7m"],
  ]);
  const { document, task, notes } = imported(text, { runtimes });
  expect(document.mode).toBe("batch");
  expect(
    ["listed", "table", "probe-7", "bound"].map((name) => task(`team/${name}`).runtime),
  ).toEqual(["5m", { "gpu=a100": "2h" }, "7m", "60s"]);
  expect(notes.join("\n")).toMatch(/The runtime of team\/bound is the longest/);
  expect(imported(text).document.mode).toBe("placement");
  expect(() =>
    imported(
      `${node("n0", GPU)}${job("odd", "suspend: true", "", "annotations: { berth.dev/runtime: soon }")}`,
    ),
  ).toThrow(/Job team\/odd, annotation berth.dev\/runtime: expected a duration/);
});

test("preferences cost what they are told to, or are listed", () => {
  const preferred =
    "affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 20, preference: { matchExpressions: [{ key: gpu, operator: Exists }] } }] } },";
  const text = `${node("n0", GPU, "gpu: a100")}${node("n1", GPU)}${pod("p", preferred)}`;
  expect(said(text)).toEqual(["preference: p: preferred nodes"]);
  const { document, findings } = imported(text, { preferencePrice: 10_000 });
  expect(document.tasks[0].cost).toEqual({ n1: 0.2, "*": 0 });
  expect(document.objectives).toEqual(["cost"]);
  expect(findings).toEqual([]);
});

test("a pool of nodes that no label names is named itself", () => {
  const many = Array.from({ length: 40 }, (_, n) => node(`n${n}`, `cpu: "${n + 8}"`)).join("");
  const { document, task } = imported(
    `${many}${pod("p", "nodeSelector: { kubernetes.io/hostname: n7 },")}`,
  );
  expect(task("team/p").eligible).toEqual({ "berth.dev/pool": "n7" });
  expect(document.resources[7].labels["berth.dev/pool"]).toBe(document.resources[7].id);
});

test("spread over zones is shared out in a placement", () => {
  const spread =
    "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { job: wide } } }],";
  const nodes = ["a", "a", "b", "b"].map((zone, n) => node(`n${n}`, GPU, `zone: ${zone}`)).join("");
  const { document, findings } = imported(
    `${nodes}${job("wide", "suspend: true, parallelism: 4", spread)}`,
  );
  expect(
    document.tasks.map(({ id, count, eligible, forbidden }: Loose) => [
      id,
      count,
      eligible ?? forbidden,
    ]),
  ).toEqual([
    ["team/wide", 2, ["n-2"]],
    ["team/wide:2", 2, ["n"]],
  ]);
  expect(findings).toEqual([]);
});

test("what cannot be said is said", () => {
  const lines = said(`${node("n0", GPU)}
    ${pod("p", "priorityClassName: none, runtimeClassName: gone, schedulingGroup: { podGroupName: g },", "phase: Pending", "labels: { kueue.x-k8s.io/queue-name: q }")}
    ${pod("lost", "nodeName: elsewhere,", "phase: Running")}`);
  expect(lines.sort()).toEqual([
    "ignored: lost: its node elsewhere is not among the files",
    "ignored: p: its group of pods starts together (schedulingGroup)",
    "ignored: p: its priority: the PriorityClass none is not among the files",
    "ignored: p: its queue: the LocalQueue team/q is not among the files",
    "ignored: p: its runtime class gone is not among the files: it may ask for more",
  ]);
});

test("objects that are no cluster are refused in words", () => {
  const messages = (text: string) => {
    try {
      imported(text);
    } catch (error) {
      if (error instanceof InstanceError) return error.issues.map(({ message }) => message);
      throw error;
    }
    return [];
  };
  expect(messages(pod("p", ""))).toEqual(["there is no Node among the objects"]);
  expect(messages("a: 1")).toContain(
    "test.yaml, kind: is missing, so that this is no object of Kubernetes",
  );
  expect(messages("[1]")[0]).toBe("test.yaml[0]: expected an object of Kubernetes, got 1");
  expect(messages("{ kind: List, apiVersion: v1, items: 3 }")[0]).toMatch(
    /items: expected a list of objects, got 3/,
  );
  expect(messages("{ kind: Pod, apiVersion: v1, metadata: {} }")[0]).toMatch(
    /metadata.name: is missing/,
  );
  expect(messages(`${node("n0", GPU)}${pod("p", "")}${pod("p", "priority: 3,")}`)[0]).toBe(
    "Pod team/p is there twice, and not the same",
  );
  expect(messages(pod("p", "nodeSelector: { a: 1 },"))[0]).toBe(
    "Pod team/p, spec.nodeSelector.a: expected a text, got 1",
  );
});

test("one flavor: its nodes, and limits that tasks count; lending limits are told", () => {
  const text = `${node("a", GPU, "pool: x")}${node("b", GPU, "pool: y")}
apiVersion: kueue.x-k8s.io/v1beta1
kind: ResourceFlavor
metadata: { name: x }
spec: { nodeLabels: { pool: x } }
---
apiVersion: kueue.x-k8s.io/v1beta1
kind: ClusterQueue
metadata: { name: cq }
spec: { resourceGroups: [{ coveredResources: [cpu], flavors: [{ name: x, resources: [{ name: cpu, nominalQuota: 9500m, lendingLimit: 1 }] }] }] }
---
apiVersion: kueue.x-k8s.io/v1beta1
kind: LocalQueue
metadata: { name: q, namespace: team }
spec: { clusterQueue: cq }
---
${job("queued", "suspend: true, parallelism: 2, activeDeadlineSeconds: 60", "", "labels: { kueue.x-k8s.io/queue-name: q }")}`;
  const { document, task, findings } = imported(text);
  expect(document.limits).toEqual([{ name: "cq/x/cpu", capacity: "9500m" }]);
  expect(task("team/queued")).toMatchObject({
    limits: { "cq/x/cpu": "4000m" },
    workers: 2,
    forbidden: ["b"],
  });
  expect(findings.map(({ name, what }) => `${name}: ${what}`)).toEqual(["cq: its lending limits"]);
});

test("a JobSet of which each job has a rack to itself: a gang for each", () => {
  const set = `
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: { name: racks, namespace: team, uid: s, annotations: { alpha.jobset.sigs.k8s.io/exclusive-topology: rack, berth.dev/runtime: 1h } }
spec: { suspend: true, replicatedJobs: [{ name: w, replicas: 2, template: { spec: { parallelism: 3, completions: 3, template: { spec: { containers: [{ name: c, resources: { requests: { cpu: "4" } } }] } } } } }] }
---`;
  const { task, findings } = imported(
    `${node("a", GPU, "rack: r1")}${node("b", GPU, "rack: r2")}${node("c", GPU)}${set}`,
  );
  expect(task("team/racks/w")).toMatchObject({
    count: 2,
    workers: { count: 3, within: "rack" },
    forbidden: ["c"],
  });
  expect(findings.map(({ what }) => what)).toEqual([
    "each of its jobs has one value of rack to itself",
    "its parts start at the same time; in the plan each starts when it can",
  ]);
});

test("a Job that runs: its pods are what they are, and those that come later are told", () => {
  const running = job("going", "parallelism: 2, completions: 9").replace(
    "---",
    "status: { active: 2, succeeded: 3 }\n---",
  );
  const owner = "ownerReferences: [{ kind: Job, name: going, uid: uid-going, controller: true }]";
  const pods = ["going-a", "going-b"].map((name) =>
    pod(name, name === "going-a" ? "nodeName: n0," : "", "phase: Pending", owner),
  );
  const { document, findings } = imported(`${node("n0", GPU)}${running}${pods.join("")}`);
  expect(document.tasks.map(({ id }: Loose) => id)).toEqual(["team/going-b"]);
  expect(findings.map(({ what }) => what)).toEqual(["4 pods that it starts later"]);
});

test("items of a typed list need not name their kind", () => {
  const item = "{ metadata: { name: n0 }, status: { allocatable: { cpu: 4 } } }";
  const { document } = imported(`{ apiVersion: v1, kind: NodeList, items: [${item}] }`);
  // As many pods as a kubelet takes by default.
  expect(document.resources).toEqual([{ id: "n0", kind: "node", capacity: { pods: 110 } }]);
  expect(document.tasks).toEqual([]);
});

test("several flavors: a gang has one of them, and each has its own quota at any time", () => {
  const flavor = (name: string) => `
apiVersion: kueue.x-k8s.io/v1beta1
kind: ResourceFlavor
metadata: { name: ${name} }
spec: { nodeLabels: { pool: ${name} } }
---`;
  const queued = (name: string, pods: number) =>
    job(
      name,
      `suspend: true, parallelism: ${pods}, activeDeadlineSeconds: 3600`,
      "",
      "labels: { kueue.x-k8s.io/queue-name: q }",
    );
  const text = `${node("x0", GPU, "pool: x")}${node("y0", GPU, "pool: y")}${flavor("x")}${flavor("y")}
apiVersion: kueue.x-k8s.io/v1beta1
kind: ClusterQueue
metadata: { name: cq }
spec: { resourceGroups: [{ coveredResources: [cpu], flavors: [{ name: x, resources: [{ name: cpu, nominalQuota: 8 }] }, { name: y, resources: [{ name: cpu, nominalQuota: 4 }] }] }] }
---
apiVersion: kueue.x-k8s.io/v1beta1
kind: LocalQueue
metadata: { name: q, namespace: team }
spec: { clusterQueue: cq }
---
${queued("pair", 2)}${queued("one", 1)}`;
  const { document, findings } = imported(text);
  expect(findings).toEqual([]);
  const instance = parseInstance(document);
  const rules = (pair: readonly [string, string], one: string, start_ms = 0) => {
    const assignments = [
      ...pair.map((resource) => ({ task: "team/pair", resource, start_ms: 0 })),
      { task: "team/one", resource: one, start_ms },
    ];
    const checked = verify(instance, parsePlan({ berth_plan: 1, assignments }, instance));
    return checked.ok ? [] : [...new Set(checked.violations.map(({ rule }) => rule))];
  };
  // Each pod asks for 4 processors: 8 of x at a time, 4 of y.
  expect(rules(["x0", "x0"], "y0")).toEqual([]);
  expect(rules(["x0", "x0"], "x0")).toEqual(["limits"]);
  expect(rules(["x0", "x0"], "x0", 3_600_000)).toEqual([]);
  expect(rules(["y0", "y0"], "x0")).toEqual(["limits"]);
  expect(rules(["x0", "y0"], "x0")).toEqual(["gang"]);
  const placement = imported(text, { mode: "placement" }).findings.map(({ what }) => what);
  expect(placement).toEqual([
    "its pods all get one flavor, x or y",
    "its quotas: a placement has no limits over all resources",
  ]);
});
