import { expect, test } from "vitest";
import { Board } from "../../../src/heuristics/schedule/board.ts";
import { loadPlan } from "../../../src/heuristics/schedule/load-plan.ts";
import { planOf } from "../../../src/heuristics/schedule/plan-of.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { plansEqual } from "../../../src/plan/build.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { randomSchedule } from "../../support/random-schedule.ts";

/** Puts every copy where it can start first, in order; undefined if one fits nowhere. */
function filled(document: object): Board | undefined {
  const instance = parseInstance({ mode: "batch", ...document });
  if (instance.mode !== "schedule") return undefined;
  const view = scheduleView(instance);
  if (view === undefined) return undefined;
  const board = new Board(view);
  for (const copy of instance.taskOfCopy.keys()) {
    const ready = board.ready(copy);
    if (ready === undefined) return undefined;
    const [first] = [...board.offers(copy, ready, Infinity)].sort((a, b) => a.end - b.end);
    if (first === undefined) return undefined;
    board.put(copy, first);
  }
  return board;
}

test("what a board holds verifies, comes back from its plan, and leaves nothing behind when taken away", () => {
  let boards = 0;
  for (let seed = 1; seed <= 600; seed++) {
    const board = filled(randomSchedule(makeRandom(seed)));
    if (board === undefined) continue;
    boards++;
    const { instance } = board.view;
    const plan = planOf(board);
    const checked = verify(instance, plan);
    // What everything costs together is for the search to see.
    const broken = checked.ok ? [] : checked.violations.filter(({ rule }) => rule !== "budget");
    expect(broken, `seed ${seed}`).toEqual([]);
    const again = loadPlan(board.view, plan);
    expect(plansEqual(planOf(again), plan), `seed ${seed}`).toBe(true);
    for (const copy of instance.taskOfCopy.keys()) board.take(copy);
    for (const copy of instance.taskOfCopy.keys()) {
      const ready = board.ready(copy);
      if (ready === undefined) continue;
      const fresh = [...new Board(board.view).offers(copy, ready, Infinity)];
      expect([...board.offers(copy, ready, Infinity)], `seed ${seed}`).toEqual(fresh);
    }
  }
  expect(boards).toBeGreaterThan(100);
});

test("a piece between setups keeps its share of a device", () => {
  const board = filled({
    resources: [{ id: "r", exclusive: true, capacity: { cpu: 4 }, devices: { gpu: 2 } }],
    setup: [{ from: "a", to: "b", time: "3s" }],
    tasks: [
      { id: "s", demand: { cpu: 1, gpu: 0.5 }, runtime: "2s", family: "a" },
      { id: "w", demand: { cpu: 1, gpu: 2 }, runtime: "1s", family: "b" },
    ],
  });
  const plan = board && planOf(board);
  expect([...(plan?.device ?? [])]).toEqual([0, 0, 1]);
  expect([...(plan?.start ?? [])]).toEqual([0, 5000]);
});
