import { expect, it } from "vitest";
import { entriesInOrder } from "../../src/heuristics/entries.ts";
import { ListPlan } from "../../src/heuristics/list-plan.ts";
import { slackRank } from "../../src/heuristics/marginal.ts";
import { repair } from "../../src/heuristics/repair.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { verify } from "../../src/plan/verify.ts";

/** Two copies of 10 with 5 + 4 and 5 on them, and tasks of the given demands without a place. */
function deadEnd(...open: number[]) {
  const instance = parseInstance({
    mode: "placement",
    resources: [{ id: "a", count: 2, capacity: { cpu: 10 } }],
    tasks: [5, 4, 5, ...open].map((cpu, i) => ({ id: `t${i}`, demand: { cpu } })),
  });
  const state = new ListPlan(instance);
  state.place(0, 0);
  state.place(1, 0);
  state.place(2, 1);
  const choice = { by: slackRank, entries: entriesInOrder(instance), divide: "fill" as const };
  const failed = open.map((_, i) => [3 + i]);
  return { state, repaired: repair(state, failed, choice) };
}

it("makes room for a task by moving two others", () => {
  // The 6 needs a copy with the 4 alone; both 5 then share the other.
  const { state, repaired } = deadEnd(6);
  expect(repaired).toBe(true);
  expect(verify(state.instance, state.toPlan()).ok).toBe(true);
});

it("gives up where no exchange helps, and loses no other task", () => {
  const { state, repaired } = deadEnd(7);
  expect(repaired).toBe(false);
  expect([0, 1, 2].every((task) => state.isComplete(task))).toBe(true);
  expect(state.isComplete(3)).toBe(false);
});
