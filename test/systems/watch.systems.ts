import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { type ControlPlane, startControlPlane } from "./support/control-plane.ts";
import { movingIn } from "./support/moving.ts";
import { job, node, TEAM } from "./support/objects.ts";
import { until } from "./support/processes.ts";
import { grantDocumented } from "./support/rights.ts";
import { still } from "./support/still.ts";

const JOBS = `/apis/batch/v1/namespaces/${TEAM}/jobs`;

let cluster: ControlPlane;
const { at, access, running, settled } = movingIn(() => cluster, "planner", [JOBS]);

beforeAll(async () => {
  cluster = await startControlPlane();
  await cluster.create("/api/v1/namespaces", {
    ...{ apiVersion: "v1", kind: "Namespace", metadata: { name: TEAM } },
  });
  for (const name of ["g0", "g1", "g2"]) await cluster.create("/api/v1/nodes", node(name, 8, "A"));
  await grantDocumented(cluster, "planner");
});
afterAll(() => cluster?.stop());

test("a node is deleted under a watch that may plan anew: what was on it runs elsewhere, and nothing else moves", async () => {
  for (const [name, pods, gpus] of [
    ["a", 2, 4],
    ["b", 1, 8],
  ] as const) {
    const made = job(name, pods, "1h", { gpus, seconds: 3600 }) as { spec: object };
    // What a lost node takes counts as a failure.
    await cluster.create(JOBS, { ...made, spec: { ...made.spec, backoffLimit: 6 } });
  }
  await still(cluster.ask, [JOBS]);
  const files = [at("n.yaml"), at("n.json"), "-o", at("n-changes")];
  await berth(["import", "kubernetes", "--mode", "placement", "-o", files[0], ...access()]);
  await berth(["solve", files[0], "-q", "-o", files[1]]);
  const made = await berth(["export-plan", "kubernetes", ...files, ...access()]);
  expect(made.status, made.stderr).toBe(0);
  await cluster.create(JOBS, job("later", 1, "1h", { gpus: 1, seconds: 3600 }));
  const words = ["apply", "kubernetes", at("n-changes"), "--yes", "--watch", "--replan", "1s"];
  const child = cluster.processes.start("watch", process.execPath, [
    ...[join(process.cwd(), "dist/cli.js"), ...words, "--patience", "90s", ...access()],
  ]);
  await settled(3);
  const before = await running();
  const lost = before.get("a")![0].node;
  await cluster.ask("DELETE", `/api/v1/nodes/${lost}`);
  const told = () => cluster.processes.log("watch");
  await until(
    "it runs elsewhere",
    async () => /^applied: Job team\/a: it runs/m.test(told()),
    200,
    told,
  );
  expect(told()).toContain(`Planning anew what runs, without ${lost}.`);
  await settled(3);
  const after = await running();
  expect(after.get("b")).toEqual(before.get("b"));
  expect(after.get("a")).toHaveLength(2);
  expect(new Set(after.get("a")!.map((one) => one.node)).has(lost)).toBe(false);
  // What waits, and was not planned, waits still.
  expect((await cluster.ask("GET", `${JOBS}/later`)).body.spec.suspend).toBe(true);
  child.kill("SIGKILL");
  const again = await berth([
    ...["apply", "kubernetes", at("n-changes-next"), "--yes", ...access()],
  ]);
  expect(again.stdout).toBe("done: Job team/a: it was moved already\n");
}, 400_000);
