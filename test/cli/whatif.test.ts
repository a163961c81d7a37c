import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

const FLEET = folder.put(
  "fleet.yaml",
  `
mode: batch
exclusive: true
resources: [{ id: h, count: 2, price: 6/h }]
tasks: [{ id: t, count: 4, runtime: 1h }]
`,
);

test("a table of 80 columns, the same twice, and one document with --json", async () => {
  const args = ["whatif", FLEET, "--add", "h=0..3", "--price", "h=5/h", "--work-limit", "50", "-q"];
  const { status, stdout, stderr } = await berth(args);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^\+h +price h +makespan +bound +saves/);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect((await berth(args)).stdout).toBe(stdout);
  const { cells, axes } = JSON.parse((await berth([...args, "--json"])).stdout);
  expect(axes).toEqual(["+h", "price h"]);
  expect(cells).toHaveLength(8);
  expect(cells[4]).toMatchObject({ steps: ["2", "as it is"], value: 3_600_000 });
  expect(cells[4]).toMatchObject({ saves_at_least_exact: 3_600_000, proof: "ours" });
});

test("nothing to vary and too much of it are told", async () => {
  const none = await berth(["whatif", FLEET]);
  expect([none.status, none.stdout]).toEqual([1, ""]);
  expect(none.stderr).toMatch(/Nothing is varied.[\s\S]*--add h=0\.\.2/);
  const much = await berth(["whatif", FLEET, "--add", "h=0..100", "--budget", "1,2,3,4"]);
  expect(much.status).toBe(1);
  expect(much.stderr).toMatch(/505 combinations/);
});
