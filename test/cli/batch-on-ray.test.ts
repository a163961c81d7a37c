import { afterEach, beforeEach, expect, test } from "vitest";
import { startDashboard } from "../io/ray/api/dashboard.ts";
import { berth } from "../support/berth.ts";

let dashboard: Awaited<ReturnType<typeof startDashboard>>;
beforeEach(async () => {
  dashboard = await startDashboard();
});
afterEach(() => dashboard.stop());

const submit = (...more: readonly string[]) =>
  berth([
    ...["batch", "/nights/monday", "-o", "/nights/out", "--on", "ray", "--workers", "3"],
    ...["--time-limit", "1h", "--address", dashboard.url, ...more],
  ]);

const posts = () => dashboard.seen.filter(({ method }) => method === "POST").length;

test("parts are submitted once; a repeat tells how they are and submits nothing", async () => {
  const first = await submit();
  expect(first.status, first.stderr).toBe(0);
  expect(first.stdout).toBe(
    "applied: part 1/3: submitted\napplied: part 2/3: submitted\napplied: part 3/3: submitted\n",
  );
  const [{ body }] = dashboard.jobs.values();
  expect(body.entrypoint).toMatch(
    /^berth batch \/nights\/monday --time-limit 3600000ms --threads 2 -q --shard 1\/3 -o \/nights\/out\/part-1;/,
  );
  expect(first.stderr).toMatch(/--merge \/nights\/out\/part-\*/);
  const again = await submit();
  expect(again.stdout.match(/^done: part .*: submitted already: pending$/gm)).toHaveLength(3);
  expect([dashboard.jobs.size, posts()]).toEqual([3, 3]);
});

test("a part whose job was lost is submitted again, the others are not", async () => {
  await submit();
  const [, second] = dashboard.jobs.values();
  second.status = "FAILED";
  const again = await submit();
  expect(again.stdout).toMatch(/^applied: part 2\/3: submitted$/m);
  expect([...dashboard.jobs.keys()].at(-1)).toMatch(/-2-of-3-2$/);
  expect([dashboard.jobs.size, posts()]).toEqual([4, 4]);
  expect((await submit()).stdout.match(/^done: /gm)).toHaveLength(3);
  // Whose jobs fail again and again has a fault of its own.
  for (let k = 0; k < 5; k++) {
    for (const [id, job] of dashboard.jobs) if (/-2-of-3/.test(id)) job.status = "FAILED";
    const { status, stdout } = await submit();
    expect(stdout).toMatch(k < 3 ? /^applied: part 2\/3/m : /^refused: part 2\/3: .*failed/m);
    expect(status).toBe(k < 3 ? 0 : 6);
  }
});

test("a part that was taken without an answer is found, and nothing runs twice", async () => {
  dashboard.troubles.push({ status: 404 }, { status: 404 }, "no answer, but taken");
  const { stdout } = await submit();
  expect(stdout).toMatch(/^done: part 1\/3: submitted already: pending$/m);
  expect([dashboard.jobs.size, posts()]).toEqual([3, 3]);
});

test("what does not go together is told, and nothing is submitted", async () => {
  for (const [more, told] of [
    [["--shard", "1/2"], /--shard does not go with it/],
    [["--queue", "q"], /--queue does not go with it/],
    [["--emit", "kubernetes"], /--emit does not go with it/],
    [["--address", "http://10.1.2.3:8265"], /plain HTTP to another machine/],
    [["-o", "out"], /"out" would be another place on the nodes/],
  ] as const) {
    const { status, stderr } = await submit(...more);
    expect([status, stderr]).toEqual([1, expect.stringMatching(told)]);
  }
  const plain = await berth(["batch", "/n", "-o", "/o", "--address", dashboard.url]);
  expect(plain.stderr).toMatch(/--address is for --on ray/);
  const nowhere = await berth(["batch", "/n", "-o", "/o", "--on", "ray"]);
  expect(nowhere.stderr).toMatch(/Which cluster is meant/);
  expect(dashboard.jobs.size).toBe(0);
});
