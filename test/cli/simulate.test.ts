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
  [["--seed", "1..3", "-o", "x.csv"], /one row and one seed, and here are 4 rows and 3 seeds/],
])("%j is answered in words", async (flags, words) => {
  const { status, stdout, stderr } = await berth(["simulate", NIGHT, ...flags]);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(words);
});
