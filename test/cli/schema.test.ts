import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DOCUMENT_NAMES, documentSchema, WRITTEN } from "../../src/cli/formats/registry.ts";
import { berth } from "../support/berth.ts";
import { expectFits, type WrittenName } from "../support/fits.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const at = (name: string) => `${folder.path}/${name}`;

const SMALL = ["--method", "milp", "-q"];

async function printed(args: readonly string[], status: number) {
  const ran = await berth([...args, "--json"]);
  expect(ran.status, ran.stderr).toBe(status);
  return JSON.parse(ran.stdout);
}

test.for(["tonight", "serving", "edge", "divisible"])(
  "what solve prints and writes for %s fits its schemas",
  async (name) => {
    const plan = at(`${name}.json`);
    const file = `instances/${name}.yaml`;
    const found = await printed(["solve", file, "--method", "greedy", "-q", "-o", plan], 0);
    expectFits("solve", found);
    expectFits("plan", JSON.parse(readFileSync(plan, "utf8")));
    const judged = await printed(["verify", file, plan, "--against", plan], 0);
    expectFits("verify", judged);
    expect(judged.objectives.length).toBeGreaterThan(0);
  },
);

const TWO = {
  name: "two",
  mode: "batch",
  objectives: ["makespan"],
  resources: [{ id: "r", count: 2, devices: { gpu: 1 } }],
  tasks: [
    { id: "a", demand: { gpu: 1 }, runtime: "1h" },
    { id: "b", demand: { gpu: 1 }, runtime: "2h" },
    { id: "c", demand: { gpu: 1 }, runtime: "2h" },
  ],
};

function written(name: string, document: unknown): string {
  writeFileSync(at(name), JSON.stringify(document));
  return at(name);
}

test("a replan and its plan file fit, and verify reads what was printed", async () => {
  const file = written("two.yaml", TWO);
  const [earlier, later] = [at("earlier.json"), at("later.json")];
  await printed(["solve", file, ...SMALL, "-o", earlier], 0);
  const down = ["replan", file, "--from", earlier, "--now", "1h30m", "--down", "r#1", ...SMALL];
  const replanned = await printed([...down, "-o", later], 0);
  expectFits("replan", replanned);
  expect(replanned.replan.changes.length).toBeGreaterThan(0);
  expectFits("plan", JSON.parse(readFileSync(later, "utf8")));
  const stated = written("printed.json", replanned);
  expectFits("verify", await printed(["verify", file, stated, "--from", earlier], 0));
});

test("broken rules, contradictions, gaps that are missed, refutations and errors fit", async () => {
  const file = written("two.yaml", TWO);
  const plan = at("two-plan.json");
  await printed(["solve", file, ...SMALL, "-o", plan], 0);
  const document = JSON.parse(readFileSync(plan, "utf8"));
  const [first, ...others] = document.assignments;
  const together = others.map((one: object) => ({ ...one, resource: first.resource, start_ms: 0 }));
  const broken = { ...document, assignments: [first, ...together] };
  const findings = await printed(["verify", file, written("broken.json", broken)], 1);
  expectFits("verify", findings);
  expect(findings.violations.length).toBeGreaterThan(0);
  for (const violation of findings.violations) expectFits("violation", violation);
  const [objective] = document.objectives;
  const lie = { ...document, objectives: [{ ...objective, value: 1, value_exact: 1 }] };
  const contradicted = await printed(["verify", file, written("lie.json", lie)], 5);
  expectFits("verify", contradicted);
  expect(contradicted.contradictions.length).toBeGreaterThan(0);
  const bare = { ...document, objectives: [] };
  const open = ["verify", file, written("bare.json", bare)];
  expectFits("verify", await printed([...open, "--require-gap", "1%"], 6));
  expectFits("verify", await printed([...open, "--bound", "1s", "-q"], 0));
  const tight = { ...TWO, tasks: TWO.tasks.map((task) => ({ ...task, deadline: "1h" })) };
  const none = await printed(["solve", written("tight.yaml", tight), ...SMALL], 2);
  expectFits("solve", none);
  expect(none.refuted).toBeDefined();
  expectFits("error", await printed(["solve", written("bad.yaml", { tasks: 3 }), ...SMALL], 1));
  expectFits("error", await printed(["solve", at("nowhere.yaml"), ...SMALL], 1));
});

