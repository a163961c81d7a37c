import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

/** Two hosts with two devices each, one dearer; an optional task. */
const PAIR = {
  mode: "batch",
  exclusive: false,
  objectives: ["makespan", "cost"],
  resources: [
    { id: "a", devices: { gpu: 2 }, price: "1/h" },
    { id: "b", devices: { gpu: 2 }, price: "3/h" },
  ],
  tasks: [
    { id: "t", count: 3, demand: { gpu: 1 }, runtime: "1h" },
    { id: "extra", optional: true, demand: { gpu: 1 }, runtime: "1h" },
  ],
};
const pair = folder.put("pair.json", JSON.stringify(PAIR));
const plan = (name: string, rows: readonly string[]) =>
  folder.put(name, ["task,resource,start_ms,devices", ...rows, ""].join("\n"));
const HOUR = 3_600_000;
const before = plan("before.csv", ["t#1,a,0,0", "t#2,a,0,1", `t#3,a,${HOUR},0`]);

test("a plan is the same as itself, in any order of its rows", async () => {
  const turned = plan("turned.csv", [`t#3,a,${HOUR},0`, "t#2,a,0,1", "t#1,a,0,0"]);
  const ran = await berth(["diff", pair, before, turned]);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toMatch(/^Unchanged: 3 of 3\.\n\nobjective/);
});

test("another plan tells who moves, when, on which devices, and what it costs", async () => {
  const after = plan("after.csv", ["t#1,a,0,1", "t#2,a,0,0", "t#3,b,0,0", `extra,b,${HOUR},0`]);
  const ran = await berth(["diff", pair, before, after]);
  expect(ran.status).toBe(1);
  expect(ran.stdout).toMatch(/Unchanged: 0 of 4\.\nOn other devices.*: t#1 t#2\./);
  expect(ran.stdout).toMatch(/Moved:\n {2}t#3 +a -> b +1h -> 0s/);
  expect(ran.stdout).toMatch(/New:\n {2}extra +b/);
  expect(ran.stdout).toMatch(/makespan +2h +2h +none/);
  const json = JSON.parse((await berth(["diff", pair, after, before, "--json"])).stdout);
  expect(json.changes).toMatchObject([
    {
      task: "t#3",
      kind: "moved",
      from: { resources: ["b"], start: 0 },
      to: { resources: ["a"], start: HOUR },
    },
    { task: "extra", kind: "unplaced", from: { resources: ["b"], start: HOUR } },
  ]);
  expect(json).toMatchObject({ inside: ["t#1", "t#2"], same: 0 });
  expect(json.objectives.map(({ name }: { name: string }) => name)).toEqual(["makespan", "cost"]);
});

test("a start alone is later or earlier, and a plan that breaks a rule is not compared", async () => {
  const later = plan("later.csv", ["t#1,a,0,0", "t#2,a,0,1", `t#3,a,${2 * HOUR},0`]);
  expect((await berth(["diff", pair, before, later])).stdout).toMatch(
    /Later:\n {2}t#3 +a +1h -> 2h/,
  );
  expect((await berth(["diff", pair, later, before])).stdout).toMatch(/Earlier:\n {2}t#3/);
  const broken = plan("broken.csv", ["t#1,a,0,0", "t#2,a,0,0", "t#3,a,0,1"]);
  const refused = await berth(["diff", pair, before, broken]);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/broken\.csv is not compared, since/);
});
