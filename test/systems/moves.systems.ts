import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeRandom } from "../../src/util/random.ts";
import { berth } from "../support/berth.ts";
import { MERGE } from "./support/api.ts";
import { type ControlPlane, startControlPlane } from "./support/control-plane.ts";
import { isRunning, movingIn } from "./support/moving.ts";
import { job, node, podTemplate, TEAM } from "./support/objects.ts";
import { grantDocumented } from "./support/rights.ts";
import { still } from "./support/still.ts";

const JOBS = `/apis/batch/v1/namespaces/${TEAM}/jobs`;
const PODS = `/api/v1/namespaces/${TEAM}/pods`;
const SETS = `/apis/apps/v1/namespaces/${TEAM}/replicasets`;
const BUDGETS = `/apis/policy/v1/namespaces/${TEAM}/poddisruptionbudgets`;

let cluster: ControlPlane;
const { at, access, running, settled, cordon, replanned, applyArgs } = movingIn(
  () => cluster,
  "planner",
  [JOBS, SETS, BUDGETS],
);

beforeAll(async () => {
  cluster = await startControlPlane();
  await cluster.create("/api/v1/namespaces", {
    ...{ apiVersion: "v1", kind: "Namespace", metadata: { name: TEAM } },
  });
  for (const name of ["g0", "g1", "g2"]) await cluster.create("/api/v1/nodes", node(name, 8, "A"));
  for (const name of ["c0", "c1"]) await cluster.create("/api/v1/nodes", node(name));
  await grantDocumented(cluster, "planner");
});
afterAll(() => cluster?.stop());

test("Jobs that Berth placed leave a cordoned node, whole, and nothing else moves", async () => {
  for (const [name, pods, gpus] of [
    ["p", 2, 4],
    ["q", 1, 8],
    ["r", 1, 4],
  ] as const) {
    await cluster.create(JOBS, job(name, pods, "1h", { gpus, seconds: 3600 }));
  }
  await still(cluster.ask, [JOBS, PODS]);
  await berth(["import", "kubernetes", "-o", at("first.yaml"), ...access(), "--mode", "placement"]);
  await berth(["solve", at("first.yaml"), "-q", "-o", at("first.json")]);
  const first = [at("first.yaml"), at("first.json"), "-o", at("first-changes"), ...access()];
  expect((await berth(["export-plan", "kubernetes", ...first])).status).toBe(0);
  const sent = await berth(applyArgs("first", "--yes"));
  expect(sent.status, sent.stdout).toBe(0);
  await settled(4);
  // Room for one of them elsewhere: r has half a node to itself.
  const before = await running();
  const down = before.get("r")![0].node;
  await cluster.create("/api/v1/nodes", node("g3", 8, "A"));
  await cordon(down);
  await settled(4);
  const told = await replanned("drain", down);
  expect(told).toMatch(/^Job team\/r, at once\n {2}held, and let go again/m);
  expect(told).toMatch(/1 move, 0 changes/);
  const looked = await berth(applyArgs("drain", "--dry-run"));
  expect(looked.stdout).toBe("would apply: Job team/r: the cluster would hold it\n");
  expect(await running()).toEqual(before);
  const ran = await berth(applyArgs("drain", "--yes"));
  expect(ran.stdout).toMatch(/^applied: Job team\/r: it runs on g\d$/m);
  expect(ran.status).toBe(0);
  const after = await running();
  expect(after.get("r")![0].node).not.toBe(down);
  for (const name of ["p", "q"]) expect(after.get(name)).toEqual(before.get(name));
  const again = await berth(applyArgs("drain", "--yes"));
  expect(again.stdout).toBe("done: Job team/r: it was moved already\n");
  expect(await running()).toEqual(after);
  await cordon(down, false);
});

test("killed at any moment of a move and run again: the same end", async () => {
  await settled(4);
  const before = await running();
  const down = before.get("q")![0].node;
  await cordon(down);
  await settled(4);
  const told = await replanned("killed", down);
  expect(told).toMatch(/^Job team\/q, at once/m);
  const random = makeRandom(11);
  for (let k = 0; k < 8; k++) {
    const args = ["dist/cli.js", ...applyArgs("killed", "--yes")];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", done));
    await wait(random.int(300, 1500));
    child.kill("SIGKILL");
    await ended;
  }
  const ran = await berth(applyArgs("killed", "--yes"));
  expect(ran.status, ran.stdout).toBe(0);
  const after = await running();
  expect(after.get("q")![0].node).not.toBe(down);
  for (const name of ["p", "r"]) expect(after.get(name)).toEqual(before.get(name));
  const { spec } = (await cluster.ask("GET", `${JOBS}/q`)).body;
  expect(spec.suspend).toBe(false);
  await cordon(down, false);
});

