import { describe, expect, it } from "vitest";
import { verifyPlanFile } from "../../src/check/verify-plan-file.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { readPlan } from "../../src/io/plan-file.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { testFolder, thrownBy } from "../support/folder.ts";
import { findingsOf, type PlanDocument, planned } from "./files.ts";

const folder = testFolder();

/** A file and what is changed in it; where the fault is told, or the place and message with which it is refused. */
type Change = (file: PlanDocument, first: Record<string, unknown>) => void;
const FALSE: readonly (readonly [string, Change, string])[] = [
  [
    "a bound above the value",
    (_, o) => Object.assign(o, { bound: 9, bound_exact: 9e6 }),
    "bound_exact",
  ],
  ["a printed bound raised", (_, o) => Object.assign(o, { bound: 7 }), "bound"],
  ["a printed value", (_, o) => Object.assign(o, { value: 7 }), "value"],
  ["both values", (_, o) => Object.assign(o, { value: 5, value_exact: 5e6 }), "value_exact"],
  ["another unit", (_, o) => Object.assign(o, { unit: "ms" }), "unit"],
  ["another sense", (_, o) => Object.assign(o, { sense: "max" }), "sense"],
  ["another scale", (_, o) => Object.assign(o, { per_unit: 1000 }), "per_unit"],
  ["a gap", (_, o) => Object.assign(o, { gap: 0.1 }), "gap"],
  ["a claim of what is proven", (_, o) => Object.assign(o, { proof: "claimed" }), "proof"],
  ["a proof of a solver", (_, o) => Object.assign(o, { source: "highs" }), "proof"],
  [
    "a condition",
    (_, o) => Object.assign(o, { condition: "among plans with completion-time of at most 4h" }),
    "condition",
  ],
  [
    "no bound beside a source",
    (_, o) => {
      for (const key of ["bound", "bound_exact", "gap", "certificate"]) delete o[key];
    },
    "termination",
  ],
  ["a termination", (_, o) => Object.assign(o, { termination: "time-limit" }), "termination"],
  [
    "a broken certificate",
    (_, o) => Object.assign(o, { certificate: { kind: "x" } }),
    "certificate",
  ],
  [
    "a certificate of no bound",
    (_, o) => {
      for (const key of ["bound", "bound_exact", "gap", "termination"]) delete o[key];
    },
    "certificate",
  ],
  [
    "a certified bound beside a worse one",
    (_, o) => {
      Object.assign(o, {
        certified_exact: 6e6,
        bound: 5,
        bound_exact: 5e6,
        gap: 1 / 6,
        termination: "completed",
      });
    },
    "bound",
  ],
  [
    "a level that was better than it is",
    (_, o) => {
      Object.assign(o, { best: 7, best_exact: 7e6, termination: "completed" });
    },
    "best",
  ],
];

describe("statements that are not so", () => {
  const boxes = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: [
      { id: "cheap", count: 2, capacity: { cpu: 3 } },
      { id: "dear", capacity: { cpu: 9 } },
    ],
    tasks: [{ id: "a", count: 3, demand: { cpu: 2 }, cost: { cheap: 1, dear: 4 } }],
  });

  it("true ones pass, with a gap and a certificate", async () => {
    const { file, run } = await planned(boxes);
    expect(findingsOf(boxes, file)).toMatchObject({
      ok: true,
      uncertified: [],
      objectives: [{ value: 6, bound: { status: "checked", bound: 6, gap: 0 } }],
    });
    expect(findingsOf(boxes, run)).toMatchObject({
      ok: true,
      uncertified: ["cost"],
      objectives: [{ value: 6, bound: { status: "stated", bound: 6 } }],
    });
  });

  it("stand at their line and column where a file was read", async () => {
    const { file } = await planned(boxes);
    file.objectives[0]!.value = 5;
    const text = JSON.stringify(file, undefined, 2);
    const path = folder.put("plan.json", text);
    const { contradictions } = verifyPlanFile(boxes, await readPlan(path, boxes));
    const line = 1 + text.split("\n").findIndex((row) => row.includes('"value": 5'));
    expect(contradictions).toContainEqual({
      path: "/objectives/0/value",
      message: expect.stringContaining("cost: "),
      ...{ line, column: 16 },
    });
  });

  it.each(FALSE)("%s", async (_what, change, key) => {
    const { file } = await planned(boxes);
    change(file, file.objectives[0] as Record<string, unknown>);
    const { ok, contradictions } = findingsOf(boxes, file);
    expect(ok).toBe(false);
    expect(contradictions.map(({ path }) => path)).toContain(`/objectives/0/${key}`);
  });

  it.each([
    ["a termination of the run", "/termination", { termination: "time-limit" }],
    ["a run without a plan", "/termination", { termination: "infeasible" }],
  ])("%s", async (_what, path, change) => {
    const { file } = await planned(boxes);
    expect(findingsOf(boxes, { ...file, ...change }).contradictions[0]?.path).toBe(path);
  });

  it("a verdict and a trace of the output of a run", async () => {
    const { run } = await planned(boxes);
    const verdict = { ...run, verdict: "No plan has cost below $1: optimal, proven exactly." };
    expect(findingsOf(boxes, verdict).contradictions[0]?.path).toBe("/verdict");
    const trace = [{ seconds: 0, objective: "cost", source: "x", bound: 6.5 }];
    expect(findingsOf(boxes, { ...run, trace }).contradictions[0]?.path).toBe("/trace/0/bound");
  });

  it.each([
    ["/objective", { objective: "cost" }],
    ["/method", { method: "magic" }],
    ["/solver", { solver: "higs" }],
    ["/instance", { instance: 7 }],
    ["/instance_hash", { instance_hash: "abc" }],
    ["/replan", { replan: [] }],
    ["/objectives", { objectives: {} }],
    ["/objectives/0", { objectives: [{}] }],
    ["/objectives/1/name", { objectives: [{ name: "cost" }, { name: "cost", bound_exact: 5 }] }],
    ["/objectives/0/name", { objectives: [{ name: "beauty" }] }],
    ["/objectives/0/value_exact", { objectives: [{ name: "cost", value_exact: "1" }] }],
    ["/objectives/0/gap", { objectives: [{ name: "cost", gap: -1 }] }],
    ["/objectives/0/termination", { objectives: [{ name: "cost", termination: "done" }] }],
    ["/objectives/0/lower", { objectives: [{ name: "cost", lower: 1 }] }],
  ])("what cannot be read is refused: %s", async (path, change) => {
    const { file } = await planned(boxes);
    const error = await thrownBy(() => findingsOf(boxes, { ...file, ...change }));
    expect(error).toBeInstanceOf(InstanceError);
    expect((error as InstanceError).issues.map((issue) => issue.path)).toContain(path);
  });
});
