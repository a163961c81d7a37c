import { describe, expect, test } from "vitest";
import { recordOf } from "../../src/batch/record.ts";
import { summaryText } from "../../src/batch/summary.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";
import { outcomeDocument } from "../../src/report/json.ts";
import { outcomeText } from "../../src/report/terminal.ts";

/** No capacity is short, no piece too large, and yet three hosts do not hold all: only a search shows it. */
const TIGHT = parseInstance({
  mode: "placement",
  name: "tight",
  objectives: ["cost", "makespan"],
  resources: [{ id: "h", count: 3, capacity: { cpu: 10, space: 10 }, fixed_price: 1 }],
  tasks: [
    { id: "a", count: 3, demand: { cpu: 5, space: 3 }, runtime: "1h" },
    { id: "b", count: 3, demand: { cpu: 3, space: 5 }, runtime: "1h" },
    { id: "c", count: 2, demand: { cpu: 2, space: 1 }, runtime: "1h" },
    { id: "d", count: 2, demand: { cpu: 1, space: 2 }, runtime: "1h" },
  ],
});
const WITHOUT = ["bins", "limits", "packing", "local", "neighbourhoods"];

describe("no plan by the word of a solver", async () => {
  const outcome = await plan(TIGHT, { without: WITHOUT, workLimit: 1_000_000 });
  const text = outcomeText(TIGHT, outcome, 80);

  test("is never said as if it were proven", () => {
    expect(outcome.termination).toBe("infeasible");
    expect(outcome.refuted).toEqual({
      proof: "claimed",
      reason: "No plan keeps all rules, as highs claims and Berth has not checked.",
    });
    expect(text).toContain("tight: infeasible (claimed)");
    expect(text).toMatch(/\ncost .*infeasible \(claimed\)/);
    expect(text).not.toContain("No plan exists");
    expect(text.replaceAll("\n", " ")).toContain(`\n${outcome.refuted?.reason}`.trim());
    const document = outcomeDocument(TIGHT, outcome);
    expect(document).toMatchObject({ refuted: { proof: "claimed" } });
  });

  test("stands so in a batch", () => {
    const { levels: _, trace: __, seconds, ...rest } = outcome;
    const result = {
      ...rest,
      kind: "outcome",
      objectives: [],
      levels: [],
      verdict: "",
      inputs: [],
    };
    const { record } = recordOf({ name: "tight", options: {} }, "key", 1, undefined, {
      ...result,
      seconds,
    } as never);
    const summary = summaryText([{ unit: { name: "tight" }, record } as never], 80);
    expect(summary).toContain("infeasible (claimed)");
    expect(summary).toContain("1 claimed to be infeasible.");
  });
});

test("what is proven says so, and what was not done stands apart from the reason", async () => {
  const proven = await plan(TIGHT, { workLimit: 100_000 });
  expect(proven.refuted?.proof).toBe("ours");
  const reason = proven.refuted?.reason ?? "";
  expect(proven.notes).toContain(reason);
  const outcome = { ...proven, notes: [...proven.notes, "glpk did not take the program."] };
  const text = outcomeText(TIGHT, outcome, 200);
  expect(text).toContain("tight: infeasible\n");
  expect(text).toContain(`\nNo plan exists. ${reason}\n`);
  expect(text).toContain("\nNote: glpk did not take the program.\n");
});