test("pods of a ReplicaSet are evicted one by one, as their budget lets them", async () => {
  const labels = { app: "web" };
  const template = podTemplate({ cpu: "20", seconds: 3600 });
  const pod = { ...template, metadata: { ...template.metadata, labels } };
  await cluster.create(SETS, {
    ...{ apiVersion: "apps/v1", kind: "ReplicaSet", metadata: { name: "web" } },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: { ...pod, spec: { ...pod.spec, restartPolicy: "Always" } },
    },
  });
  await cluster.create(BUDGETS, {
    ...{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name: "web" } },
    spec: { minAvailable: 2, selector: { matchLabels: labels } },
  });
  await settled(7);
  const before = (await running()).get("web")!;
  const down = before.filter(({ node: own }) => own === "c0").length >= 2 ? "c0" : "c1";
  const leave = before.filter(({ node: own }) => own === down);
  expect(leave.length).toBeGreaterThan(0);
  await cordon(down);
  await settled(7);
  const told = await replanned("web", down);
  expect(told.match(/evicted from/g)).toHaveLength(leave.length);
  let least = 3;
  const isOver = { now: false };
  const watching = (async () => {
    while (!isOver.now) {
      const { items } = (await cluster.ask("GET", `${PODS}?labelSelector=app%3Dweb`)).body;
      const alive = items.filter(
        (one: { metadata: { deletionTimestamp?: string }; status: { phase: string } }) =>
          one.metadata.deletionTimestamp === undefined && isRunning(one),
      );
      least = Math.min(least, alive.length);
      await wait(20);
    }
  })();
  const ran = await berth(applyArgs("web", "--yes", "--patience", "30s"));
  isOver.now = true;
  await watching;
  expect(ran.status, ran.stdout).toBe(0);
  expect(
    ran.stdout.match(
      /^applied: Pod team\/web-\w+: it is gone from c\d, and a new one runs on c\d$/gm,
    ),
  ).toHaveLength(leave.length);
  expect(least).toBeGreaterThanOrEqual(2);
  const after = (await running()).get("web")!;
  expect(after.filter(({ node: own }) => own === down)).toEqual([]);
  const stay = before.filter(({ node: own }) => own !== down);
  expect(after).toEqual(expect.arrayContaining(stay));
  await cordon(down, false);
});

test("a budget that never lets a pod go, and a missing right, are told, and nothing moves", async () => {
  await cluster.ask("PATCH", `${BUDGETS}/web`, { spec: { minAvailable: 3 } }, MERGE);
  await settled(7);
  const before = await running();
  const down = before.get("web")![0].node;
  await cordon(down);
  await settled(7);
  await replanned("kept", down);
  const looked = await berth(applyArgs("kept", "--dry-run"));
  expect(looked.stdout).toMatch(/^would apply: Pod team\/web-\w+: not now: its disruption budget/m);
  const ran = await berth(applyArgs("kept", "--yes", "--patience", "1s"));
  expect(ran.status).toBe(6);
  expect(ran.stdout).toMatch(
    /^failed: Pod .*: its disruption budget does not let it go: .*disruption budget/m,
  );
  expect(await running()).toEqual(before);
  const role = "/apis/rbac.authorization.k8s.io/v1/namespaces/team/roles/berth-apply";
  const { rules } = (await cluster.ask("GET", role)).body;
  const less = rules.filter(
    (rule: { resources: string[] }) => !rule.resources.includes("pods/eviction"),
  );
  await cluster.ask("PATCH", role, { rules: less }, MERGE);
  const denied = await berth(applyArgs("kept", "--yes", "--patience", "1s"));
  expect(denied.stdout).toMatch(/^failed: Pod .*: an eviction is not allowed: .*planner/m);
  expect(await running()).toEqual(before);
});
