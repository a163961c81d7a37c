import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const QUEUE = "instances/foreign/slurm-queue.json";
const NODES = ["--nodes", "instances/foreign/slurm-nodes.json"];
const [instance, planned, script] = ["night.yaml", "plan.json", "changes.sh"].map(
  (name) => `${folder.path}/${name}`,
);

async function plan(queue: string): Promise<void> {
  await berth(["import", "slurm", ...NODES, "--jobs", queue, "--held", "-o", instance]);
  await berth(["solve", instance, "-q", "--work-limit", "20", "-o", planned]);
  const ran = await berth(["export-plan", "slurm", instance, planned, "-o", script]);
  expect([ran.status, ran.stdout]).toEqual([0, ""]);
}

/** Runs the script with a `scontrol` that writes down what it is asked, and says no to some jobs. */
function run(refused = "none"): {
  readonly status: number | null;
  readonly asked: readonly string[];
} {
  const log = folder.put("asked.txt", "");
  const stub = `#!/bin/sh\necho "$*" >> '${log}'\ncase "$*" in *JobId=${refused}*) exit 1 ;; esac\n`;
  chmodSync(folder.put("scontrol", stub), 0o755);
  const env = { ...process.env, TZ: "Asia/Tokyo", PATH: `${folder.path}:${process.env.PATH}` };
  expect(spawnSync("sh", ["-n", script]).status).toBe(0);
  const { status } = spawnSync("sh", [script], { env });
  return { status, asked: readFileSync(log, "utf8").trimEnd().split("\n") };
}

test("a plan gives each job its nodes and its time, in the cluster's own zone, and releases what is held", async () => {
  await plan(QUEUE);
  const { status, asked } = run();
  expect(status).toBe(0);
  const { assignments } = JSON.parse(readFileSync(planned, "utf8"));
  // One for each of 6 jobs that are none of the array, one for each of its 4 tasks; one release.
  expect(asked.length).toBe(10);
  const at = (job: string) => asked.findIndex((line) => line.includes(`JobId=${job} `));
  expect(at("1201")).toBeLessThan(at("1202_0"));
  const gang = assignments.filter(({ task }: { task: string }) => task === "train-gpt-1203");
  const nodes = gang.map(({ resource }: { resource: string }) => resource);
  const when = new Date(Date.parse("2026-11-30T03:00:00Z") + gang[0].start_ms);
  expect(asked[at("1203")]).toBe(
    `update JobId=1203 ReqNodeList=${nodes.join(",")} StartTime=${when.toISOString().slice(0, 19)}`,
  );
  expect(asked[at("1206") + 1]).toBe("release 1206");
  // A second run asks for the same; what Slurm refuses is told at the end, and is not released.
  expect(run()).toEqual({ status, asked });
  const refused = run("1206");
  expect([refused.status, refused.asked.length]).toEqual([1, 9]);
});

test("what was changed in the queue is what the plan said, read anew", async () => {
  await plan(QUEUE);
  const lines = new Map(
    run().asked.flatMap((line) => {
      const [, job, nodes] = /^update JobId=(\S+) ReqNodeList=(\S+)/.exec(line) ?? [];
      return job === undefined ? [] : [[job, nodes] as const];
    }),
  );
  const queue = JSON.parse(readFileSync(QUEUE, "utf8"));
  for (const job of queue.jobs) job.required_nodes = lines.get(String(job.job_id)) ?? "";
  const changed = folder.put("changed.json", JSON.stringify(queue));
  const ran = await berth(["import", "slurm", ...NODES, "--jobs", changed, "--held", "--json"]);
  const { tasks } = JSON.parse(ran.stdout).instance;
  for (const { id, eligible } of tasks) {
    const nodes = lines.get(/\d+$/.exec(id)![0]);
    if (nodes !== undefined) expect([eligible.node].flat(), id).toEqual(nodes.split(","));
  }
  expect(lines.size).toBe(9);
});

test("an origin that no import wrote never becomes a line of a script", async () => {
  await plan(QUEUE);
  const origin = JSON.parse(readFileSync(`${folder.path}/night.origin.json`, "utf8"));
  const says = async (other: object) => {
    const file = folder.put("other.json", JSON.stringify({ ...origin, ...other }));
    const ran = await berth(["export-plan", "slurm", instance, planned, "--origin", file]);
    return [ran.status, ran.stdout, ran.stderr] as const;
  };
  for (const job of ["1; rm -rf ~", "$(id)", "1 2", "-1", "", "1_[0-3]", "1\n2"]) {
    const [status, stdout, stderr] = await says({ tasks: { "prepare-1204": [job] } });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/expected a job such as 1201[\s\S]*Maybe import the cluster again/);
  }
  for (const node of ["gpu1;id", "`id`", "a b", "--all", "../x"]) {
    const [status, stdout] = await says({ resources: { gpu1: node } });
    expect([status, stdout]).toEqual([1, ""]);
  }
  const [status, stdout, stderr] = await says({ tasks: { "prepare-1204": ["1204"] } });
  expect([status, stdout.match(/^plan /gm)?.length]).toEqual([6, 1]);
  expect(stderr).toMatch(/left out: train-bert-1201: it is no job of the queue/);
});
