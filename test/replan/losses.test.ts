import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { assignments } from "../../src/plan/assignments.ts";
import type { VerifiedPlan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { plan } from "../../src/planner/plan.ts";
import { readRecord } from "../../src/replan/record.ts";
import { replan } from "../../src/replan/replan.ts";

/** Tasks of one cpu on three hosts of two, in a plan that survives the loss of any one; then the first host that has some is down. */
async function afterLoss(tasks: number, more: object, now = 0) {
  const instance = parseInstance({
    robust: 1,
    resources: [{ id: "host", count: 3, capacity: { cpu: 2 } }],
    tasks: [{ id: "t", count: tasks, demand: { cpu: 1 }, ...more }],
    ...("runtime" in more ? { mode: "batch" } : { mode: "placement", objectives: ["cost"] }),
  });
  const options = { workLimit: 50, seed: 1 };
  const before = (await plan(instance, options)).plan as VerifiedPlan;
  const down = new Set([before.plan.resource[0]]);
  const earlier = [...assignments(before)];
  const migrations = { level: "last" } as const;
  const found = await replan({ instance, earlier, now, down, migrations }, options);
  return { instance, down, ...found };
}

test("a plan that has lost something survives one more loss if there is room for that", async () => {
  const { instance, down, outcome, isRobustLeftOut } = await afterLoss(2, {});
  expect(isRobustLeftOut).toBe(false);
  const found = outcome.plan?.plan;
  expect(found?.recoveries?.length).toBeGreaterThan(0);
  expect(found?.resource.some((copy) => down.has(copy))).toBe(false);
  expect(verify(instance, found!).ok).toBe(true);
});

test("where none survives one more, the plan keeps all other rules, and the notes say what is left out", async () => {
  const { replanned, outcome, isRobustLeftOut } = await afterLoss(4, {});
  expect(isRobustLeftOut).toBe(true);
  expect(outcome.termination).not.toBe("infeasible");
  expect(outcome.plan?.plan.task).toHaveLength(4);
  expect(replanned.robust).toBeUndefined();
  expect(outcome.notes.join(" ")).toMatch(
    /Without host#\d no plan survives one more loss(?:, as a solver claims)?: robust is left out/,
  );
});

test("what is too much for the rest is infeasible with losses and without", async () => {
  // What ran on the host that is down must run again, and the deadline leaves no time for that.
  const { outcome, isRobustLeftOut } = await afterLoss(4, { runtime: "1h", deadline: "1h" }, 1);
  expect(isRobustLeftOut).toBe(true);
  expect(outcome.termination).toBe("infeasible");
  expect(outcome.notes.join(" ")).toMatch(
    /What has begun has no recovery from a loss[\s\S]*Nothing runs on what is down: host#\d/,
  );
});

test("a plan file leaves losses out only where something had begun or was down", () => {
  const record = { now_ms: 0, down: [], migrations: "last", robust: "left-out" };
  expect(() => readRecord(record)).toThrow(/nothing had begun and nothing was down/);
  expect(() => readRecord({ ...record, now_ms: 1, robust: "no" })).toThrow(/left-out or nothing/);
  expect(readRecord({ ...record, now_ms: 1 })?.robust).toBe("left-out");
  expect(readRecord({ ...record, down: ["host#1"] })?.robust).toBe("left-out");
});
