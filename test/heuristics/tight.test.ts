import { describe, expect, it } from "vitest";
import { HEURISTICS } from "../../src/heuristics/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";

/** Instances with a plan that is hidden in how they are made: resources cut into tasks, some slack left. */
const KINDS: readonly {
  readonly name: string;
  readonly make: (random: Random) => object;
  /** Share of instances for which at least one heuristic must find a plan. */
  readonly atLeast: number;
}[] = [
  { name: "capacity in two dimensions, 4% free", make: packed, atLeast: 0.8 },
  { name: "devices with shares, none free", make: shared, atLeast: 0.9 },
  { name: "batch windows, 4% free", make: windows, atLeast: 0.9 },
  { name: "releases and deadlines around a hidden sequence", make: timed, atLeast: 0.9 },
  { name: "a budget 5% above the hidden plan", make: budgeted, atLeast: 0.9 },
];

describe.each(KINDS)("$name", ({ make, atLeast }) => {
  it("nearly always gets a plan", () => {
    const ROUNDS = drawn(20, 8);
    let planned = 0;
    for (let seed = 0; seed < ROUNDS; seed++) {
      const instance = parseInstance(make(makeRandom(seed)));
      if (hasPlan(instance)) planned++;
    }
    expect(planned / ROUNDS).toBeGreaterThanOrEqual(atLeast);
  });
});

function hasPlan(instance: Instance): boolean {
  const [target] = targetsOf(instance);
  return HEURISTICS.some((heuristic) => {
    if (heuristic.supports(instance, target) !== true) return false;
    const first = heuristic.plans(instance, target, makeRandom(1)).next();
    if (first.done === true) return false;
    expect(verify(instance, first.value).ok).toBe(true);
    return true;
  });
}

/** A whole cut into random positive integers. */
function cut(random: Random, whole: number, parts: number): number[] {
  const marks = new Set<number>();
  while (marks.size < parts - 1) marks.add(random.int(1, whole - 1));
  const sorted = [0, ...[...marks].sort((a, b) => a - b), whole];
  return sorted.slice(1).map((mark, i) => mark - sorted[i]);
}

function packed(random: Random): object {
  const tasks = [0, 1, 2, 3, 4].flatMap(() => {
    const memory = cut(random, 96, 5);
    return cut(random, 96, 5).map((cpu, i) => ({ demand: { cpu, memory: `${memory[i]}GiB` } }));
  });
  const resources = [{ id: "a", count: 5, capacity: { cpu: 100, memory: "100GiB" } }];
  return placement(random, tasks, resources);
}

function shared(random: Random): object {
  const quarters = [0, 1, 2, 3, 4, 5, 6, 7].flatMap(() => cut(random, 4, random.int(1, 3)));
  const tasks = quarters.map((quarter) => ({ demand: { gpu: quarter / 4 } }));
  return placement(random, tasks, [{ id: "a", count: 2, devices: { gpu: 4 } }]);
}

function budgeted(random: Random): object {
  let total = 0;
  const tasks = [0, 1, 2, 3].flatMap((home) =>
    cut(random, 90, 4).map((cpu) => {
      const cost = [0, 1, 2, 3].map((r) => (r === home ? random.int(1, 9) : random.int(3, 20)));
      total += cost[home];
      return { demand: { cpu }, cost };
    }),
  );
  const resources = [0, 1, 2, 3].map((r) => ({ id: `r${r}`, capacity: { cpu: 100 } }));
  return { ...placement(random, tasks, resources), budget: Math.ceil(total * 1.05) };
}

function windows(random: Random): object {
  const tasks = [0, 1, 2].flatMap(() =>
    cut(random, 240, 6).map((minutes) => ({ runtime: `${minutes}m` })),
  );
  const resources = [{ id: "a", count: 3, available: { until: "250m" } }];
  return batch(random, tasks, resources);
}

function timed(random: Random): object {
  const tasks = [0, 1, 2].flatMap(() => {
    let clock = 0;
    return cut(random, 240, 6).map((minutes) => {
      const start = clock;
      clock += minutes;
      return {
        runtime: `${minutes}m`,
        release: `${Math.max(0, start - random.int(0, 20))}m`,
        deadline: `${clock + random.int(5, 40)}m`,
      };
    });
  });
  return batch(random, tasks, [{ id: "a", count: 3 }]);
}

function placement(random: Random, tasks: object[], resources: object[]): object {
  return { mode: "placement", resources, tasks: named(random, tasks), objectives: ["cost"] };
}

function batch(random: Random, tasks: object[], resources: object[]): object {
  return {
    mode: "batch",
    exclusive: true,
    resources,
    tasks: named(random, tasks),
    objectives: ["makespan"],
  };
}

function named(random: Random, tasks: object[]): object[] {
  return random.shuffle(tasks).map((task, i) => ({ id: `t${i}`, ...task }));
}
