import { expect, test } from "vitest";
import type { Standing } from "../../src/batch/rounds.ts";
import { summaryText } from "../../src/batch/summary.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { objectiveValue } from "../../src/planner/objective-value.ts";
import { plan } from "../../src/planner/plan.ts";

/** Fast ends first and costs more; with all of the tolerance everything goes to the cheap one. */
async function summaryOf(tolerance: string): Promise<string> {
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: [{ makespan: tolerance }, "cost"],
    resources: [
      { id: "slow", price: "1/h" },
      { id: "fast", speed: 2, price: "4/h" },
    ],
    tasks: [{ id: "t", count: 4, runtime: "1h" }],
  });
  const outcome = await plan(instance, { workLimit: 100_000 });
  const standing = {
    unit: { name: "night" },
    record: {
      status: "planned",
      termination: outcome.termination,
      objectives: outcome.levels.map(objectiveValue),
      plan: {},
      rounds: [{ seconds: 0 }],
    },
  };
  return summaryText([standing as unknown as Standing], 80);
}

test("the gap of an objective that gave way stands beside what it reached, not beside what the plan has", async () => {
  const traded = await summaryOf("100%");
  expect(traded).toMatch(/night +optimal +makespan 1h30m\* +0 %/);
  expect(traded).toContain("* reached by the first objective alone;");
  expect(traded).not.toContain("3h");
  const kept = await summaryOf("0%");
  expect(kept).toMatch(/night +optimal +makespan 1h30m +0 %/);
  expect(kept).not.toContain("*");
});
