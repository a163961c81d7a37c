import { expect, test } from "vitest";
import { importKubernetes } from "../../../src/io/kubernetes/import.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { GPU, imported, job, type Loose, OPTIONS, pod, said } from "./imported.ts";
import { EVERYTHING, node, yaml } from "./manifests.ts";

test("the same objects give the same instance in whatever order they stand", () => {
  const documents = yaml(EVERYTHING);
  const [one, other] = [documents, documents.toReversed()].map((list) =>
    JSON.stringify(importKubernetes(list, { ...OPTIONS, withRunning: true })),
  );
  expect(other).toBe(one);
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

test("items of a typed list need not name their kind", () => {
  const item = "{ metadata: { name: n0 }, status: { allocatable: { cpu: 4 } } }";
  const { document } = imported(`{ apiVersion: v1, kind: NodeList, items: [${item}] }`);
  // As many pods as a kubelet takes by default.
  expect(document.resources).toEqual([{ id: "n0", kind: "node", capacity: { pods: 110 } }]);
  expect(document.tasks).toEqual([]);
});
