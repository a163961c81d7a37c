import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeRandom } from "../../src/util/random.ts";
import { berth } from "../support/berth.ts";
import { MERGE } from "./support/api.ts";
import { carryOut } from "./support/carry-out.ts";
import { type ControlPlane, startControlPlane } from "./support/control-plane.ts";
import { doorOf, walk } from "./support/door.ts";
import { job, node, podTemplate, TEAM } from "./support/objects.ts";
import { actual, planned } from "./support/planned.ts";
import { until } from "./support/processes.ts";
import { grantDocumented } from "./support/rights.ts";
import { still } from "./support/still.ts";

const NODES = ["a100-0", "a100-1", "h100-0", "h100-1"];
const JOBS = `/apis/batch/v1/namespaces/${TEAM}/jobs`;
const PODS = `/api/v1/namespaces/${TEAM}/pods`;

let cluster: ControlPlane;
const at = (name: string) => join(cluster.folder, name);
const as = (user: "admin" | "planner" | "nobody") => ["--kubeconfig", cluster.kubeconfig(user)];

beforeAll(async () => {
  cluster = await startControlPlane();
  await cluster.create("/api/v1/namespaces", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: TEAM },
  });
  for (const name of NODES) {
    await cluster.create("/api/v1/nodes", node(name, 8, name.startsWith("a") ? "A100" : "H100"));
  }
  for (const name of ["cpu-0", "cpu-1"]) await cluster.create("/api/v1/nodes", node(name));
  await grantDocumented(cluster, "planner");
});
afterAll(() => cluster?.stop());

/** The jobs of one test; those of others are gone. */
async function makeJobs(count: number): Promise<void> {
  for (let k = 0; k < count; k++) {
    const pods = 1 + (k % 3);
    const asks = { gpus: 1 + (k % 4), seconds: 1 };
    await cluster.create(JOBS, job(`j${k}`, pods, `${3 + (k % 4)}s`, asks, { round: "1" }));
  }
}

async function removeAll(): Promise<void> {
  for (const path of [JOBS, PODS]) {
    const { status, body } = await cluster.ask("DELETE", `${path}?propagationPolicy=Background`);
    expect(status, JSON.stringify(body)).toBe(200);
  }
  let left = "";
  await until(
    "no pods",
    async () => {
      const [pods, jobs] = [await cluster.ask("GET", PODS), await cluster.ask("GET", JOBS)];
      left = JSON.stringify(
        [...(pods.body.items ?? []), ...(jobs.body.items ?? [])]
          .map(({ metadata, status }) => [metadata, status])
          .slice(0, 2),
      );
      return pods.body.items?.length === 0 && jobs.body.items?.length === 0;
    },
    30,
    () => left,
  );
}

async function planAll(name: string, ...flags: readonly string[]): Promise<void> {
  await still(cluster.ask, [JOBS, PODS]);
  const imported = await berth([
    "import",
    "kubernetes",
    "-o",
    at(`${name}.yaml`),
    ...as("planner"),
    ...flags,
  ]);
  expect([imported.status, imported.stdout]).toEqual([0, ""]);
  const solved = await berth([
    "solve",
    at(`${name}.yaml`),
    "--time-limit",
    "5s",
    "-q",
    "-o",
    at(`${name}.json`),
  ]);
  expect(solved.stderr).toBe("");
  const files = [at(`${name}.yaml`), at(`${name}.json`)];
  const made = await berth([
    "export-plan",
    "kubernetes",
    ...files,
    "-o",
    at(`${name}-changes`),
    ...as("planner"),
  ]);
  expect(made.stderr).toMatch(/changes?: written to/);
  expect(made.stderr).not.toMatch(/not written/);
}

const apply = (name: string, ...flags: readonly string[]) =>
  berth(["apply", "kubernetes", at(`${name}-changes`), ...as("planner"), ...flags]);

async function settled(name: string): Promise<void> {
  const places = planned(at(`${name}.origin.json`), at(`${name}.json`));
  const pods = [...places.values()].reduce((sum, list) => sum + list.length, 0);
  await until("every pod has a node", async () => {
    const { body } = await cluster.ask("GET", PODS);
    return (
      body.items.length === pods &&
      body.items.every((pod: { spec: { nodeName?: string } }) => pod.spec.nodeName)
    );
  });
  expect(await actual(cluster.ask, TEAM)).toEqual(places);
}

test("what the README shows imports, plans, checks and carries out what waits, and stays until it has ended", async () => {
  for (const [k, gpus] of [8, 5, 4].entries()) {
    await cluster.create(JOBS, job(`j${k}`, 1, "3s", { gpus, seconds: 1 }));
  }
  await still(cluster.ask, [JOBS, PODS]);
  const folder = at("door");
  mkdirSync(folder);
  const commands = doorOf("kubernetes");
  const ran = await walk(commands, folder, { KUBECONFIG: cluster.kubeconfig("planner") });
  expect(ran.map(({ status }) => status).join(), JSON.stringify(ran.at(-1))).toBe("0,0,0,0,0");
  expect(ran[3].stdout.match(/^would apply: /gm)).toHaveLength(3);
  expect(ran[4].stdout.match(/^ended: /gm)).toHaveLength(3);
  expect(await actual(cluster.ask, TEAM)).toEqual(
    planned(join(folder, "night.origin.json"), join(folder, "plan.json")),
  );
  await removeAll();
}, 200_000);

