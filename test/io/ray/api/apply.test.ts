import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { applyInOrder } from "../../../../src/io/apply/in-order.ts";
import { submitJob } from "../../../../src/io/ray/api/apply.ts";
import { aliveness } from "../../../../src/io/ray/api/cluster.ts";
import { rayRequest } from "../../../../src/io/ray/api/request.ts";
import { type ListedSubmission, readSubmissions } from "../../../../src/io/ray/read-submissions.ts";
import { berth } from "../../../support/berth.ts";
import { testFolder } from "../../../support/folder.ts";
import { startDashboard, type Trouble } from "./dashboard.ts";

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

async function submitted(troubles: readonly Trouble[] = [], token?: string) {
  dashboard.troubles.push(...troubles);
  const request = rayRequest({ address: dashboard.url, ...(token !== undefined && { token }) });
  const setting = { request, isDryRun: false, isAlive: aliveness(request) };
  const attempt = (job: ListedSubmission) => submitJob(job, setting);
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const verdicts: string[] = [];
  for await (const one of applyInOrder(jobs, { attempt, wait, notYet: () => undefined })) {
    verdicts.push(`${one.verdict}: ${one.what}`);
  }
  return { verdicts, waits };
}

test("each job is submitted once, in the order of the plan, to its node", async () => {
  expect(jobs.length).toBeGreaterThanOrEqual(3);
  const { verdicts } = await submitted();
  expect(verdicts).toEqual(jobs.map(() => "applied: submitted"));
  expect([...dashboard.jobs.keys()]).toEqual(jobs.map(({ body }) => body.submission_id));
  for (const { body } of jobs) expect(dashboard.jobs.get(body.submission_id)!.body).toEqual(body);
  const again = await submitted();
  expect(again.verdicts).toEqual(jobs.map(() => "done: submitted already: pending"));
  expect(dashboard.seen.filter(({ method }) => method === "POST")).toHaveLength(jobs.length);
});

test("a job that was taken without an answer is found, and nothing runs twice", async () => {
  const troubles: Trouble[] = [{ status: 404 }, "no answer, but taken"];
  const { verdicts, waits } = await submitted(troubles);
  expect(verdicts[0]).toBe("done: submitted already: pending");
  expect(verdicts.slice(1).every((one) => one === "applied: submitted")).toBe(true);
  expect(waits).toEqual([500]);
  expect(dashboard.jobs.size).toBe(jobs.length);
});

test("what passes is tried again; without any answer the rest is not sent", async () => {
  const first = await submitted([{ status: 503 }, "half an answer", { status: 429 }]);
  expect(first.waits).toEqual([500, 1000, 2000]);
  expect(first.verdicts[0]).toBe("applied: submitted");
  dashboard.jobs.clear();
  const silent = Array.from({ length: 5 }, () => "half an answer" as const);
  const { verdicts } = await submitted(silent);
  expect(verdicts[0]).toMatch(/^failed: .*5 times; apply again to see what was taken$/);
  expect(verdicts[1]).toBe("not sent: after that one nothing was sent");
  expect(dashboard.jobs.size).toBe(0);
});

test("a node that is gone, a job that failed and an older Ray are told", async () => {
  const [node] = Object.values(jobs[0].body.entrypoint_label_selector);
  for (const one of dashboard.nodes.data.result.result)
    if (one.node_id === node) one.state = "DEAD";
  const gone = await submitted();
  expect(gone.verdicts[0]).toMatch(/^refused: .* is not alive any more, or began again/);
  const { submission_id } = jobs[1].body;
  dashboard.jobs.set(submission_id, { body: {}, status: "FAILED", message: "exit code 1" });
  const failed = await submitted();
  expect(failed.verdicts[1]).toMatch(/^refused: it was submitted and failed: exit code 1/);
  dashboard.jobs.clear();
  for (const one of dashboard.nodes.data.result.result) one.state = "ALIVE";
  const refused = { status: 400, text: "unexpected keyword argument 'entrypoint_label_selector'" };
  const older = await submitted([{ status: 404 }, refused]);
  expect(older.verdicts[0]).toMatch(/^failed: Ray answered 400 .*entrypoint_label_selector/);
});

test("a token goes to this machine, and is in no message", async () => {
  const { verdicts } = await submitted([{ status: 401, text: "Unauthorized" }], "s3cret-token");
  expect(verdicts[0]).toMatch(/^failed: Ray answered 401 .*: Unauthorized \(RAY_AUTH_TOKEN/);
  expect(verdicts[1]).toMatch(/^not sent/);
  expect(dashboard.seen[0].authorization).toBe("Bearer s3cret-token");
  expect(() => rayRequest({ address: "http://10.1.2.3:8265" })).toThrow(
    /plain HTTP to another machine/,
  );
  expect(() => rayRequest({ address: "nonsense" })).toThrow(/no address of a dashboard/);
});

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

test("a file that is no list of jobs is refused with its line", () => {
  const good = JSON.stringify(jobs[0]);
  const bad = (change: object) => JSON.stringify({ ...jobs[0], ...change });
  for (const line of ["nonsense", "[]", bad({ at: -1 }), bad({ more: 1 })]) {
    expect(() => readSubmissions(`${good}\n${line}\n`, "f")).toThrow(/f, line 2/);
  }
  const path = { ...jobs[0].body, submission_id: "../../x" };
  expect(() => readSubmissions(bad({ body: path }), "f")).toThrow(/line 1, body\.submission_id/);
  expect(() => readSubmissions(`${good}\n${good}`, "f")).toThrow(/two jobs have one submission_id/);
});
