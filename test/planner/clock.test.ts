import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { assignments } from "../../src/plan/assignments.ts";
import { holdBack, startClock } from "../../src/planner/clock.ts";
import { plan } from "../../src/planner/plan.ts";
import { replan } from "../../src/replan/replan.ts";

test("a clock that holds back stops early for itself and leaves the rest", () => {
  const clock = startClock({ workLimit: 10 });
  const before = holdBack(clock, { workLimit: 10 }, 0.2);
  expect(before.workLeft()).toBe(8);
  expect(before.left()).toBeUndefined();
  before.spend(7);
  expect(before.stopped()).toBeUndefined();
  before.spend(2);
  expect([before.workLeft(), before.stopped()]).toEqual([0, "work-limit"]);
  expect([clock.workLeft(), clock.stopped()]).toEqual([1, undefined]);
  clock.spend();
  expect(clock.stopped()).toBe("work-limit");
  const timed = holdBack(startClock({ timeLimit: 0 }), { timeLimit: 0 }, 0.2);
  expect([timed.left(), timed.stopped()]).toEqual([0, "time-limit"]);
});

test("migrations as the last level keep some work where the level before them stays open", async () => {
  // Eleven pieces of 7 to 17 minutes on three hosts: the bound on the makespan is not reached, so that level takes all it gets.
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "h", count: 3, devices: { gpu: 2 } }],
    tasks: Array.from({ length: 11 }, (_, i) => ({
      id: `t${i}`,
      demand: { gpu: 1 + (i % 2) },
      runtime: `${7 + i}m`,
    })),
  });
  const first = (await plan(instance, { method: "greedy", workLimit: 3, seed: 5 })).plan;
  const { outcome } = await replan(
    {
      instance,
      earlier: [...assignments(first!)],
      now: 0,
      down: new Set(),
      migrations: { level: "last" },
    },
    { method: "local", workLimit: 200 },
  );
  const [makespan, migrations] = outcome.levels;
  expect(makespan.termination).not.toBe("optimal");
  // A search at work on the second level, not only what the first one left.
  const own = outcome.trace.filter(
    ({ level, source }) => level === 1 && source === "schedule search",
  );
  expect(own.length).toBeGreaterThan(0);
  expect(migrations.value).toBe(own.at(-1)!.value);
  expect(outcome.work).toBe(200);
});
