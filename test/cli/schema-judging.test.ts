import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { expectFits, type WrittenName } from "../support/fits.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

async function fits(name: WrittenName, args: readonly string[], status = 0) {
  const ran = await berth([...args, "--json"]);
  expect(ran.status, ran.stderr).toBe(status);
  const document = JSON.parse(ran.stdout);
  expectFits(name, document);
  return document;
}

const put = (name: string, document: unknown) => folder.put(name, JSON.stringify(document));

/** Two kinds, one dearer; runs over time with something to wait for, and a deadline that is met. */
const NIGHT = {
  name: "night",
  mode: "batch",
  exclusive: false,
  objectives: ["makespan", "cost"],
  resources: [
    { id: "a", devices: { gpu: 2 }, price: "1/h" },
    { id: "b", devices: { gpu: 1 }, price: "3/h" },
  ],
  tasks: [
    { id: "t", count: 3, demand: { gpu: 1 }, runtime: "1h", deadline: "6h" },
    { id: "report", demand: { gpu: 2 }, runtime: "1h", after: ["t"] },
  ],
};
const night = put("night.json", NIGHT);
const HOUR = 3_600_000;
const csv = (name: string, report: number) =>
  folder.put(
    name,
    [
      "task,resource,start_ms,devices",
      ...["t#1,a,0,0", "t#2,a,0,1", "t#3,b,0,0", `report,a,${report * HOUR},0;1`, ""],
    ].join("\n"),
  );

test("conflicts and repairs, a plan, its tasks and its costs fit their schemas", async () => {
  const tight = { ...NIGHT, tasks: [{ ...NIGHT.tasks[0], deadline: "30m" }, NIGHT.tasks[1]] };
  const none = await fits("explain", ["explain", put("tight.json", tight)], 2);
  expect(none.conflicts.length).toBeGreaterThan(0);
  expect(none.repairs.some((one: object) => "proven_least" in one)).toBe(true);
  expect((await fits("explain", ["explain", night])).verdict).toBe("feasible");
  // Work that fills every copy: its proof speaks of one more.
  const full = put("full.json", {
    ...{ ...NIGHT, exclusive: true, resources: [{ id: "h", count: 3, price: "1/h" }] },
    tasks: [{ id: "t", count: 12, runtime: "1h" }],
  });
  const plan = `${folder.path}/plan.json`;
  await berth(["solve", full, "--method", "milp", "-q", "-o", plan]);
  const work = ["--work-limit", "20"];
  const whole = await fits("explain-plan", ["explain", full, plan, "--confirm", ...work]);
  expect(whole.worth.confirmed.length).toBeGreaterThan(0);
  const task = await fits("explain-task", [
    "explain",
    night,
    csv("late.csv", 2),
    "report",
    ...work,
  ]);
  expect(task.places.some((one: object) => "why_not" in one || "forced" in one)).toBe(true);
  const costs = await fits("explain-costs", ["explain", full, plan, "--costs", "kind,task"]);
  expect(Object.keys(costs.objectives[1].parts)).toEqual(["kind", "task"]);
});

test("what changes would save and what another plan changes fit", async () => {
  const table = ["--add", "b=0..1", "--work-limit", "50", "-q"];
  const { cells } = await fits("whatif", ["whatif", night, ...table]);
  expect(cells.map((one: { steps: string[] }) => one.steps)).toEqual([["0"], ["1"]]);
  const pair = [csv("one.csv", 1), csv("other.csv", 2)];
  const { changes } = await fits("diff", ["diff", night, ...pair], 1);
  expect(changes).toHaveLength(1);
});

test("contestants, those that fail too, and finds of a hunt fit", async () => {
  const bad = put("bad.json", { mode: "batch", tasks: 3 });
  const run = ["--method", "lpt,greedy", "--cmd", "broken=false", "--work-limit", "20", "-q"];
  const found = await fits("compare", ["compare", night, bad, ...run], 1);
  expect(found.contestants.map((one: { failures: object }) => one.failures)).toContainEqual({
    crashed: 1,
  });
  expect(found.instances[1].unread).toBeDefined();
  const keep = ["--keep", `${folder.path}/hunted`, "--work-limit", "25", "-q"];
  const hunted = await fits("hunt", ["hunt", "lpt", "--resources", "2", ...keep]);
  expect(hunted.families.some((one: object) => "found" in one)).toBe(true);
  expect(hunted.families.some((one: object) => "declined" in one)).toBe(true);
});
