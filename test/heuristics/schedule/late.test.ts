import { expect, test } from "vitest";
import { searchSchedule } from "../../../src/heuristics/schedule/search.ts";
import type { ScheduleView } from "../../../src/heuristics/schedule/types.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { randomSchedule } from "../../support/random-schedule.ts";

/** The first plan of lists that look through no gaps. */
function latePlan(view: ScheduleView, isLate = true): Plan | undefined {
  const [target] = targetsOf(view.instance);
  const input = { view, target, limits: [], isRough: true, isLate: () => isLate } as const;
  for (const event of searchSchedule(input, makeRandom(1))) {
    if (event.plan !== undefined) return event.plan;
    if (event.isList !== true) return undefined;
  }
  return undefined;
}

test("a list that is late keeps every rule", () => {
  let plans = 0;
  for (let seed = 1; seed <= drawn(300); seed++) {
    const instance = parseInstance(randomSchedule(makeRandom(seed)));
    const view = instance.mode === "schedule" ? scheduleView(instance) : undefined;
    const plan = view && latePlan(view);
    if (plan === undefined) continue;
    plans++;
    const checked = verify(instance, plan);
    const broken = checked.ok
      ? []
      : checked.violations.filter(({ rule }) => !["budget", "assignment"].includes(rule));
    expect(broken, `seed ${seed}`).toEqual([]);
  }
  expect(plans).toBeGreaterThan(atLeast(100));
});

test("what is late starts after all others, but for what must end before", () => {
  const instance = parseInstance({
    mode: "batch",
    limits: [],
    objectives: ["makespan"],
    resources: [{ id: "h", capacity: { cpu: 3 }, available: { until: "9s" } }],
    tasks: [
      { id: "wide", demand: { cpu: 3 }, runtime: "4s", release: "4s" },
      { id: "slim", demand: { cpu: 1 }, runtime: "2s" },
      { id: "short", demand: { cpu: 2 }, runtime: "1s" },
    ],
  });
  const view = scheduleView(instance)!;
  const starts = (isLate: boolean) => [...(latePlan(view, isLate)?.start ?? [])];
  // After "wide", which ends at 8 s, only what takes 1 s has room; the other goes before it all the same.
  expect(starts(true)).toEqual([4000, 0, 8000]);
  expect(starts(false)).toEqual([4000, 0, 0]);
});
