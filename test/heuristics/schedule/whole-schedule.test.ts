import { expect, test } from "vitest";
import { loadPlan } from "../../../src/heuristics/schedule/load-plan.ts";
import { WholeSchedule } from "../../../src/heuristics/schedule/parts/whole-schedule.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { buildPlan } from "../../../src/plan/build.ts";
import { makeRandom } from "../../../src/util/random.ts";

/** Three tasks of 10 ms and one of 1 ms on two hosts end by 20 at best. */
const INSTANCE = parseInstance({
  mode: "batch",
  objectives: ["makespan"],
  limits: [],
  resources: [{ id: "h", count: 2, capacity: { cpu: 1 } }],
  tasks: [
    { id: "ten", count: 3, runtime: "10ms", demand: { cpu: 1 } },
    { id: "one", runtime: "1ms", demand: { cpu: 1 } },
  ],
});

test("what is ruled out is not looked for again: limits rise until a schedule keeps one, and then begin anew", () => {
  const view = scheduleView(INSTANCE);
  if (view === undefined) throw new Error("no view");
  const inTurn = [0, 1, 2, 3].map((task, k) => ({ task, resource: 0, start: 10 * k }));
  const schedule = loadPlan(view, buildPlan(INSTANCE, inTurn));
  const whole = new WholeSchedule(view, makeRandom(1), 1);
  /** The ends of what is found, one search after the other; absent where none is. */
  const ends = (best: number, searches: number) =>
    Array.from({ length: searches }, () => {
      const search = whole.search(schedule, best, 16, 1e6);
      let step = search.next();
      while (step.done !== true) step = search.next();
      const placed = step.value?.placed.map((one) => one?.end ?? 0);
      return placed && Math.max(...placed);
    });
  const none = undefined;
  expect(ends(31, 5)).toEqual([none, none, none, none, 20]);
  // 16 to 19 are ruled out, and nothing lies between them and 20: so the next search draws anew.
  expect(ends(20, 1)).toEqual([none]);
  expect(ends(31, 5)).toEqual([none, none, none, none, 20]);
  // Too far from the bound.
  const strict = new WholeSchedule(view, makeRandom(1), 0.1);
  expect(strict.search(schedule, 31, 20, 1e6).next()).toEqual({ done: true, value: none });
});
