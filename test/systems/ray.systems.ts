import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { doorOf, walk } from "./support/door.ts";
import { type Processes, processesIn, until } from "./support/processes.ts";

const VENV = process.env.BERTH_SYSTEMS_RAY ?? "";
const DASHBOARD = "http://127.0.0.1:8265";
const WORKERS = [
  { name: "a100-0", ip: "127.0.0.3", kind: "A100" },
  { name: "a100-1", ip: "127.0.0.4", kind: "A100" },
  { name: "h100-0", ip: "127.0.0.5", kind: "H100" },
];

const CLI = resolve(import.meta.dirname, "../../dist/cli.js");

let ray: Processes;
const folder = process.env.BERTH_SYSTEMS_WORK ?? "";
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  ray = processesIn(folder);
  // As if berth were installed on every node.
  mkdirSync(at("bin"));
  writeFileSync(at("bin/berth"), `#!/bin/sh\nexec ${process.execPath} ${CLI} "$@"\n`, {
    mode: 0o755,
  });
  start("head", "127.0.0.2", [
    ...["--head", "--num-cpus=0", "--port=6379", "--temp-dir=/tmp/berth-ray"],
    ...["--dashboard-host=127.0.0.1", "--dashboard-port=8265"],
  ]);
  await until(
    "the dashboard",
    async () => (await nodes()).length === 1,
    180,
    () => ray.log("head"),
  );
  // One after the other: several at once may take longer than each is given.
  for (const [k, { name, ip, kind }] of WORKERS.entries()) {
    const labels = `--labels=ray.io/accelerator-type=${kind}`;
    start(name, ip, ["--address=127.0.0.2:6379", "--num-cpus=8", "--num-gpus=4", labels]);
    await until(
      name,
      async () => (await nodes()).length === k + 2,
      120,
      () => ray.log(name),
    );
  }
}, 600_000);
afterAll(() => ray?.stop());

function start(name: string, ip: string, args: readonly string[]): void {
  const common = ["--block", `--node-ip-address=${ip}`, `--node-name=${name}`];
  ray.start(
    name,
    join(VENV, "bin", "ray"),
    ["start", ...args, ...common, "--object-store-memory=80000000"],
    {
      RAY_USAGE_STATS_ENABLED: "0",
      PATH: `${at("bin")}:${join(VENV, "bin")}:${process.env.PATH}`,
    },
  );
}

// biome-ignore lint/suspicious/noExplicitAny: whatever Ray answers
async function asked(path: string): Promise<any> {
  const answer = await fetch(`${DASHBOARD}${path}`).catch(() => undefined);
  return answer?.ok ? await answer.json().catch(() => undefined) : undefined;
}

async function nodes(): Promise<readonly { node_id: string; node_name: string; state: string }[]> {
  const found = await asked("/api/v0/nodes?detail=true&limit=100");
  const all = found?.data?.result?.result ?? [];
  return all.filter(({ state }: { state: string }) => state === "ALIVE");
}

/** A task that writes its name into a file once it has ended, and its start before. */
function task(id: string, seconds: number, gpu: number, more: object = {}): object {
  const entrypoint = `echo s >> ${at(`begun-${id}`)}; sleep ${seconds}; echo e >> ${at(`ended-${id}`)}`;
  return { id, demand: { cpu: 1, gpu }, runtime: `${seconds}s`, entrypoint, ...more };
}

/** Ray tells of jobs that have ended as in use for a moment. */
async function isIdle(): Promise<boolean> {
  const { usage } =
    (await asked("/api/cluster_status"))?.data.clusterStatus.loadMetricsReport ?? {};
  return usage?.CPU?.[0] === 0 && usage?.GPU?.[0] === 0;
}

async function planned(name: string, tasks: readonly object[]): Promise<void> {
  await until("nothing is in use", isIdle, 60);
  writeFileSync(at(`${name}-work.json`), JSON.stringify({ tasks, objectives: ["makespan"] }));
  const imported = await berth([
    ...["import", "ray", "--address", DASHBOARD, "--tasks", at(`${name}-work.json`)],
    ...["-o", at(`${name}.yaml`)],
  ]);
  expect(imported.status, imported.stderr).toBe(0);
  const solved = await berth(["solve", at(`${name}.yaml`), "-q", "-o", at(`${name}.json`)]);
  expect(solved.status, solved.stderr).toBe(0);
  const files = [at(`${name}.yaml`), at(`${name}.json`), "-o", at(`${name}.ndjson`)];
  const made = await berth(["export-plan", "ray", ...files]);
  expect(made.status, made.stderr).toBe(0);
}

const apply = (name: string, ...flags: readonly string[]) =>
  berth(["apply", "ray", at(`${name}.ndjson`), "--address", DASHBOARD, "--yes", "--all", ...flags]);

