import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const put = (name: string, document: unknown) => folder.put(name, JSON.stringify(document));

/** Two hosts and a small one; a runs on h#1 from 18:00 to 20:00, b on h#2 to 19:00, c and d come after. */
const NIGHT = {
  name: "night",
  mode: "batch",
  start: "2026-11-24T18:00+01:00",
  objectives: ["makespan", "cost"],
  resources: [
    { id: "h", kind: "host", count: 2, devices: { gpu: 1 }, price: "10/h" },
    { id: "s", devices: { gpu: 1 }, price: "1/h" },
  ],
  tasks: [
    { id: "a", demand: { gpu: 1 }, runtime: { h: "2h" } },
    { id: "b", demand: { gpu: 1 }, runtime: { h: "1h", s: "4h" } },
    { id: "c", demand: { gpu: 1 }, runtime: { h: "1h", s: "4h" } },
    { id: "d", demand: { gpu: 1 }, runtime: { h: "1h", s: "4h" } },
  ],
};
const HOUR = 3_600_000;
const piece = (task: string, resource: string, hours: number) => {
  return { task, resource, start_ms: hours * HOUR, devices: [0] };
};
const PLAN = {
  berth_plan: 1,
  assignments: [
    piece("a", "h#1", 0),
    piece("b", "h#2", 0),
    piece("c", "h#2", 1),
    piece("d", "h#1", 2),
  ],
};

const night = put("night.json", NIGHT);
const plan = put("plan.json", PLAN);
const FAST = ["-q", "--method", "milp", "--migrations", "last"];
const run = (...args: readonly string[]) =>
  berth(["replan", night, "--from", plan, ...FAST, ...args]);

