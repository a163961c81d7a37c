import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
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

describe("work that is not in the queue", () => {
  const WORK = "instances/foreign/slurm-work.yaml";

  async function planWork(work: string): Promise<string> {
    const now = ["--now", "2026-11-30T18:00Z"];
    const imported = await berth([
      "import",
      "slurm",
      ...NODES,
      "--tasks",
      work,
      ...now,
      "-o",
      instance,
    ]);
    expect(imported.status, imported.stderr).toBe(0);
    await berth(["solve", instance, "-q", "--work-limit", "20", "-o", planned]);
    return (await berth(["export-plan", "slurm", instance, planned, "-o", script])).stderr;
  }

  /** Runs the script with a queue that remembers names, and an sbatch that says no to some. */
  function submit(refused = "none") {
    const log = folder.put("sbatch.txt", "");
    const queue = `${folder.path}/queue`;
    const stubs = {
      squeue: `for one; do case "$one" in --name=*) sed -n "s/^\\(.*\\) \${one#--name=}\\$/\\1/p" '${queue}' ;; esac; done`,
      sacct: "exit 1",
      sbatch: `case "$*" in *${refused}*) exit 1 ;; esac
for one; do case "$one" in --job-name=*) name=\${one#--job-name=} ;; esac; done
for one; do printf '<%s>' "$one"; done >> '${log}'; echo >> '${log}'
id=$((100 + $(wc -l < '${queue}'))); echo "$id $name" >> '${queue}'; echo "$id;cluster"`,
    };
    for (const [name, text] of Object.entries(stubs)) {
      chmodSync(folder.put(name, `#!/bin/sh\n${text}\n`), 0o755);
    }
    const env = { ...process.env, TZ: "Asia/Tokyo", PATH: `${folder.path}:${process.env.PATH}` };
    const { status } = spawnSync("sh", [script], { env });
    return { status, asked: readFileSync(log, "utf8").split("\n").filter(Boolean) };
  }

  test("each task is submitted once, to its nodes and time, after what it waits for", async () => {
    folder.put("queue", "");
    expect(await planWork(WORK)).toMatch(/^4 jobs: /m);
    const first = submit();
    expect(first.status).toBe(0);
    expect(first.asked).toHaveLength(4);
    expect(first.asked[0]).toMatch(
      /<--nodelist=gpu[12]><--begin=2026-12-01T03:00:00><--partition=gpu>/,
    );
    expect(first.asked[0]).toMatch(/<--cpus-per-task=8><--mem=32768M><--gres=gpu:2><--time=120>/);
    expect(first.asked[0]).toMatch(/<--account=team><--wrap><srun python train.py --epochs 20>$/);
    for (const line of first.asked.slice(1)) {
      expect(line).toContain(
        "<--dependency=afterok:100><--wrap><python evaluate.py --split 'test set'>",
      );
    }
    expect(submit()).toEqual({ status: 0, asked: [] });
  });

  test("what is refused is told, and what waits for it is not submitted", async () => {
    folder.put("queue", "");
    await planWork(WORK);
    expect(submit("train")).toEqual({ status: 1, asked: [] });
    expect(submit().asked).toHaveLength(4);
  });

  test("a task may have any name, and a node that is none of the cluster is told", async () => {
    const named = folder.put(
      "named.json",
      JSON.stringify({
        tasks: [{ id: "constructor", entrypoint: "true", runtime: "1h", demand: { cpu: 1 } }],
      }),
    );
    expect(await planWork(named)).toMatch(/^1 job: /m);
    const origin = `${folder.path}/night.origin.json`;
    const { work, ...rest } = JSON.parse(readFileSync(origin, "utf8"));
    folder.put("night.origin.json", JSON.stringify({ ...rest, work: {} }));
    const none = await berth(["export-plan", "slurm", instance, planned]);
    expect(none.stderr).toContain("left out: constructor: it is no job of the queue");
    folder.put("night.origin.json", JSON.stringify({ ...rest, work, resources: {} }));
    const gone = await berth(["export-plan", "slurm", instance, planned]);
    expect(gone.stderr).toMatch(/^left out: constructor: \w+ is no node of the cluster$/m);
    expect(gone.stdout).not.toContain("job0=$(submit");
  });

  test("half a GPU is left out, and a list that is none is told with its place", async () => {
    const half = folder.put(
      "half.json",
      JSON.stringify({
        tasks: [{ id: "h", entrypoint: "true", runtime: "1h", demand: { gpu: 0.5 } }],
      }),
    );
    expect(await planWork(half)).toContain("left out: h: Slurm gives whole units of gpu, not 0.5");
    const bad = folder.put("bad.json", JSON.stringify({ tasks: [{ id: "h", sbatch: "--x" }] }));
    const ran = await berth(["import", "slurm", ...NODES, "--tasks", bad]);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain("/tasks/0/entrypoint");
    expect(ran.stderr).toContain("/tasks/0/sbatch");
    const both = await berth(["import", "slurm", ...NODES, "--tasks", bad, "--jobs", bad]);
    expect(both.stderr).toContain("Either a queue is planned or a list of work");
  });
});
