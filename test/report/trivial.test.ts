import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { objectiveValue } from "../../src/planner/objective-value.ts";
import { plan } from "../../src/planner/plan.ts";
import { formatGap } from "../../src/report/format.ts";
import { outcomeText } from "../../src/report/terminal.ts";

const host = { id: "h", capacity: { cpu: 2 }, fixed_price: 1 };
const textOf = async (document: object, options: object) => {
  const instance = parseInstance(document);
  return outcomeText(instance, await plan(instance, options), 200);
};

test("that a weighted sum of costs is not below 0 is no proof of ours", async () => {
  const late = {
    mode: "batch",
    combine: "weighted",
    objectives: ["makespan", "weighted-tardiness"].map((objective) => ({ objective, weight: 2 })),
    resources: [host],
    tasks: [{ id: "a", demand: { cpu: 2 }, runtime: "0s", due: "1h", count: 2 }],
  };
  const text = await textOf(late, { workLimit: 500 });
  expect(text).toContain("cannot be below 0");
  expect(text).not.toContain("proven exactly");
  const target = { ...(await plan(parseInstance(late), { workLimit: 500 })).levels[0].target };
  const claimed = { value: 0, source: "highs", proof: "claimed" as const };
  const level = { target, termination: "time-limit" as const, value: 9, best: 9 };
  expect(objectiveValue({ ...level, bound: claimed })).toMatchObject({
    source: "zero",
    proof: "ours",
  });
  const [cost, ...others] = target.terms;
  const gain = { ...cost, objective: { ...cost.objective, name: "throughput" as const } };
  const mixed = { ...level, target: { ...target, terms: [gain, ...others] }, bound: claimed };
  expect(objectiveValue(mixed)).toMatchObject({ source: "highs", proof: "claimed" });
});

test("the gap of a value of 0 is not told in percent", async () => {
  const idle = {
    mode: "placement",
    objectives: ["cost", "throughput"],
    resources: [host],
    tasks: [{ id: "a", demand: { cpu: 2 }, optional: true, value: 1 }],
  };
  const text = await textOf(idle, { method: "greedy", workLimit: 200 });
  expect(text).toMatch(/throughput +0 +1 +over 1000 %/);
  expect(text).toContain("Throughput is 0: no plan has throughput above 1 (proven exactly).");
  expect([0.5, 10, 10.01, 1e10].map(formatGap)).toEqual([
    ...["50 %", "1000 %", "over 1000 %", "over 1000 %"],
  ]);
});