test("twelve Jobs go where and when the plan has them; a dry run changes nothing", async () => {
  await makeJobs(12);
  await planAll("night");
  const looked = await apply("night", "--dry-run");
  expect(looked.stdout.match(/^would apply: /gm)).toHaveLength(12);
  expect((await cluster.ask("GET", PODS)).body.items).toEqual([]);
  const since = new Date().toISOString();
  await carryOut(cluster, "night", "planner", ["--since", since]);
  await settled("night");
  const { items } = (await cluster.ask("GET", JOBS)).body;
  const startOf = new Map<string, number>(
    // biome-ignore lint/suspicious/noExplicitAny: as the API has it
    items.map((one: any) => [one.metadata.name, Date.parse(one.status.startTime)]),
  );
  const { assignments } = JSON.parse(readFileSync(at("night.json"), "utf8"));
  for (const { task, start_ms } of assignments as { task: string; start_ms: number }[]) {
    const name = /^team\/([^#]*)/.exec(task)![1];
    // Whole seconds of the API, and no start before its time.
    expect(startOf.get(name)! + 1000).toBeGreaterThanOrEqual(Date.parse(since) + start_ms);
  }
});

test("what changed since the import is refused, and the rest goes on", async () => {
  await removeAll();
  await makeJobs(4);
  await planAll("changed");
  await cluster.ask("PATCH", `${JOBS}/j2`, { metadata: { labels: { round: "2" } } }, MERGE);
  const ran = await apply("changed", "--yes", "--all");
  expect(ran.status).toBe(6);
  expect(ran.stdout).toMatch(/^refused: Job team\/j2: it changed since the import/m);
  expect(ran.stdout.match(/^applied: /gm)).toHaveLength(3);
  expect((await cluster.ask("GET", `${JOBS}/j2`)).body.spec.suspend).toBe(true);
});

test("killed at any moment and run again: the same end", async () => {
  await removeAll();
  await makeJobs(8);
  await planAll("killed");
  const { changes } = JSON.parse(readFileSync(at("killed-changes/plan.json"), "utf8"));
  const patches = new Map<string, { spec: { template: { spec: { nodeSelector: object } } } }>(
    changes.map(({ name, file }: { name: string; file: string }) => {
      return [name, JSON.parse(readFileSync(at(`killed-changes/${file}`), "utf8"))] as const;
    }),
  );
  const random = makeRandom(7);
  for (let k = 0; k < 20; k++) {
    const args = [
      "dist/cli.js",
      "apply",
      "kubernetes",
      at("killed-changes"),
      ...as("planner"),
      "--yes",
      "--all",
    ];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", done));
    await wait(random.int(200, 900));
    child.kill("SIGKILL");
    await ended;
  }
  const ran = await apply("killed", "--yes", "--all");
  expect(ran.status, ran.stdout).toBe(0);
  expect(ran.stdout.match(/^(done|applied): /gm)).toHaveLength(8);
  const { items } = (await cluster.ask("GET", JOBS)).body;
  for (const { metadata, spec } of items) {
    const { template, suspend } = spec;
    const patch = patches.get(metadata.name)!;
    expect([suspend, template.spec.nodeSelector]).toEqual([
      false,
      patch.spec.template.spec.nodeSelector,
    ]);
  }
});

test("gated pods of a Job are sent to their nodes one by one, and gated pods alone", async () => {
  await removeAll();
  await cluster.create(JOBS, job("wide", 4, "1h", { gpus: 6, seconds: 600 }));
  const template = podTemplate({ gpus: 2, seconds: 600 });
  await cluster.create(PODS, {
    ...{ apiVersion: "v1", kind: "Pod" },
    metadata: { ...template.metadata, name: "lone", annotations: { "berth.dev/runtime": "1h" } },
    spec: { ...template.spec, schedulingGates: [{ name: "berth.dev/placement" }] },
  });
  await planAll("gated");
  await carryOut(cluster, "gated", "planner", ["--all"]);
  await settled("gated");
});

test("too few rights are told in words", async () => {
  const denied = await berth(["import", "kubernetes", "-o", at("never.yaml"), ...as("nobody")]);
  expect(denied.status).toBe(1);
  expect(denied.stderr).toMatch(
    /does not list kind Node: .*nobody.* cannot list resource .*\(403\)/,
  );
  const ran = await berth([
    "apply",
    "kubernetes",
    at("killed-changes"),
    "--yes",
    "--all",
    ...as("nobody"),
  ]);
  expect(ran.status).toBe(6);
  expect(ran.stdout).toMatch(/^failed: Job team\/j\d: get is not allowed: .*nobody/m);
});
