import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { parseInstance } from "../../../../src/instance/parse.ts";
import { applyInOrder } from "../../../../src/io/apply/in-order.ts";
import { submitJob } from "../../../../src/io/ray/api/apply.ts";
import { aliveness } from "../../../../src/io/ray/api/cluster.ts";
import { rayRequest } from "../../../../src/io/ray/api/request.ts";
import { importRay } from "../../../../src/io/ray/import.ts";
import { readNodes } from "../../../../src/io/ray/nodes.ts";
import { type ListedSubmission, readSubmissions } from "../../../../src/io/ray/read-submissions.ts";
import { submissionsOf } from "../../../../src/io/ray/submissions.ts";
import { plan } from "../../../../src/planner/plan.ts";
import { startDashboard, type Trouble } from "./dashboard.ts";

let dashboard: Awaited<ReturnType<typeof startDashboard>>;
let jobs: readonly ListedSubmission[];

const plain = (name: string) => readFileSync(`instances/foreign/${name}`, "utf8");

beforeAll(async () => {
  const { document, origin } = importRay(
    readNodes(JSON.parse(plain("ray-nodes.json"))),
    load(plain("ray-work.yaml")),
  );
  const instance = parseInstance(document);
  const { plan: found } = await plan(instance, { workLimit: 10_000 });
  const { submissions } = submissionsOf(instance, found!, origin);
  const lines = submissions.map((one) => JSON.stringify(one)).join("\n");
  jobs = readSubmissions(lines, "jobs.ndjson");
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
  // Another one was quicker.
  const late = await submitted([{ status: 404 }]);
  expect(late.verdicts[0]).toBe("done: submitted already: pending");
  expect(dashboard.jobs.size).toBe(jobs.length);
});

test("a job is there if Ray has it, not if an answer says that something is there", async () => {
  const [{ body }] = jobs;
  dashboard.jobs.set(body.submission_id, { body: { ...body }, status: "RUNNING", message: "" });
  const exists = { status: 400, text: "the folder already exists" };
  const there = await submitted([{ status: 404 }, exists]);
  expect(there.verdicts[0]).toBe("done: submitted already: running");
  dashboard.jobs.clear();
  const troubles = Array.from({ length: 5 }, () => [{ status: 404 }, exists]).flat();
  const { verdicts } = await submitted(troubles);
  expect(verdicts[0]).toMatch(/^failed: Ray answered 400: the folder already exists, 5 times/);
  expect(dashboard.jobs.has(body.submission_id)).toBe(false);
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
  const here = rayRequest({ address: dashboard.url, token: "s3cret-token", allowHttp: true });
  await here({ method: "GET", path: "/api/jobs/x" });
  expect(dashboard.seen.at(-1)!.authorization).toBe("Bearer s3cret-token");
  const elsewhere = dashboard.url.replace("127.0.0.1", "0.0.0.0");
  await rayRequest({ address: elsewhere, token: "s3cret-token", allowHttp: true })({
    ...{ method: "GET", path: "/api/jobs/x" },
  });
  expect(dashboard.seen.at(-1)!.authorization).toBeUndefined();
  expect(() => rayRequest({ address: "nonsense" })).toThrow(/no address of a dashboard/);
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
