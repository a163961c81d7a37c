import { expect, test } from "vitest";
import { provesInfeasible, provesTaskPlaceless } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { plan } from "../../src/planner/plan.ts";

const night = (task: object) =>
  parseInstance({
    mode: "batch",
    resources: [
      { id: "a", capacity: { cpu: 4 }, devices: { gpu: 2 }, labels: { rack: "1" } },
      { id: "b", capacity: { cpu: 4 }, devices: { gpu: 2 }, labels: { rack: "2" } },
    ],
    tasks: [{ id: "t", runtime: "1h", ...task }],
  });

test.each([
  ["a gang without room", { workers: 3, demand: { gpu: 1 } }, /needs 3 workers at one time/],
  ["shares of devices", { workers: 5, demand: { gpu: 0.401 } }, /needs 5 workers/],
  ["a task larger than every resource", { demand: { cpu: 4.001 } }, /needs 4.001 cpu/],
])("is refuted before any list: %s", async (_, task, sentence) => {
  const instance = night(task);
  expect(provesTaskPlaceless(instance)).toMatch(sentence);
  expect(provesTaskPlaceless(instance)).toBe(provesInfeasible(instance));
  const outcome = await plan(instance, { workLimit: 1 });
  expect(outcome.termination).toBe("infeasible");
  expect(outcome.trace).toEqual([]);
});

test.each([
  ["two workers on two devices", { workers: 2, demand: { gpu: 1 } }],
  ["shares that just fit", { workers: 4, demand: { gpu: 0.5 } }],
  ["an optional gang", { workers: 3, demand: { gpu: 1 }, optional: true }],
  ["all that there is", { demand: { cpu: 4 } }],
])("is left to the lists: %s", (_, task) => {
  expect(provesTaskPlaceless(night(task))).toBeUndefined();
});
