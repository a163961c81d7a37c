import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const NIGHT = folder.put(
  "night.json",
  JSON.stringify({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "node", count: 2, capacity: { cpu: 4 } }],
    tasks: [
      { id: "wide", demand: { cpu: 4 }, runtime: "1h", count: 3 },
      { id: "thin", demand: { cpu: 1 }, runtime: "30m", count: 4 },
    ],
  }),
);

test("one row for each policy, with what hindsight knows beside", async () => {
  const { status, stdout, stderr } = await berth([
    ...["simulate", NIGHT, "--noise", "20%", "--seed", "1..3", "--work-limit", "50"],
  ]);
  expect([status, stderr]).toEqual([0, ""]);
  for (const name of ["fifo", "first-fit", "best-fit", "easy"]) {
    expect(stdout).toMatch(new RegExp(`^${name} `, "m"));
  }
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(stdout).toContain("above hindsight (worst)");
  expect(stdout).not.toContain("…");
});

test("JSON names the seeds, and equal seeds give equal output", async () => {
  const args = ["simulate", NIGHT, "--noise", "uniform:30%", "--failures", "5h+20m", "--json"];
  const runs = [await berth([...args, "--seed", "4,2"]), await berth([...args, "--seed", "4,2"])];
  expect(runs[0].stdout).toBe(runs[1].stdout);
  expect(JSON.parse(runs[0].stdout)).toMatchObject({ seeds: [4, 2] });
  expect((await berth([...args, "--seed", "4,3"])).stdout).not.toBe(runs[0].stdout);
});

test("a plan is executed, and what happened is a plan that the verifier takes", async () => {
  const [plan, actual] = [join(folder.path, "plan.json"), join(folder.path, "actual.csv")];
  expect((await berth(["solve", NIGHT, "-q", "-o", plan])).status).toBe(0);
  expect((await berth(["simulate", NIGHT, "--plan", plan, "-o", actual])).status).toBe(0);
  expect(readFileSync(actual, "utf8")).toMatch(/^task,resource/);
  expect((await berth(["verify", NIGHT, actual])).status).toBe(0);
});

test.each([
  [["--policy", "lifo"], /There is no policy "lifo"[\s\S]*Maybe one of: fifo/],
  [["--noise", "20"], /such as 20% or uniform:20%/],
  [["--failures", "nodes#1@1h+5m"], /no resource copy "nodes#1"/],
  [["--failures", "1h"], /expected two durations, got "1h"/],
  [["--seed", "1..3", "-o", "x.csv"], /one row and one seed, and here are 6 rows and 3 seeds/],
])("%j is answered in words", async (flags, words) => {
  const { status, stdout, stderr } = await berth(["simulate", NIGHT, ...flags]);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(words);
});

const plannedEnds = async (name: string, text: string, ...flags: readonly string[]) => {
  const out = join(folder.path, `${name}-out.csv`);
  const words = ["simulate", NIGHT, "--policy", "fifo", "--true-runtimes", folder.put(name, text)];
  const { status, stdout, stderr } = await berth([...words, ...flags, "--json", "-o", out]);
  expect([status, stderr]).toEqual([0, ""]);
  return { stdout, rows: readFileSync(out, "utf8") };
};

const makespanOf = (stdout: string) => JSON.parse(stdout).contestants[0].objectives[0];

test("runtimes as they turned out are played: of a task, of a copy, of a resource", async () => {
  // Two nodes: wide#1 and wide#2 begin at once, wide#3 where the first of them ends.
  const csv = "task,runtime,resource\nwide,2h,\nwide#3,10m,\nthin,1m,node\n";
  const { stdout, rows } = await plannedEnds("true.csv", csv);
  expect(rows).toMatch(/^wide#3,node#\d,7200000/m);
  expect(JSON.stringify(makespanOf(stdout))).toContain(String(2 * 3_600_000 + 600_000));
  const json = JSON.stringify([
    ...[
      { task: "wide", runtime: "2h" },
      { task: "wide#3", runtime: "10m" },
    ],
    { task: "thin", runtime: "1m", resource: "node#2" },
  ]);
  expect((await plannedEnds("true.json", json)).rows).toBe(rows);
  // Noise strays what is not known, alone.
  const only = await plannedEnds("wide.csv", "task,runtime\nwide,2h\n", "--noise", "30%");
  expect(only.rows).toMatch(/^wide#3,node#\d,7200000/m);
});

test.each([
  ["task,runtime\nwire,1h\n", /line 2.*there is no task "wire".*Maybe "wide"/s],
  ["task,runtime\nwide#4,1h\n", /there is no task "wide#4"/],
  ["task,runtime,resource\nwide,1h,nod\n", /there is no resource "nod".*Maybe "node"/s],
  ["task,runtime\nwide,soon\n", /expected a runtime, got "soon"/],
  ["task,runtime\nwide,-1h\n", /expected a runtime, got "-1h"/],
  ["task,runtime\nwide,1h\nwide,2h\n", /line 3.*the same is said in .*line 2/s],
  ["task,duration\nwide,1h\n", /unknown key "duration"/],
  ["task,runtime,resource\nwide,1h,node#1\nwide,2h,node#2\n", /the same is said/],
  ["", /is empty/],
])("true runtimes %j are answered in words", async (text, words) => {
  const file = folder.put("bad.csv", text);
  const { status, stdout, stderr } = await berth(["simulate", NIGHT, "--true-runtimes", file]);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(words);
});
