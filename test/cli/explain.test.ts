import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

const CROWDED = `
mode: placement
resources: [{ id: dgx, count: 2, devices: { gpu: 8 } }]
tasks: { csv: tasks.csv }
`;

test("the screen fits, the exit code is that of solve, and --json is one document", async () => {
  folder.put("tasks.csv", "id,count,demand.gpu\ntune,3,5\neval,,1\n");
  const file = folder.put("crowded.yaml", CROWDED);
  const { status, stdout } = await berth(["explain", file]);
  expect(status).toBe(2);
  expect(stdout).toContain('all 3 copies of task "tune"');
  expect(stdout).toContain('1 more of resource "dgx" (proven least)');
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  const json = await berth(["explain", file, "--json"]);
  expect(json.status).toBe(2);
  expect(JSON.parse(json.stdout)).toMatchObject({
    ...{ instance: "crowded", verdict: "infeasible", cut: false },
    conflicts: [{ proof: "ours", minimal: true }],
    leave_out: { at_least: 1 },
  });
  const again = await berth(["explain", file, "--json"]);
  expect(again.stdout).toBe(json.stdout);
});

test("solve says in short what cannot be kept together, and not where it prints data", async () => {
  const file = folder.put("crowded2.yaml", CROWDED);
  const told = await berth(["solve", file, "-q"]);
  expect(told.status).toBe(2);
  expect(told.stdout).toContain("What cannot be kept together:");
  const json = await berth(["solve", file, "-q", "--json"]);
  expect(JSON.parse(json.stdout).termination).toBe("infeasible");
});

test("what has a plan ends with 0, what stays open with 3, and bad input with its place", async () => {
  const { status, stdout } = await berth(["explain", "instances/tonight.yaml"]);
  expect([status, stdout]).toEqual([0, "There is a plan: nothing stands in the way.\n"]);
  expect((await berth(["explain", "instances/infeasible.yaml", "--time-limit", "0s"])).status).toBe(
    3,
  );
  const bad = await berth(["explain", folder.put("bad.yaml", "mode: placement\ntasks: []\n")]);
  expect([bad.status, bad.stdout]).toEqual([1, ""]);
  expect(bad.stderr).toContain("resources");
});

const NIGHT = `
mode: batch
exclusive: true
objectives: [makespan, cost]
resources:
  - { id: fast, price: 6/h }
  - { id: slow, price: 1/h }
tasks:
  - { id: train, count: 2, runtime: { fast: 2h, slow: 3h } }
  - { id: eval, runtime: { fast: 1h, slow: 1h } }
`;

test("a plan is told what limits it and what it is made of, a task what other places would change", async () => {
  const file = folder.put("night.yaml", NIGHT);
  const plan = folder.put(
    "night.csv",
    "task,resource,start_ms\ntrain#1,fast,0\ntrain#2,slow,0\neval,fast,7200000\n",
  );
  const solved = `${folder.path}/night.json`;
  expect((await berth(["solve", file, "-q", "--start", plan, "-o", solved])).status).toBe(0);
  const whole = await berth(["explain", file, solved]);
  expect([whole.status, whole.stderr]).toEqual([0, ""]);
  expect(whole.stdout).toContain("The bound on makespan rests on time of ");
  expect(whole.stdout).toMatch(/One more fast is worth at most \S+ of makespan, proven\./);
  const json = JSON.parse((await berth(["explain", file, solved, "--confirm", "--json"])).stdout);
  const [first] = json.worth.confirmed;
  // With two fast ones: 2 h and 3 h of work in parallel with the slow one, so 2 h are saved down to 2 h.
  expect(first).toMatchObject({ resource: "fast", proof: "ours", saves_at_least_exact: 3_600_000 });
  const costs = await berth(["explain", file, plan, "--costs", "kind"]);
  expect(costs.stdout).toContain("kind  cost  of it\nfast  $18   85.71 %\nslow  $3    14.29 %\n");
  const task = await berth(["explain", file, plan, "train#2"]);
  expect(task.stdout).toContain("train#2 is on slow, 0s - 3h.\nThe plan begins then.\n");
  expect(task.stdout).toContain("fast        makespan +2h, cost +$9");
});

test("bounds that are only stated are told as such, and --confirm tells where no certificate does", async () => {
  const file = folder.put("bare.yaml", NIGHT);
  const solved = `${folder.path}/bare.json`;
  expect((await berth(["solve", file, "-q", "-o", solved])).status).toBe(0);
  const { objectives, ...rest } = JSON.parse(readFileSync(solved, "utf8"));
  const bare = objectives.map(({ certificate: _, ...one }: { certificate?: object }) => one);
  const stated = folder.put("stated.json", JSON.stringify({ ...rest, objectives: bare }));
  const { stdout, status } = await berth(["explain", file, stated]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/as \S+ claims and Berth\s+has\s+not\s+checked/);
  expect(stdout).not.toContain("proven exactly");
  expect(stdout).not.toContain("One more");
  const asked = await berth(["explain", file, stated, "--confirm", "--work-limit", "50"]);
  expect(asked.stdout).toContain(
    "No certificate tells what one more of anything is worth in makespan.\nSolved with one more fast, it saves ",
  );
  // A solver's word beside a bound with a certificate.
  const document = {
    ...{ mode: "batch", exclusive: false, objectives: ["makespan", "cost"] },
    resources: [
      { id: "a", devices: { gpu: 2 }, price: "1/h" },
      { id: "b", devices: { gpu: 1 }, price: "3/h" },
    ],
    tasks: [{ id: "t", count: 4, demand: { gpu: 1 }, runtime: "1h" }],
  };
  const pair = folder.put("pair.json", JSON.stringify(document));
  const claimed = `${folder.path}/claimed.json`;
  await berth(["solve", pair, "--method", "milp", "-q", "-o", claimed]);
  const told = (await berth(["explain", pair, claimed])).stdout.replaceAll("\n", " ");
  expect(told).toContain("highs claims a bound of $2 among plans with makespan of at most 2h on");
  const { claims } = JSON.parse((await berth(["explain", pair, claimed, "--json"])).stdout);
  expect(claims).toHaveLength(1);
});

test("what is asked of a plan or a task alone is refused elsewhere, and a slip is told", async () => {
  const file = folder.put("night2.yaml", NIGHT);
  const plan = folder.put(
    "night2.csv",
    "task,resource,start_ms\ntrain#1,fast,0\ntrain#2,slow,0\neval,fast,7200000\n",
  );
  const errorOf = async (...words: readonly string[]) => {
    const { status, stderr } = await berth(["explain", file, ...words]);
    expect(status).toBe(1);
    return stderr;
  };
  expect(await errorOf("--costs")).toContain("are about a plan");
  expect(await errorOf(plan, "--on", "fast")).toContain("--on is about a task");
  expect(await errorOf(plan, "train#1", "--costs")).toContain("are about a whole plan");
  expect(await errorOf(plan, "train")).toContain('Maybe name one: "train#1"');
  expect(await errorOf(plan, "evil")).toContain('Maybe you meant "eval"');
  expect(await errorOf(plan, "eval", "--on", "fsat")).toContain('There is no resource "fsat"');
  expect(await errorOf(plan, "--costs", "colour")).toContain('Nothing is split by "colour"');
});