test("a run says how it was run, and verify leaves that alone", async () => {
  const file = written("two.yaml", TWO);
  const args = ["solve", file, ...SMALL, "--seed", "7", "--work-limit", "500", "--gap", "1%"];
  const { run, seconds } = await printed(args, 0);
  const {
    processors,
    work,
    seconds: whole,
    cpu_seconds: cpu,
    peak_memory_mib: peak,
    ...told
  } = run;
  expect(told).toEqual({
    version: JSON.parse(readFileSync("package.json", "utf8")).version,
    seed: 7,
    options: { method: "milp", work_limit: 500, gap: 0.01, seed: 7 },
  });
  expect(work).toBeLessThanOrEqual(500);
  expect(whole).toBeGreaterThanOrEqual(seconds);
  for (const measured of [processors, cpu, peak]) expect(measured).toBeGreaterThan(0);
  const again = await printed(args, 0);
  expect(again.run).toMatchObject({ ...told, work });
  const stated = written("run.json", again);
  expect((await printed(["verify", file, stated], 0)).unchecked).toContain("/run");
});

test("each line of a batch fits, whatever became of it", async () => {
  const mixed = at("mixed");
  mkdirSync(mixed);
  written("mixed/good.json", TWO);
  written("mixed/tight.json", { ...TWO, horizon: "1h" });
  written("mixed/bad.json", { ...TWO, tasks: [{ id: "a", demand: 3 }] });
  written("mixed/else.json", { hello: "you" });
  const ran = await berth(["batch", mixed, "-o", at("out"), ...SMALL, "--threads", "1", "--json"]);
  const told = ran.stdout.trimEnd().split("\n");
  const saved = readFileSync(at("out/results.ndjson"), "utf8").trimEnd().split("\n");
  expect(told.length).toBe(4);
  const lines = [...told, ...saved].map((line) => JSON.parse(line));
  for (const line of lines) expectFits("batch", line);
  const words = new Set(lines.map(({ status }) => status));
  expect([...words].sort()).toEqual(["bad-input", "infeasible", "no-instance", "planned"]);
});

/** A part of a JSON Schema. */
interface Part {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
}

function undescribed(part: Part, path: string): readonly string[] {
  const inner = [...(part.anyOf ?? []), ...(part.items === undefined ? [] : [part.items])];
  return [
    ...inner.flatMap((one) => undescribed(one, `${path}[]`)),
    ...Object.entries(part.properties ?? {}).flatMap(([key, field]) => [
      ...(field.description === undefined ? [`${path}.${key}`] : []),
      ...undescribed(field, `${path}.${key}`),
    ]),
  ];
}

test("every field of a written document is described; its schema names a version and lets further fields pass", async () => {
  for (const name of Object.keys(WRITTEN) as WrittenName[]) {
    const { stdout, status } = await berth(["schema", name]);
    expect(status).toBe(0);
    const schema = JSON.parse(stdout);
    expect(schema).toEqual(documentSchema(name));
    expect(schema.$id).toBe(`urn:berth:${name}:${WRITTEN[name].version}`);
    expect(stdout).not.toContain('"additionalProperties": false');
    expect(undescribed(schema, name)).toEqual([]);
  }
});

test("without a word it is the instance, and an unknown word is answered with the known ones", async () => {
  const bare = await berth(["schema"]);
  expect(bare.stdout).toBe((await berth(["schema", "instance"])).stdout);
  const wrong = await berth(["schema", "plans"]);
  expect(wrong.status).toBe(1);
  for (const name of DOCUMENT_NAMES) expect(wrong.stderr).toContain(name);
});
