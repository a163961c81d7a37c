import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../src/instance/targets.ts";
import { conditionOn } from "../../src/plan/condition.ts";
import type { Bound } from "../../src/plan/types.ts";
import { objectiveValue } from "../../src/planner/objective-value.ts";
import { plan } from "../../src/planner/plan.ts";
import type { LevelOutcome } from "../../src/planner/types.ts";
import { objectiveLines } from "../../src/report/objectives.ts";
import { objectivesVerdict, runText } from "../../src/report/sentence.ts";
import { outcomeText } from "../../src/report/terminal.ts";

/** A fast dear machine and a slow cheap one; whole tasks. */
const instance = parseInstance({
  mode: "placement",
  objectives: ["completion-time", "cost", "throughput"],
  resources: [
    { id: "a", capacity: { cpu: 8 } },
    { id: "b", capacity: { cpu: 8 } },
  ],
  tasks: [
    {
      id: "t",
      count: 4,
      demand: { cpu: 2 },
      cost: { a: 1, b: 10 },
      runtime: { a: "10h", b: "1h" },
    },
  ],
});
const [time, cost, throughput] = targetsOf(instance) as readonly [Target, Target, Target];
const HOUR = 3_600_000;

function told(levels: readonly LevelOutcome[]): { readonly table: string; readonly says: string } {
  const objectives = levels.map(objectiveValue);
  return {
    table: objectiveLines(objectives, 80).join("\n"),
    says: objectivesVerdict(objectives),
  };
}

const ours = (value: number, more: Partial<Bound> = {}): Bound => ({
  value,
  source: "capacity-prices",
  proof: "ours",
  ...more,
});

test("a bound within limits says so, in the table and in the sentence", async () => {
  const outcome = await plan(instance);
  const [first, second] = outcome.levels.map(objectiveValue);
  expect(first).not.toHaveProperty("condition");
  expect(second?.condition).toBe("among plans with completion-time of at most 4h");
  const text = outcomeText(instance, outcome, 80);
  expect(text).toMatch(/^cost +\$40 +\$40\* +0 %/m);
  expect(text).toContain("* cost: among plans with completion-time of at most 4h");
  expect(text.replaceAll("\n", " ")).toContain(
    "Among plans with completion-time of at most 4h none has cost below $40",
  );
  expect(text).not.toContain("No plan has cost");
});

test("a maximised limit is told as one from below", () => {
  const bound = ours(40e6, { given: [conditionOn(throughput, -3500), conditionOn(time, HOUR)] });
  expect(
    objectiveValue({
      target: cost,
      value: 40e6,
      best: 40e6,
      bound,
      gap: 0,
      termination: "optimal",
    }),
  ).toMatchObject({
    condition: "among plans with throughput of at least 3.5 and completion-time of at most 1h",
  });
});

test("what a level reached and what the plan has are two rows, and each gap is its own", () => {
  const level: LevelOutcome = {
    target: cost,
    value: 44e6,
    best: 40e6,
    bound: ours(40e6),
    gap: 0,
    termination: "optimal",
  };
  expect(objectiveValue(level)).toEqual({
    name: "cost",
    unit: "USD",
    sense: "min",
    per_unit: 1e6,
    value: 44,
    value_exact: 44e6,
    bound: 40,
    bound_exact: 40e6,
    proof: "ours",
    source: "capacity-prices",
    gap: 4 / 44,
    best: 40,
    best_exact: 40e6,
    best_gap: 0,
    termination: "optimal",
  });
  const { table, says } = told([level]);
  expect(table).toMatch(/^cost +\$44 +\$40 +9.09 % +gave way +to later objectives$/m);
  expect(table).toMatch(/^ {2}its level alone +\$40 +\$40 +0 % +optimal/m);
  expect(says).toContain("gives some of that away for later objectives: $44");
});

test("what cannot be below 0 is not called a proof", () => {
  const trivial = { value: 0, source: "zero", proof: "ours" } as const;
  const none = told([
    { target: cost, value: 0, best: 0, bound: trivial, gap: 0, termination: "optimal" },
  ]);
  expect(none.says).toBe("Cost is $0, and cannot be below that: optimal.");
  expect(none.table).toMatch(/optimal +cannot be below \$0/);
  const open = told([
    { target: cost, value: 5e6, best: 5e6, bound: trivial, gap: 1, termination: "time-limit" },
  ]);
  expect(open.says).toMatch(/cannot be below \$0, and nothing more was proven/);
  // Prices that come to 0 say no more than that.
  const priced = told([
    { target: cost, value: 0, best: 0, bound: ours(0), gap: 0, termination: "optimal" },
  ]);
  for (const { says, table } of [none, open, priced]) {
    expect(`${says}${table}`).not.toMatch(/proven exactly|ours/);
  }
  // Of a maximised objective 0 is a bound like any other.
  const empty = told([
    { target: throughput, value: 0, best: 0, bound: ours(0), gap: 0, termination: "optimal" },
  ]);
  expect(empty.says).toContain("no plan has throughput above 0".replace("no", "No"));
});

test("the word of a solver is neither proven nor simply optimal", () => {
  const bound = { value: 40e6, source: "highs", proof: "claimed" } as const;
  const closed = { target: cost, value: 40e6, best: 40e6, bound, gap: 0 } as const;
  const { table, says } = told([{ ...closed, termination: "optimal" }]);
  expect(table).toMatch(/optimal \(claimed\) +claimed: highs/);
  expect(says).toBe(
    "Cost is $40: no plan has cost below $40, as highs claims and Berth has not checked.",
  );
  const open = told([{ ...closed, value: 50e6, best: 50e6, gap: 0.2, termination: "time-limit" }]);
  expect(open.says).toMatch(/below \$40 \(as highs claims, not checked\)/);
  expect(`${says}${open.says}${open.table}`).not.toMatch(/proven|optimal/);
  const level = { termination: "optimal", proof: "ours" } as const;
  expect(runText("optimal", [level, { termination: "optimal", proof: "claimed" }])).toBe(
    "optimal (claimed)",
  );
  expect(runText("optimal", [level])).toBe("optimal");
  expect(runText("time-limit", [{ termination: "optimal", proof: "claimed" }])).toBe("time-limit");
});
