import { expect, test } from "vitest";
import { generate } from "../../src/instance/generate/registry.ts";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const solved = async (instance: string, ...words: readonly string[]) => {
  const plan = `${folder.path}/plan-${instance.replaceAll("/", "-")}`;
  await berth(["solve", instance, "-q", "--work-limit", "20", "-o", plan, ...words]);
  return plan;
};
const isNarrow = (text: string) => text.split("\n").every((line) => line.length <= 80);

const HOUR = 3_600_000;
const night = folder.put(
  "night.json",
  JSON.stringify({
    mode: "batch",
    start: "2026-11-24T18:00+01:00",
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "a" }, { id: "b" }],
    tasks: [
      { id: "t", count: 2, runtime: "1h" },
      { id: "u", runtime: "2h" },
    ],
  }),
);
const nightPlan = folder.put(
  "night.csv",
  `task,resource,start_ms\nt#1,a,${HOUR}\nt#2,a,0\nu,b,0\n`,
);

test("tasks stand in the order of the instance, or of their starts, with times of day", async () => {
  const byTask = await berth(["show", night, nightPlan, "--by", "task"]);
  expect(byTask.stdout).toMatch(
    /^who +where +when\nt#1 +a +19:00-20:00\nt#2 +a +18:00-19:00\nu +b +18:00-20:00\n\nmakespan +2h\n$/,
  );
  const byTime = await berth(["show", night, nightPlan, "--by", "time"]);
  expect(byTime.stdout).toMatch(/when\nt#2 +a .*\nu +b .*\nt#1 +a /);
  const byResource = await berth(["show", night, nightPlan]);
  expect(byResource.stdout).toMatch(/^resource +busy +end/);
});

test("a large plan is folded, and what is left out is counted", async () => {
  const document = generate("fleet", { tasks: 600, resources: 30, kinds: 5, seed: 1 });
  const fleet = folder.put("fleet.json", JSON.stringify(document));
  const plan = await solved(fleet, "--method", "greedy");
  for (const by of ["resource", "task", "time"]) {
    const { status, stdout } = await berth(["show", fleet, plan, "--by", by, "--rows", "30"]);
    expect(status).toBe(0);
    expect(isNarrow(stdout)).toBe(true);
    expect(stdout.split("\n").length, by).toBeLessThan(45);
  }
  const few = await berth(["show", fleet, plan, "--by", "task", "--rows", "3"]);
  expect(few.stdout).toMatch(/and \d+ more: --rows shows them/);
});

test("a placement has no times, and a plan that breaks a rule is not shown", async () => {
  const boxes = folder.put(
    "boxes.json",
    JSON.stringify({
      mode: "placement",
      objectives: ["cost"],
      resources: [{ id: "r", capacity: { cpu: 1 } }],
      tasks: [{ id: "t", count: 2, demand: { cpu: 1 }, cost: 1, optional: true }],
    }),
  );
  const one = folder.put("one.csv", "task,resource\nt#1,r\n");
  const both = folder.put("both.csv", "task,resource\nt#1,r\nt#2,r\n");
  expect((await berth(["show", boxes, one, "--by", "task"])).stdout).toMatch(
    /^who +where\nt#1 +r\n\ncost +\$1/,
  );
  const refused = await berth(["show", boxes, both]);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/both\.csv is not shown, since/);
});
