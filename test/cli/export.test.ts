import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { worthText } from "../../src/cli/export.ts";
import { objectivesFromText } from "../../src/instance/objective-text.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { plan } from "../../src/planner/plan.ts";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

/** Costs of 3.5 and 3.2 dollars, thirds of a capacity, runtimes of 40 s and 60 s, a fixed price that is no multiple of the rest. */
const PLACED = parseInstance({
  mode: "placement",
  objectives: ["cost"],
  resources: [
    { id: "a", capacity: { cpu: 3 } },
    { id: "b", capacity: { cpu: 4 } },
  ],
  tasks: [
    { id: "s", demand: { cpu: 1 }, cost: { a: 3.5, b: 3.2 }, runtime: "40s", value: 2.5 },
    { id: "t", demand: { cpu: 2 }, cost: { a: 0.1, b: 7 }, runtime: "60s", value: 1 },
    { id: "u", demand: { cpu: 1 }, cost: 0.3, runtime: "60s", optional: true, value: 0.5 },
  ],
});
const NIGHT_DOCUMENT = {
  mode: "batch",
  objectives: ["makespan"],
  resources: [{ id: "h", capacity: { cpu: 2 } }],
  tasks: [
    { id: "s", demand: { cpu: 1 }, runtime: "40m", weight: 1.5, due: "30m" },
    { id: "t", demand: { cpu: 2 }, runtime: "1h", weight: 3, due: "30m" },
  ],
};
const NIGHT = parseInstance(NIGHT_DOCUMENT);

test.each([
  [PLACED, "cost", "10 x cost in USD, minimised"],
  [PLACED, "makespan", "makespan in ms / 20000, minimised"],
  [PLACED, "throughput", "-2 x throughput, minimised"],
  [PLACED, "utilization:cpu", "-7 x utilization:cpu, minimised"],
  [PLACED, "balance", "12 x balance, minimised"],
  [NIGHT, "makespan", "makespan in ms / 1200000, minimised"],
  [NIGHT, "late-tasks", "2 x late-tasks in tasks / 3, minimised"],
] as const)(
  "the text of a program says what its objective is: %#",
  async (instance, name, text) => {
    const objectives = objectivesFromText(instance, name);
    const [target] = targetsOf(instance, objectives);
    const encoding = formulate(instance, target, []);
    if ("unsupported" in encoding) throw new Error(encoding.unsupported);
    const { program, worth } = encoding;
    expect(worthText(target, worth)).toBe(text);
    const { plan: found } = await plan(instance, { objectives, method: "greedy", workLimit: 200 });
    if (found === undefined) throw new Error("expected a plan");
    const x = encoding.encode(found.plan);
    const objective = program.objective.reduce((sum, c, j) => sum + c * x[j], program.offset);
    const value = (worth.shift + worth.scale * objective) / worth.parts;
    expect(Math.ceil(value - 1e-6)).toBe(evaluateTarget(instance, found.plan, target));
  },
);

test("the ending of the output asks for the whole numbers, of any list of objectives", async () => {
  const file = folder.put("night.json", JSON.stringify(NIGHT_DOCUMENT));
  const path = `${folder.path}/integers.json`;
  expect(await berth(["export", file, "--objective", "makespan,late-tasks", "-o", path])).toEqual({
    ...{ status: 0, stdout: "", stderr: "" },
  });
  const form = JSON.parse(readFileSync(path, "utf8"));
  expect(form.objectives.map(({ name }: { name: string }) => name)).toEqual([
    "makespan",
    "late-tasks",
  ]);
  expect(form.tasks[0].runtime).toEqual([2_400_000]);
  const printed = await berth(["export", file, "--format", "integers"]);
  expect(JSON.parse(printed.stdout).objectives).toMatchObject([{ name: "makespan" }]);
  const wrong = await berth(["export", file, "--format", "integers", "-o", `${folder.path}/a.mps`]);
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toContain(".json");
});
