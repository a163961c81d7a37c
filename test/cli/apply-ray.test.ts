import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { leftWork } from "../../src/io/ray/left-work.ts";
import { type ListedSubmission, readSubmissions } from "../../src/io/ray/read-submissions.ts";
import { startDashboard } from "../io/ray/api/dashboard.ts";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const at = (name: string) => join(folder.path, name);
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
let jobs: readonly ListedSubmission[];

beforeAll(async () => {
  const nodes = ["--nodes", "instances/foreign/ray-nodes.json"];
  const work = ["--tasks", "instances/foreign/ray-work.yaml"];
  await berth(["import", "ray", ...nodes, ...work, "-o", at("night.yaml")]);
  await berth(["solve", at("night.yaml"), "-q", "-o", at("plan.json")]);
  await berth(["export-plan", "ray", at("night.yaml"), at("plan.json"), "-o", at("jobs.ndjson")]);
  jobs = readSubmissions(readFileSync(at("jobs.ndjson"), "utf8"), "jobs.ndjson");
});
beforeEach(async () => {
  dashboard = await startDashboard();
});
afterEach(() => dashboard.stop());

test("the command looks first, submits what is due, and submits nothing again", async () => {
  const where = ["--address", dashboard.url];
  const args = ["apply", "ray", at("jobs.ndjson"), ...where];
  const looked = await berth([...args, "--dry-run"]);
  expect(looked.status).toBe(0);
  expect(looked.stdout.match(/^would apply: /gm)).toHaveLength(jobs.length);
  expect(dashboard.jobs.size).toBe(0);
  const due = jobs.filter((job) => job.at === 0).length;
  expect(due).toBeLessThan(jobs.length);
  const began = await berth([...args, "--yes", "--since", new Date().toISOString()]);
  expect(began.stdout.match(/^later: .* apply again then$/gm)).toHaveLength(jobs.length - due);
  const all = await berth([...args, "--yes", "--all", "--json"]);
  const { results } = JSON.parse(all.stdout);
  expect(results.map(({ verdict }: { verdict: string }) => verdict)).toEqual(
    jobs.map((job) => (job.at === 0 ? "done" : "applied")),
  );
  expect((await berth(args)).stderr).toMatch(/Nothing is sent without a word/);
  expect((await berth(["apply", "ray", at("jobs.ndjson"), "--yes"])).stderr).toMatch(
    /Which cluster is meant/,
  );
});

test("watching, it stays until all has ended, and says what was lost", async () => {
  const args = [
    "apply",
    "ray",
    at("jobs.ndjson"),
    "--address",
    dashboard.url,
    "--yes",
    "--all",
    "--watch",
  ];
  dashboard.script.push("SUCCEEDED");
  const ran = await berth(args);
  expect([ran.status, ran.stderr.includes(`${jobs.length} ended, 0 lost`)]).toEqual([0, true]);
  expect(ran.stdout.match(/^ended: .*: after 1m$/gm)).toHaveLength(jobs.length);
  const [{ body }] = jobs;
  dashboard.jobs.set(body.submission_id, {
    body,
    status: "RUNNING",
    message: "node died",
    next: ["RUNNING", "FAILED"],
  });
  const lost = await berth([...args, "--json"]);
  expect(lost.status).toBe(6);
  const [first, second] = JSON.parse(lost.stdout).results;
  expect(first.progress).toMatchObject({ state: "lost", what: "failed: node died" });
  expect(second.progress).toMatchObject({ state: "ended", ended: "1970-01-01T00:01:01.000Z" });
  dashboard.jobs.set(body.submission_id, { body, status: "PENDING", message: "" });
  for (const one of dashboard.nodes.data.result.result) one.state = "DEAD";
  const stuck = await berth([...args, "--json"]);
  expect(JSON.parse(stuck.stdout).results[0].progress).toMatchObject({
    ...{ state: "lost", what: "its node is not alive any more" },
  });
  const dry = await berth(["apply", "ray", at("jobs.ndjson"), "--dry-run", "--watch"]);
  expect(dry.stderr).toMatch(/A dry run has nothing to watch/);
});

test("the dashboard itself is read, to the same instance as its answers", async () => {
  const work = ["--tasks", "instances/foreign/ray-work.yaml"];
  const ran = await berth([
    "import",
    "ray",
    "--address",
    dashboard.url,
    ...work,
    "-o",
    at("live.yaml"),
  ]);
  expect([ran.status, ran.stdout]).toEqual([0, ""]);
  expect(readFileSync(at("live.yaml"), "utf8")).toBe(readFileSync(at("night.yaml"), "utf8"));
  const both = ["--address", dashboard.url, "--nodes", "instances/foreign/ray-nodes.json"];
  for (const which of [[], both]) {
    expect((await berth(["import", "ray", ...which, ...work])).stderr).toMatch(
      /Which cluster is meant/,
    );
  }
  await dashboard.stop();
  const silent = await berth(["import", "ray", "--address", dashboard.url, ...work]);
  expect(silent.stderr).toMatch(/^error: The dashboard does not answer: /);
  dashboard = await startDashboard();
});