test("the difference is told by what happens to whom, in 80 columns, with old and new values", async () => {
  const { status, stdout, stderr } = await run("--now", "2026-11-24T19:30+01:00", "--down", "h#1");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const told = stdout.slice(stdout.indexOf("Replanned at"));
  // a and d one after the other on h#2 behind c: 20:00 to 23:00, in either order; makespan 5h, cost 10 x (1 + 1 + 3).
  expect(told).toContain("Replanned at 11-24 19:30. Down: h#1. Unchanged: 1 ended, 1 running on.");
  expect(told).toMatch(
    /Run again, since what they ran on is down:\n {2}a {2}h#1 -> h#2 {2}2\d:00, ends 2\d:00/,
  );
  // a runs again elsewhere, and d had to leave, too; a had run for 90 minutes at $10 an hour.
  expect(told).toContain("Moves: 2 forced (down, gone or no longer fitting), 0 by choice.");
  expect(told).toContain("Lost with it: 1 run, 1h30m of work and $15, in no value below.");
  expect(told).toMatch(/Moved:\n {2}d {2}h#1 \(down\) -> (h#2|s)/);
  expect(told).toMatch(/makespan {4}3h {6}5h/);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("--json has the same as data, and -o a plan that verify accepts with its pins and certificates", async () => {
  const out = join(folder.path, "new.json");
  const ran = await run("--now", "1h30m", "--down", "h#1", "--json", "-o", out);
  expect(ran.status).toBe(0);
  const { replan, objectives, plan: found } = JSON.parse(ran.stdout);
  expect(replan).toMatchObject({ now_ms: 1.5 * HOUR, down: ["h#1"], migrations: "last" });
  expect(replan.moves).toEqual({ forced: 2, chosen: 0 });
  expect(replan.lost).toEqual({ runs: 1, time_ms: 1.5 * HOUR, cost_usd: 15 });
  expect(replan.before).toEqual([
    { name: "makespan", value: 3 * HOUR },
    { name: "cost", value: 50 },
    { name: "migrations" },
  ]);
  const change = (task: string) =>
    replan.changes.find((one: { readonly task: string }) => one.task === task);
  expect(change("a")).toMatchObject({
    kind: "restarted",
    from: { resources: ["h#1"], start: 0 },
    lost: ["h#1"],
  });
  expect(change("b")).toMatchObject({ kind: "ended", to: { end: HOUR } });
  expect(change("c").kind).toBe("running");
  expect(objectives.map(({ name }: { readonly name: string }) => name)).toEqual([
    "makespan",
    "cost",
    "migrations",
  ]);
  expect(found.assignments[1]).toEqual(PLAN.assignments[1]);
  const pinned = await berth(["verify", night, out, "--from", plan, "--certificate"]);
  expect(pinned.stdout).toContain("migrations");
  expect(pinned.status).toBe(0);
  // A plan of the instance in which b, over by now, has changed its past.
  const forged = JSON.parse(readFileSync(out, "utf8"));
  const b = forged.assignments.find((one: { readonly task: string }) => one.task === "b");
  Object.assign(b, { resource: "s" });
  const false_ = put("forged.json", { ...forged, objectives: [] });
  const caught = await berth(["verify", night, false_, "--from", plan]);
  expect(caught.status).toBe(1);
  expect(caught.stdout).toContain("pinned: b on s: is not where or when it began");
});

test("by default what need not move stays: with nothing down nothing moves", async () => {
  // One host would do for both, and each costs an hour's price.
  const pair = put("pair.json", {
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "n", count: 2, capacity: { cpu: 4 }, price: "1/h" }],
    tasks: [{ id: "w", count: 2, demand: { cpu: 2 } }],
  });
  const apart = put("apart.json", {
    berth_plan: 1,
    assignments: [
      { task: "w#1", resource: "n#1" },
      { task: "w#2", resource: "n#2" },
    ],
  });
  const { status, stdout } = await berth(["replan", pair, "--from", apart, "-q"]);
  expect(status).toBe(0);
  expect(stdout).toContain("Nothing is down. Unchanged: 2 to run as planned.\nNothing moves.");
  expect(stdout).toMatch(/cost +\$2 +\$2 +none/);
  const last = (await berth(["replan", pair, "--from", apart, "-q", "--migrations", "last"]))
    .stdout;
  expect(last).toContain("Moves: 0 forced (down, gone or no longer fitting), 1 by choice.");
  expect(last).toMatch(/cost +\$2 +\$1 /);
});

test("replans chain: the file remembers what is down and when it was, and --up takes it back", async () => {
  const second = join(folder.path, "second.json");
  expect((await run("--now", "1h30m", "--down", "h#1", "-o", second)).status).toBe(0);
  const from = (...args: readonly string[]) =>
    berth(["replan", night, "--from", second, ...FAST, "--json", ...args]);
  const still = JSON.parse((await from()).stdout);
  expect((await berth(["verify", night, second])).status).toBe(0);
  expect((await berth(["verify", night, second, "--certificate"])).stderr).toContain(
    "Maybe add --from",
  );
  // What the file says of itself is told, and cannot lie before the plan that it replaces.
  expect((await berth(["verify", night, second, "--from", plan])).stdout).toMatch(
    /The plan keeps every rule[\s\S]*Checked as the replan that the file says it is at 11-24 \d\d:\d\d; down: h#1/,
  );
  const record = { now_ms: 0, down: [], migrations: "last" };
  const early = put("early.json", { ...PLAN, replan: record });
  expect((await berth(["verify", night, early, "--from", second])).stderr).toMatch(
    /Maybe the two files/,
  );
  expect(still.replan).toMatchObject({ down: ["h#1"], now_ms: 1.5 * HOUR });
  const back = JSON.parse((await from("--now", "2h", "--up", "h#1")).stdout);
  expect(back.replan.down).toEqual([]);
  const resources = back.plan.assignments.map((one: { readonly resource: string }) => one.resource);
  expect(resources).toContain("h#1");
  expect((await from("--now", "1h")).stdout).toContain("made at 1h30m, and --now 1h lies before");
});

test("--changed brings the instance from now on", async () => {
  const changed = put("changed.json", {
    ...NIGHT,
    tasks: [
      { ...NIGHT.tasks[0], runtime: { h: "3h" } },
      ...NIGHT.tasks.slice(1, 3),
      { id: "e", demand: { gpu: 1 }, runtime: "30m" },
    ],
  });
  const out = join(folder.path, "after.json");
  const ran = await run("--now", "1h30m", "--changed", changed, "-o", out);
  expect(ran.status).toBe(0);
  const told = ran.stdout.slice(ran.stdout.indexOf("Replanned at"));
  expect(told).toMatch(/New:\n {2}e {2}/);
  expect(told).toMatch(/Dropped:\n {2}d {2}h#1 {2}20:00\n/);
  expect((await berth(["verify", changed, out, "--from", plan])).status).toBe(0);
  const moved = put("moved.json", { ...NIGHT, start: "2026-11-24T19:00+01:00" });
  expect((await run("--changed", moved)).stderr).toContain("Maybe keep its start");
});

test.each([
  [["--down", "h#3"], /No resource, copy of one or kind is called "h#3".\nMaybe write h#/],
  [["--migration-price", "1", "--migrations", "last"], /cannot be used with/],
] as const)("%s is refused with a mend", async (args, message) => {
  const { status, stderr } = await run(...args);
  expect(stderr).toMatch(message);
  expect(status).toBe(1);
});

test("a plan of another instance is told as one", async () => {
  const other = put("other.json", { ...NIGHT, tasks: NIGHT.tasks.slice(0, 3) });
  const alien = await berth(["replan", other, "--from", plan]);
  expect(alien.status).toBe(1);
  expect(alien.stderr).toContain("Maybe the plan is for another instance");
});

test("a placement moves what is lost, at a price for what need not move", async () => {
  const web = put("web.json", {
    mode: "placement",
    objectives: ["cost"],
    resources: [{ id: "n", count: 3, capacity: { cpu: 4 }, price: "1/h" }],
    tasks: [{ id: "w", count: 4, demand: { cpu: 2 } }],
  });
  const at = (task: string, resource: string) => ({ task, resource });
  const placed = put("placed.json", {
    berth_plan: 1,
    assignments: [at("w#1", "n#1"), at("w#2", "n#1"), at("w#3", "n#2"), at("w#4", "n#3")],
  });
  // w#3 is lost and finds room on n#3; nobody else moves.
  const ran = await berth([
    "replan",
    web,
    "--from",
    placed,
    "--down",
    "n#2",
    "--migration-price",
    "5",
    "-q",
  ]);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toContain("Moved, since what they ran on is down:\n  w#3  n#2 -> n#3");
  expect(ran.stdout).toMatch(
    /cost with migrations at \$5 {2}\$3 {6}\$2 {3}-\$1\nmoves by choice +- {7}0/,
  );
});

test("what is down is never lost on the way: no CSV, no record that cannot be read, no name that changed its count", async () => {
  expect(await run("-o", join(folder.path, "new.csv"))).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/not written as CSV[\s\S]*Maybe end the name in \.json/),
  });
  const broken = put("broken.json", { ...PLAN, replan: { now_ms: -4, down: ["h#1"] } });
  const refused = await berth(["replan", night, "--from", broken, "-q"]);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/\/replan\/now_ms[\s\S]*expected milliseconds/);
  const one = { id: "t", demand: { gpu: 1 }, runtime: "1h" };
  const small = {
    mode: "batch",
    resources: [{ id: "h", devices: { gpu: 1 } }, NIGHT.resources[1]],
  };
  const before = put("before.json", { ...small, tasks: [one] });
  const held = { now_ms: 0, down: ["h"], migrations: "last" };
  const from = put("from.json", {
    berth_plan: 1,
    assignments: [piece("t", "s", 0)],
    replan: held,
  });
  const grown = put("grown.json", {
    mode: "batch",
    resources: [{ ...small.resources[0], count: 2 }, small.resources[1]],
    tasks: [{ ...one, count: 3 }],
  });
  const args = [
    "replan",
    before,
    "--from",
    from,
    "--changed",
    grown,
    "--now",
    "30m",
    "--json",
    "-q",
  ];
  const { replan, plan: found } = JSON.parse((await berth(args)).stdout);
  const { assignments } = found;
  // "h" is "h#1" now, and "t", which runs, is "t#1".
  expect(replan.down).toEqual(["h#1"]);
  expect(assignments.map(({ resource }: { resource: string }) => resource)).not.toContain("h#1");
  expect(assignments).toContainEqual(
    expect.objectContaining({ task: "t#1", resource: "s", start_ms: 0 }),
  );
}, 60_000);
