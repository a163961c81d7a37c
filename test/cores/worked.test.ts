import { expect, test } from "vitest";
import { gapCoreOf } from "../../src/cores/gap.ts";
import { makespanCoreOf } from "../../src/cores/makespan.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";

/** Two tasks of 3 on hosts that hold so much of each dimension. */
function packed(room: readonly Readonly<Record<string, string>>[]) {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["cost"],
    resources: room.map((capacity, r) => ({ id: `r${r}`, capacity })),
    tasks: ["t", "u"].map((id, t) => ({
      id,
      demand: { memory: "3MiB", disk: "3MiB" },
      cost: room.map((_, r) => 1 + r + t),
    })),
  });
  return gapCoreOf(instance, targetsOf(instance)[0]);
}

test("a host that lacks one unit for all tasks can be full, one that has it cannot", () => {
  const free = { memory: "6MiB", disk: "6MiB" };
  const tight = { memory: "5MiB", disk: "6MiB" };
  expect([...(packed([free, tight])?.core.capacity ?? [])]).toEqual([0, 1]);
  expect([...(packed([free, tight])?.core.weight ?? [])]).toEqual([0, 1, 0, 1]);
  expect([...(packed([free, free])?.core.weight ?? [])]).toEqual([0, 0, 0, 0]);
});

test("two dimensions that can be full are more than an assignment", () => {
  const both = { memory: "5MiB", disk: "5MiB" };
  expect(packed([both])).toBeUndefined();
  expect(packed([{ memory: "5MiB", disk: "6MiB" }])).toBeDefined();
});

test("a limit on cost closes pairs, or is more than a makespan where it leaves a choice between them", () => {
  // Each task costs $1 on the slow host and $2 on the quick one.
  const instance = parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["cost", "makespan"],
    resources: [{ id: "slow" }, { id: "quick" }],
    tasks: ["t", "u"].map((id) => ({ id, runtime: ["4ms", "2ms"], cost: [1, 2] })),
  });
  const [cost, makespan] = targetsOf(instance);
  const runtimes = (dollars: number) => {
    const limits = [{ target: cost, atMost: dollars * 1e6 }];
    const map = makespanCoreOf(instance, makespan, limits);
    return map && [...map.core.runtime].map((one) => one * map.core.divisor);
  };
  expect(runtimes(2)).toEqual([4, Infinity, 4, Infinity]);
  expect(runtimes(2.5)).toEqual([4, Infinity, 4, Infinity]);
  expect(runtimes(3)).toBeUndefined();
  expect(runtimes(4)).toEqual([4, 2, 4, 2]);
});