const submissions = (name: string) =>
  readFileSync(at(`${name}.ndjson`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("each job ran on the node that the plan has it on, and a second apply submits nothing", async () => {
  const h100 = { eligible: { "ray.io/accelerator-type": "H100" } };
  await planned("night", [
    task("a", 2, 4),
    task("b", 2, 4),
    task("c", 2, 2, h100),
    task("d", 1, 2),
  ]);
  const ran = await apply("night", "--watch");
  expect(ran.status, ran.stdout).toBe(0);
  expect(ran.stdout.match(/^ended: /gm)).toHaveLength(4);
  const idOf = new Map((await nodes()).map((one) => [one.node_name, one.node_id]));
  for (const { node, body } of submissions("night")) {
    const { driver_node_id } = await asked(`/api/jobs/${body.submission_id}`);
    expect(driver_node_id).toBe(idOf.get(node));
  }
  const again = await apply("night");
  expect(again.stdout.match(/^done: .*: submitted already: succeeded$/gm)).toHaveLength(4);
  expect((await asked("/api/jobs/")).length).toBe(4);
});

test("what the README shows plans a list of work, submits it at its times, and stays until it has ended", async () => {
  await until("nothing is in use", isIdle, 60);
  mkdirSync(at("door"));
  const tasks = [task("door-a", 2, 4), task("door-b", 1, 3), task("door-c", 1, 4)];
  writeFileSync(at("door/work.yaml"), JSON.stringify({ tasks, objectives: ["makespan"] }));
  const ran = await walk(doorOf("ray"), at("door"));
  expect(ran.map(({ status }) => status).join(), JSON.stringify(ran.at(-1))).toBe("0,0,0,0");
  expect(ran[3].stdout.match(/^ended: /gm)).toHaveLength(3);
  for (const id of ["door-a", "door-b", "door-c"]) {
    expect(readFileSync(at(`ended-${id}`), "utf8")).toBe("e\n");
  }
});

test("a batch is planned in parts by jobs, which are submitted once and merged", async () => {
  const names = ["a", "b", "c", "d", "e"];
  mkdirSync(at("instances"));
  for (const [k, name] of names.entries()) {
    const tasks = Array.from({ length: 4 + k }, (_, i) => ({
      id: `t${i}`,
      demand: { gpu: 1 },
      runtime: "1h",
    }));
    const document = {
      mode: "batch",
      tasks,
      resources: [{ id: "r", capacity: { gpu: 2 } }],
      objectives: ["makespan"],
    };
    writeFileSync(at(`instances/${name}.json`), JSON.stringify(document));
  }
  const submit = () =>
    berth([
      ...["batch", at("instances"), "-o", at("parts"), "--on", "ray", "--workers", "2"],
      ...["--address", DASHBOARD],
    ]);
  const first = await submit();
  expect(first.stdout.match(/^applied: /gm)).toHaveLength(2);
  const ended = async () =>
    (await submit()).stdout.match(/submitted already: succeeded$/gm)?.length === 2;
  await until("both parts are planned", ended, 180);
  const merge = ["--merge", at("parts/part-1"), at("parts/part-2")];
  const merged = await berth(["batch", at("instances"), "-o", at("all"), ...merge, "--json"]);
  expect(merged.status, merged.stderr).toBe(0);
  expect(merged.stdout.match(/"termination":"optimal"/g)?.length).toBeGreaterThanOrEqual(
    names.length,
  );
}, 300_000);

test("a node dies: what it had is told, planned anew, and nothing is lost or runs twice", async () => {
  const tasks = ["k", "l", "m", "n", "o", "p"].map((id) => task(id, 20, 2));
  await planned("long", tasks);
  const work = at("long-work.json");
  const watching = apply(
    "long",
    ...["--watch", "--json", "--replan", work, "--history", at("runs.csv")],
  );
  const there = submissions("long")
    .filter(({ node }) => node === "h100-0")
    .map((one) => one.task as string);
  expect(there.length).toBeGreaterThan(0);
  const begun = () => there.every((id) => readdirSync(folder).includes(`begun-${id}`));
  await until("its jobs run", async () => begun(), 120);
  killNode("127.0.0.5");
  const ran = await watching;
  expect(ran.status, ran.stderr).toBe(0);
  const { results } = JSON.parse(ran.stdout) as {
    results: { task: string; node: string; progress: { state: string } }[];
  };
  const lost = results.filter(({ progress }) => progress.state === "lost").map(({ task }) => task);
  expect(lost.sort()).toEqual([...there].sort());
  const again = results.slice(tasks.length);
  expect(again.map(({ task }) => task).sort()).toEqual(lost);
  expect(again.map(({ node }) => node)).not.toContain("h100-0");
  for (const { id } of tasks as readonly { id: string }[]) {
    expect(readFileSync(at(`ended-${id}`), "utf8"), id).toBe("e\n");
  }
  const rows = readFileSync(at("runs.csv"), "utf8").trim().split("\n").slice(1);
  expect(rows).toHaveLength(tasks.length);
}, 600_000);

/** Ends every process of a node at once, with all that they started, as if it lost its power. */
function killNode(ip: string): void {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const about = new Map(all.flatMap((pid) => processOf(pid)));
  const isOf = (pid: string): boolean => {
    const one = about.get(pid);
    return one !== undefined && (one.command.includes(`=${ip}`) || isOf(one.parent));
  };
  for (const pid of all.filter(isOf)) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended with the one that started it.
    }
  }
}

function processOf(
  pid: string,
): readonly (readonly [string, { command: string; parent: string }])[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1];
    return [[pid, { command, parent }]];
  } catch {
    return [];
  }
}