test("what jobs took becomes a history that a model learns from", async () => {
  dashboard.script.push("SUCCEEDED");
  const before = Array.from({ length: 12 }, (_, k) => `${1 + (k % 4)},${10 + k}m`);
  folder.put("history.csv", `demand.gpu,runtime\n${before.join("\n")}\n`);
  const history = ["--watch", "--history", at("history.csv")];
  const where = ["--address", dashboard.url];
  const ran = await berth([
    "apply",
    "ray",
    at("jobs.ndjson"),
    ...where,
    "--yes",
    "--all",
    ...history,
  ]);
  expect(ran.status, ran.stderr).toBe(0);
  const [head, ...rows] = readFileSync(at("history.csv"), "utf8").trim().split("\n");
  expect(head.split(",")).toEqual(
    expect.arrayContaining(["id", "runtime", "demand.gpu", "labels.ray.io/accelerator-type"]),
  );
  expect(head).not.toMatch(/capacity/);
  expect(rows).toHaveLength(12 + jobs.length);
  expect(rows.slice(12).every((row) => row.endsWith(",1m"))).toBe(true);
  const learned = await berth(["learn", "runtime", at("history.csv"), "-o", at("model.json")]);
  expect(learned.status, learned.stderr).toBe(0);
});

test("what is lost with a node is planned anew and runs elsewhere; what failed by itself is not run again", async () => {
  const [train, ...rest] = jobs;
  const put = ({ body }: ListedSubmission, message: string, last: string) =>
    dashboard.jobs.set(body.submission_id, {
      ...{ body, message, status: "RUNNING", next: ["RUNNING", last] },
    });
  put(train, "", "SUCCEEDED");
  const [one, own, other] = rest;
  put(one, "Unexpected error: the node died", "FAILED");
  put(own, "Job entrypoint command failed with exit code 1", "FAILED");
  put(other, "Unexpected error: the node died", "FAILED");
  for (const node of dashboard.nodes.data.result.result) {
    if (node.node_name === train.node) node.state = "DEAD";
  }
  dashboard.script.push("SUCCEEDED");
  const args = ["apply", "ray", at("jobs.ndjson"), "--address", dashboard.url, "--yes", "--all"];
  const work = "instances/foreign/ray-work.yaml";
  const ran = await berth([...args, "--watch", "--json", "--replan", work]);
  const { results } = JSON.parse(ran.stdout);
  const told = results.map((one: { task: string; node: string; progress?: { state: string } }) => [
    ...[one.task, one.node, one.progress?.state],
  ]);
  expect(told.slice(0, 4).map(([, , state]: string[]) => state)).toEqual([
    "ended",
    "lost",
    "lost",
    "lost",
  ]);
  expect(told.slice(4)).toEqual([
    ["evaluate#1", "gpu-2", "ended"],
    ["evaluate#2", "gpu-2", "ended"],
  ]);
  expect(ran.stderr).toMatch(/Lost with their nodes: evaluate#1, evaluate#3\. Planning them anew/);
  expect(ran.stderr).toMatch(/Of the work of 6: 3 ended, 1 lost, 2 planned anew\./);
  expect(ran.stderr).toMatch(/A plan of what is lost \(evaluate#2\) on the nodes that are alive/);
  expect(ran.status).toBe(6);
  expect(dashboard.jobs.size).toBe(6);
  const alone = await berth([...args, "--replan", work]);
  expect(alone.stderr).toMatch(/Maybe add --watch to --replan/);
});

test("what is left of work keeps its order among itself, and is told from what ran before", () => {
  const work = {
    objectives: ["makespan"],
    tasks: [
      { id: "a", entrypoint: "x", count: 4 },
      { id: "b", entrypoint: "x", after: ["a", { task: "c", lag: "5m" }], metadata: { m: "1" } },
      { id: "c", entrypoint: "x", after: "a" },
    ],
  };
  const left = leftWork(
    work,
    new Map([
      ["b", ["s1"]],
      ["a", ["s2", "s3"]],
    ]),
  ) as typeof work;
  expect(left.tasks.map(({ id, count, after }) => [id, count, after])).toEqual([
    ["a", 2, undefined],
    ["b", undefined, ["a"]],
  ]);
  expect(left.tasks[1].metadata).toMatchObject({ m: "1" });
  const again = leftWork(work, new Map([["b", ["s4"]]])) as typeof work;
  expect(again.tasks[0].metadata).not.toEqual(left.tasks[1].metadata);
  expect(again.tasks[0].after).toBeUndefined();
  expect(leftWork(work, new Map([["z", ["s"]]]))).toBeUndefined();
});
