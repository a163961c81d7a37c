import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import type { LevelTask } from "../../src/planner/method.ts";
import { local } from "../../src/planner/methods/local.ts";
import { plan } from "../../src/planner/plan.ts";

const nightOf = (count: number) =>
  parseInstance({
    ...{ mode: "batch", objectives: ["cost"] },
    resources: [{ id: "h", devices: { gpu: 1 }, price: "6/h" }],
    tasks: [{ id: "t", count, demand: { gpu: 1 }, runtime: "1h" }],
  });

test("a search over time without any limit ends sooner where there are few tasks", async () => {
  const patience = (count: number) =>
    local.patience?.({ incumbent: { instance: nightOf(count) } } as LevelTask);
  expect(patience(3)).toEqual({ most: 240, stale: 32 });
  expect(patience(200)).toEqual({ most: 3000, stale: 400 });
  const { termination, trace } = await plan(nightOf(3));
  expect(termination).toBe("optimal");
  expect(trace.length).toBeGreaterThan(0);
});
