import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const NODES = "instances/foreign/ray-nodes.json";
const WORK = "instances/foreign/ray-work.yaml";

test("a cluster and its work are an instance that plans, and a file says who is who", async () => {
  const instance = `${folder.path}/night.yaml`;
  const ran = await berth(["import", "ray", "--nodes", NODES, "--tasks", WORK, "-o", instance]);
  expect([ran.status, ran.stdout]).toEqual([0, ""]);
  expect(ran.stderr).toMatch(/What each row stands for: .*night\.origin\.json/);
  const origin = JSON.parse(readFileSync(`${folder.path}/night.origin.json`, "utf8"));
  expect(Object.keys(origin.resources)).toEqual(["gpu-1", "gpu-2", "head"]);
  expect(origin.tasks.train.entrypoint).toBe("python train.py --epochs 20");
  const solved = await berth(["solve", instance, "--json", "-q"]);
  expect(JSON.parse(solved.stdout).objectives[0]).toMatchObject({
    value: 9_000_000,
    bound: 9_000_000,
  });
});

test("faults are told with the file and the line where they are", async () => {
  const work = folder.put("w.yaml", "tasks:\n  - id: a\n    entrypoint: x\n    runtme: 2h\n");
  const ran = await berth(["import", "ray", "--nodes", NODES, "--tasks", work]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(/line 4/);
  expect(ran.stderr).toMatch(/runtme/);
  const swapped = await berth(["import", "ray", "--nodes", WORK, "--tasks", WORK]);
  expect(swapped.stderr).toMatch(/the answer of Ray to/);
  const over = await berth(["import", "ray", "--nodes", NODES, "--tasks", work, "-o", work]);
  expect([over.status, over.stderr.includes("w.yaml")]).toEqual([1, true]);
});

test("the jobs of a plan are lines in the order of their starts; a plan that breaks a rule is not written", async () => {
  const [instance, planned] = [`${folder.path}/out.yaml`, `${folder.path}/out.plan.json`];
  await berth(["import", "ray", "--nodes", NODES, "--tasks", WORK, "-o", instance]);
  await berth(["solve", instance, "-q", "-o", planned]);
  const ran = await berth(["export-plan", "ray", instance, planned]);
  expect(ran.status).toBe(0);
  const jobs = ran.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(jobs.map(({ at, task }) => [at, task])).toEqual([
    [0, "train"],
    ...[1, 2, 3].map((i) => [7_200_000, `evaluate#${i}`]),
  ]);
  expect(jobs[1].body.runtime_env).toEqual({ env_vars: { SPLIT: "test" } });
  const broken = JSON.parse(readFileSync(planned, "utf8"));
  broken.assignments[1].start_ms = 0;
  const wrong = folder.put("broken.plan.json", JSON.stringify(broken));
  const refused = await berth(["export-plan", "ray", instance, wrong]);
  expect([refused.status, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toMatch(/precedence/);
  const other = folder.put("other.json", '{"berth_origin":1,"system":"kubernetes"}');
  const mixed = await berth(["export-plan", "ray", instance, planned, "--origin", other]);
  expect(mixed.stderr).toMatch(/Maybe import the cluster again/);
});
