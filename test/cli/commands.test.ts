import { expect, test } from "vitest";
import { berth, spawned } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";
import { sharedData } from "../support/shared-data.ts";

const folder = testFolder();

test("help names every command and the exit codes", async () => {
  const { status, stdout } = await berth(["--help"]);
  expect(status).toBe(0);
  for (const command of ["solve", "verify", "schema", "export", "generate", "import"]) {
    expect(stdout).toContain(`  ${command}`);
  }
  for (const code of [0, 1, 2, 3, 4, 5, 6, 129])
    expect(stdout).toMatch(new RegExp(`^ +${code}  `, "m"));
});

test("the schema is JSON and describes every field of a task and a resource", async () => {
  const schema = JSON.parse((await berth(["schema"])).stdout);
  expect(schema.properties.resources.anyOf[0].items.properties.price.description).toMatch(/\/h/);
  expect(schema.properties.tasks.anyOf[0].items.additionalProperties).toBe(false);
});

test("export writes a program that names its columns", async () => {
  const lp = await berth([
    "export",
    "instances/edge.yaml",
    "--format",
    "lp",
    "--objective",
    "balance",
  ]);
  expect(lp.status).toBe(0);
  expect(lp.stdout).toMatch(/minimize[\s\S]*subject to[\s\S]*end/i);
  const mps = await berth(["export", "instances/edge.yaml"]);
  expect(mps.stdout).toMatch(/ROWS[\s\S]*COLUMNS[\s\S]*ENDATA/);
  expect((await berth(["export", "instances/edge.yaml", "--format", "xls"])).status).toBe(1);
});

test("generate is equal for equal seeds and solve reads it from stdin", async () => {
  const draw = (seed: number) =>
    berth(["generate", "gap-c", "--tasks", "12", "--resources", "3", "--seed", `${seed}`]);
  const [one, two, other] = [await draw(5), await draw(5), await draw(6)];
  expect(one.stdout).toBe(two.stdout);
  expect(one.stdout).not.toBe(other.stdout);
  const solved = spawned(["solve", "-", "--json", "-q"], one.stdout);
  expect(JSON.parse(solved.stdout).termination).toBe("optimal");
  expect((await berth(["generate", "gap-z", "--tasks", "1", "--resources", "1"])).status).toBe(1);
});

test("an import of Gavel is an instance that plans", async () => {
  const throughputs = sharedData("gavel", "simulation_throughputs.json");
  const trace = sharedData("gavel", "minimize_makespan.trace");
  if (throughputs === undefined || trace === undefined) return;
  const instance = `${folder.path}/gavel.json`;
  const imported = await berth([
    ...["import", "gavel", "--throughputs", throughputs, "--trace", trace],
    ...["--cluster", "v100=12,p100=12,k80=12", "--prices", "v100=2.48,p100=1.46,k80=0.45"],
    ...["-o", instance],
  ]);
  expect(imported.status).toBe(0);
  expect(imported.stderr).toMatch(/Left out: 29 of 100 jobs/);
  for (const objective of ["makespan", "cost"]) {
    const flags = ["--json", "-q", "--gap", "50%", "--time-limit", "5s", "--objective", objective];
    const document = JSON.parse((await berth(["solve", instance, ...flags])).stdout);
    expect(document.plan.assignments).toHaveLength(71);
    expect(document.objectives[0].bound).toBeLessThanOrEqual(document.objectives[0].value);
  }
});

test("an import of prices makes resources", async () => {
  const table = sharedData("cloud-prices", "aws_us-east-1_instances.csv");
  if (table === undefined) return;
  const ran = await berth(["import", "prices", "--table", table, "--families", "g6"]);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toMatch(/price: 0\.\d+\/h/);
});
