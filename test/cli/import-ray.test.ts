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
