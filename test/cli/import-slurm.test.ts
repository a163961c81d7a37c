import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const NODES = "instances/foreign/slurm-nodes.json";
const QUEUE = "instances/foreign/slurm-queue.json";
const BOTH = ["import", "slurm", "--nodes", NODES, "--jobs", QUEUE];

test("a queue is an instance that plans, and a file says who is who", async () => {
  const instance = `${folder.path}/night.yaml`;
  const ran = await berth([...BOTH, "-o", instance]);
  expect([ran.status, ran.stdout]).toEqual([0, ""]);
  expect(ran.stderr).toMatch(/left out: node gpu3: it is drain/);
  expect(ran.stderr).toMatch(/The plan begins at 2026-11-29T18:00:00Z/);
  const origin = JSON.parse(readFileSync(`${folder.path}/night.origin.json`, "utf8"));
  expect(origin.tasks["evaluate-1202"]).toEqual(["1202_0", "1202_1", "1202_2", "1202_3"]);
  const solved = await berth(["solve", instance, "--json", "-q", "--work-limit", "20"]);
  // What runs has eleven hours left at most; what waits is done as early as it can be beside it.
  const [last, sum] = JSON.parse(solved.stdout).objectives;
  expect([last.value, last.bound]).toEqual([39_600_000, 39_600_000]);
  expect(sum).toMatchObject({ name: "weighted-completion" });
  expect(sum.bound).toBeLessThanOrEqual(sum.value);
});

test("--strict writes nothing, --json tells all, --now says when the plan begins", async () => {
  const instance = `${folder.path}/strict.yaml`;
  const strict = await berth([...BOTH, "-o", instance, "--strict"]);
  expect(strict.status).toBe(1);
  expect(strict.stderr).toMatch(/so nothing was written/);
  expect(() => readFileSync(instance)).toThrow();
  const told = await berth([...BOTH, "--json", "--now", "2026-11-29T19:00Z"]);
  const { written, instance: held, findings, origin } = JSON.parse(told.stdout);
  expect([written, held.start, origin.start]).toEqual([
    true,
    "2026-11-29T19:00:00Z",
    1_795_978_800,
  ]);
  expect(findings).toContainEqual({
    verdict: "left out",
    kind: "job",
    name: "1207",
    what: "it has no time limit",
  });
});

test("faults are told with the file where they are", async () => {
  const swapped = await berth(["import", "slurm", "--nodes", QUEUE, "--jobs", NODES]);
  expect(swapped.status).toBe(1);
  expect(swapped.stderr).toMatch(/slurm-queue\.json/);
  expect(swapped.stderr).toMatch(/Maybe the files are swapped/);
  const broken = folder.put("broken.json", '{ "jobs": [ { "job_id": 0 } ] }');
  const ran = await berth(["import", "slurm", "--nodes", NODES, "--jobs", broken]);
  expect(ran.stderr).toMatch(/broken\.json/);
  const both = await berth(["import", "slurm", "--nodes", "-", "--jobs", "-"]);
  expect(both.stderr).toMatch(/read only once/);
});
