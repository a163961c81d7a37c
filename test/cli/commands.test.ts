import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";
import { sharedData } from "../support/shared-data.ts";

const folder = testFolder();

test("help names every command and the exit codes", () => {
  const { status, stdout } = berth(["--help"]);
  expect(status).toBe(0);
  for (const command of ["solve", "verify", "schema", "export", "generate", "import"]) {
    expect(stdout).toContain(`  ${command}`);
  }
  for (const code of [0, 1, 2, 3, 4, 5, 6, 129])
    expect(stdout).toMatch(new RegExp(`^ +${code}  `, "m"));
});

test("the schema is JSON and describes every field of a task and a resource", () => {
  const schema = JSON.parse(berth(["schema"]).stdout);
  expect(schema.properties.resources.anyOf[0].items.properties.price.description).toMatch(/\/h/);
  expect(schema.properties.tasks.anyOf[0].items.additionalProperties).toBe(false);
});

test("export writes a program that names its columns", () => {
  const lp = berth(["export", "instances/edge.yaml", "--format", "lp", "--objective", "balance"]);
  expect(lp.status).toBe(0);
  expect(lp.stdout).toMatch(/minimize[\s\S]*subject to[\s\S]*end/i);
  const mps = berth(["export", "instances/edge.yaml"]);
  expect(mps.stdout).toMatch(/ROWS[\s\S]*COLUMNS[\s\S]*ENDATA/);
  expect(berth(["export", "instances/edge.yaml", "--format", "xls"]).status).toBe(1);
});

test("generate is equal for equal seeds and solve reads it from stdin", () => {
  const one = berth(["generate", "gap-c", "--tasks", "12", "--resources", "3", "--seed", "5"]);
  const two = berth(["generate", "gap-c", "--tasks", "12", "--resources", "3", "--seed", "5"]);
  const other = berth(["generate", "gap-c", "--tasks", "12", "--resources", "3", "--seed", "6"]);
  expect(one.stdout).toBe(two.stdout);
  expect(one.stdout).not.toBe(other.stdout);
  const solved = berth(["solve", "-", "--json", "-q"], one.stdout);
  expect(JSON.parse(solved.stdout).termination).toBe("optimal");
  expect(berth(["generate", "gap-z", "--tasks", "1", "--resources", "1"]).status).toBe(1);
});

test("an import of Gavel is an instance that plans", () => {
  const throughputs = sharedData("gavel", "simulation_throughputs.json");
  const trace = sharedData("gavel", "minimize_makespan.trace");
  if (throughputs === undefined || trace === undefined) return;
  const instance = `${folder.path}/gavel.json`;
  const imported = berth([
    ...["import", "gavel", "--throughputs", throughputs, "--trace", trace],
    ...["--cluster", "v100=12,p100=12,k80=12", "--prices", "v100=2.48,p100=1.46,k80=0.45"],
    ...["-o", instance],
  ]);
  expect(imported.status).toBe(0);
  expect(imported.stderr).toMatch(/Left out: 29 of 100 jobs/);
  for (const objective of ["makespan", "cost"]) {
    const flags = ["--json", "-q", "--gap", "5%", "--time-limit", "5s", "--objective", objective];
    const document = JSON.parse(berth(["solve", instance, ...flags]).stdout);
    expect(document.plan.assignments).toHaveLength(71);
    expect(document.objectives[0].bound).toBeLessThanOrEqual(document.objectives[0].value);
  }
});

test("an import of prices makes resources", () => {
  const table = sharedData("cloud-prices", "aws_us-east-1_instances.csv");
  if (table === undefined) return;
  const ran = berth(["import", "prices", "--table", table, "--families", "g6"]);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toMatch(/price: 0\.\d+\/h/);
});
