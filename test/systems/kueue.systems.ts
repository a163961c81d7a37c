import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { type ControlPlane, startControlPlane } from "./support/control-plane.ts";
import { startController } from "./support/controllers.ts";
import { job, node, TEAM } from "./support/objects.ts";
import { until } from "./support/processes.ts";
import { makeQueue, QUEUED, reserved, WORKLOADS } from "./support/queue.ts";
import { still } from "./support/still.ts";

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
  await makeQueue(cluster);
});
afterAll(() => cluster?.stop());

test("the answer to Kueue's admission check sends the pods of its Workloads where the plan has them", async () => {
  for (const name of ["a", "b"]) {
    await cluster.create(JOBS, job(name, 2, "1h", { gpus: 4, seconds: 600 }, QUEUED));
  }
  await reserved(cluster, 2);
  await still(cluster.ask, [WORKLOADS, JOBS]);
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
