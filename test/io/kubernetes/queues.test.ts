import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import { parsePlan } from "../../../src/io/parse-plan.ts";
import { verify } from "../../../src/plan/verify.ts";
import { GPU, imported, job, type Loose } from "./imported.ts";
import { EVERYTHING, node } from "./manifests.ts";

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
