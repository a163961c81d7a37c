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
