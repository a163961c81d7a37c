import { describe, expect, test } from "vitest";
import { gridOf } from "../../../src/instance/facts/grid.ts";
import { headsOf } from "../../../src/instance/facts/heads.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";

type Fields = Readonly<Record<string, unknown>>;

const batch = (objective: string, tasks: readonly Fields[], more: Fields = {}) => ({
  mode: "batch",
  objectives: [objective],
  resources: [{ id: "h", capacity: { cpu: 1 } }],
  limits: [],
  tasks: tasks.map((task, t) => ({ id: `t${t}`, demand: { cpu: 1 }, ...task })),
  ...more,
});
const check = (document: object, certificate: object) => {
  const instance = parseInstance(document);
  return checkCertificate(instance, targetsOf(instance)[0], certificate);
};
/** One price on cpu for each resource entry. */
const cpu = (...price: number[]) => [{ of: 0, price }];

describe("rents", () => {
  // 1.44 $/h are 0.4 micro-dollars a ms: 1440 for each of 1000 thousandths are all of the price.
  const hosts = (count: number) => ({
    resources: [{ id: "h", count, capacity: { cpu: 1 }, price: "1.44/h" }],
  });
  const rent = (document: object, price = 1440, denominator = 1) =>
    check(document, { kind: "rent-prices", denominator, measures: cpu(price) });
  const tasks = { count: 3, runtime: "11ms" };

  test("each used copy may round half a micro-dollar down", () => {
    // 3 x 4.4 = 13.2, and at most 1.5 less on three copies: 12, which three copies with 4 each pay.
    expect(rent(batch("cost", [tasks], hosts(3)))).toEqual({ bound: 12 });
    // On one copy no more than 0.5: 12.7, and 13 is paid.
    expect(rent(batch("cost", [tasks], hosts(1)))).toEqual({ bound: 13 });
    // No more copies than pieces are used: the same on 9.
    expect(rent(batch("cost", [tasks], hosts(9)))).toEqual({ bound: 12 });
    // 3 x 4 = 12 and 1.5 less is 10.5; whole numbers stay what they are: 0.4 x 5 = 2 with 0.5 less on one copy.
    expect(rent(batch("cost", [{ ...tasks, runtime: "10ms" }], hosts(3)))).toEqual({ bound: 11 });
    expect(rent(batch("cost", [{ runtime: "5ms" }], hosts(1)))).toEqual({ bound: 2 });
    // 1.2 - 0.5 x 3 is below nothing.
    expect(rent(batch("cost", [{ ...tasks, runtime: "1ms" }], hosts(3)))).toEqual({ bound: 0 });
    // Exactly 12 - 0.5 x 2 = 11.
    expect(rent(batch("cost", [{ count: 2, runtime: "15ms" }], hosts(2)))).toEqual({ bound: 11 });
  });

  test("what must not be placed pays nothing, gangs pay for each worker", () => {
    const optional = { runtime: "1h", optional: true };
    expect(rent(batch("cost", [{ runtime: "5ms" }, optional], hosts(1)))).toEqual({ bound: 2 });
    expect(rent(batch("cost", [{ runtime: "100ms", workers: 2 }], hosts(2)))).toEqual({
      bound: 79,
    });
    // A copy that only an optional task uses rounds nothing of the 2 down: 1.5 is left, so 2.
    expect(rent(batch("cost", [{ runtime: "5ms" }, optional], hosts(9)))).toEqual({ bound: 2 });
    // 0.8 for each of 4 workers, 0.5 less on each of 4 copies: 1.2; on a single one 2.7.
    const gang = [{ runtime: "2ms", workers: 4 }];
    expect(rent(batch("cost", gang, hosts(9)))).toEqual({ bound: 2 });
    expect(rent(batch("cost", gang, hosts(1)))).toEqual({ bound: 3 });
    const own = { runtime: "5ms", cost: "0.000007" };
    expect(rent(batch("cost", [own], hosts(1)))).toEqual({ bound: 9 });
  });

  test("no copy pays more than its price", () => {
    const document = batch("cost", [tasks], hosts(3));
    expect(rent(document, 1441)).toHaveProperty("rejected");
    expect(rent(document, 2880, 2)).toEqual({ bound: 12 });
    expect(rent(document, 2881, 2)).toHaveProperty("rejected");
    expect(rent({ ...document, objectives: ["makespan"] })).toHaveProperty("rejected");
    // One thousandth of a cpu in all, so that charges come one by one: 1,440,000 are the price.
    const tiny = { ...hosts(1).resources[0], capacity: { cpu: "1m" } };
    const one = batch("cost", [{ runtime: "5ms", demand: { cpu: "1m" } }], { resources: [tiny] });
    expect(rent(one, 1_440_000)).toEqual({ bound: 2 });
    expect(rent(one, 1_440_001)).toHaveProperty("rejected");
  });

  test("energy by power, in millijoules", () => {
    const power = { resources: [{ id: "h", capacity: { cpu: 1 }, power: "1400mW" }] };
    const kind = { kind: "rent-prices", denominator: 10, measures: cpu(14) };
    // 1.4 W for 11 ms are 15.4 mJ, less 0.5.
    expect(check(batch("energy", [{ runtime: "11ms" }], power), kind)).toEqual({ bound: 15 });
    const dear = { ...kind, measures: cpu(15) };
    expect(check(batch("energy", [{ runtime: "11ms" }], power), dear)).toHaveProperty("rejected");
  });
});

describe("late tasks", () => {
  const late = (document: object, at: number, measures?: readonly object[]) =>
    check(document, { kind: "late-prices", at, ...(measures !== undefined && { measures }) });

  test("what ends just at its due date is not late", () => {
    expect(late(batch("late-tasks", [{ runtime: "4s", due: "4s" }]), 1)).toEqual({ bound: 0 });
    expect(late(batch("late-tasks", [{ runtime: "4s", due: "3999ms" }]), 1)).toEqual({
      bound: 1000,
    });
    const after = [{ runtime: "1s" }, { runtime: "3s", due: "4s", after: "t0" }];
    expect(late(batch("late-tasks", after), 1)).toEqual({ bound: 0 });
    const behind = [{ runtime: "2s" }, { runtime: "3s", due: "4s", after: "t0" }];
    expect(late(batch("late-tasks", behind), 1)).toEqual({ bound: 1000 });
    const optional = { runtime: "4s", due: "1s", optional: true };
    expect(late(batch("late-tasks", [optional]), 1)).toEqual({ bound: 0 });
  });

  test("of those due by a time the lightest for their work are late, the last in part", () => {
    const due = { due: "4s" };
    const three = [
      { ...due, runtime: "2s", weight: 3 },
      { ...due, runtime: "2s", weight: 2 },
      { ...due, runtime: "2s", weight: 1 },
    ];
    // 6 s of work in 4 s: the one of weight 1 is late.
    expect(late(batch("late-tasks", three), 4000, cpu(1))).toEqual({ bound: 1000 });
    // A second of the one of weight 1 more: half of that of weight 2.
    const longer = [...three, { ...due, runtime: "1s", weight: 3 }];
    expect(late(batch("late-tasks", longer), 4000, cpu(1))).toEqual({ bound: 2000 });
    // What is due later adds no work before 4 s; with it there are 7 s before 5 s.
    const later = [...three, { due: "5s", runtime: "1s", weight: 3 }];
    expect(late(batch("late-tasks", later), 4000, cpu(1))).toEqual({ bound: 1000 });
    expect(late(batch("late-tasks", later), 5000, cpu(1))).toEqual({ bound: 1000 });
    // Exactly what there is.
    expect(late(batch("late-tasks", three.slice(1)), 4000, cpu(1))).toEqual({ bound: 0 });
  });
});

describe("weighted ends", () => {
  const busy = (document: object, slope: readonly number[], measures: readonly object[] = cpu(1)) =>
    check(document, { kind: "busy-prices", measures, slope });

  test("one machine in the order of weight by work is exact", () => {
    // 2 s of weight 2, then 3 s of weight 1: 2 x 2 + 5.
    const two = [{ runtime: "3s" }, { runtime: "2s", weight: 2 }];
    const document = batch("weighted-completion", two);
    expect(busy(document, [1000, 2000])).toEqual({ bound: 9_000_000 });
    // Smaller slopes prove less: as if both weighed 1, 2 + 5.
    expect(busy(document, [1000, 1000])).toEqual({ bound: 7_000_000 });
    expect(busy(document, [1001, 1000])).toHaveProperty("rejected");
    const optional = [{ runtime: "3s", optional: true }];
    expect(busy(batch("weighted-completion", optional), [1])).toHaveProperty("rejected");
  });

  test("equal copies, releases and several machines", () => {
    // 2 + 4 + 6.
    const copies = batch("weighted-completion", [{ count: 3, runtime: "2s" }]);
    expect(busy(copies, [1000])).toEqual({ bound: 12_000_000 });
    // Two at once do the work of four in half the time: (1 + 2 + 3 + 4) - mean 0.5 each, + 1 each = 12 of 2 s / 2.
    const hosts = { resources: [{ id: "h", count: 2, capacity: { cpu: 1 } }] };
    const wide = batch("weighted-completion", [{ count: 4, runtime: "2s" }], hosts);
    // Means at 0.5, 1.5, 2.5 and 3.5 s, and half of 2 s after each: 12, the best value.
    expect(busy(wide, [1000])).toEqual({ bound: 12_000_000 });
    const waits = batch("weighted-completion", [
      { runtime: "4s" },
      { runtime: "1s", weight: 3, release: "1s" },
    ]);
    // Interrupted at 1 s: means at (0.5 + 3 x 3.5) / 4 and 1.5 s: (2.75 + 2) + 3 x 2 = 10.75, on the grid of 1 s 11.
    expect(busy(waits, [1000, 3000])).toEqual({ bound: 11_000_000 });
  });

  test("tardiness counts from due dates on", () => {
    const two = [
      { runtime: "3s", due: "1s" },
      { runtime: "2s", weight: 2, due: "1s" },
    ];
    // Ends at 5 s and 2 s: 4 + 2 x 1.
    expect(busy(batch("weighted-tardiness", two), [1000, 2000])).toEqual({ bound: 6_000_000 });
    // Due at 1.5 s the grid is half a second: 3.5 + 2 x 0.5.
    const half = two.map((task) => ({ ...task, due: "1500ms" }));
    expect(busy(batch("weighted-tardiness", half), [1000, 2000])).toEqual({ bound: 4_500_000 });
    const undated = [{ runtime: "3s" }, { runtime: "2s", due: "1s" }];
    expect(busy(batch("weighted-tardiness", undated), [1, 1])).toHaveProperty("rejected");
  });
});

describe("makespans", () => {
  const energy = (document: object, refuted: number, from = 0, until = refuted) =>
    check(document, { kind: "energy-prices", refuted, from, until, measures: cpu(1) });

  test("more work than room is refuted, just as much is not", () => {
    const document = batch("makespan", [{ runtime: "3s" }, { runtime: "2s" }]);
    expect(energy(document, 4999)).toEqual({ bound: 5000 });
    expect(energy(document, 5000)).toHaveProperty("rejected");
    // Refuted from 4 s to 5 s on; the next multiple of 1 s.
    expect(energy(document, 4000)).toEqual({ bound: 5000 });
    expect(energy(document, 4999, 0, 5000)).toHaveProperty("rejected");
    // Between 0 s and 4.5 s there is too little room, but 4.5 s is no time within 4 s.
    expect(energy(document, 4000, 0, 4500)).toEqual({
      rejected: "its time is not within the refuted makespan",
    });
    expect(energy(document, 4500, 0, 4500)).toEqual({ bound: 5000 });
    expect(energy(document, 4500, 4500, 4500)).toHaveProperty("rejected");
  });

  test("a piece is pushed to the side where less of it is inside", () => {
    // Released at 2 s, 4 s long, by 7 s: between 3 s and 6 s at least 2 s of it; two of them on one host.
    const two = batch("makespan", [{ count: 2, runtime: "4s", release: "2s" }]);
    expect(energy(two, 7000, 3000, 6000)).toEqual({ bound: 8000 });
    // By 8 s it may be pushed to 4 s, so 2 s, and from 2 s, 3 s are inside: 2 x 2 against 3.
    // All times are multiples of 2 s, so 10 s is next.
    expect(energy(two, 8000, 3000, 6000)).toEqual({ bound: 10_000 });
    expect(energy(two, 9000, 3000, 6000)).toHaveProperty("rejected");
  });

  test("tails of tasks push what they wait for, and what fits nowhere refutes", () => {
    const chain = batch("makespan", [{ runtime: "2s" }, { runtime: "2s", after: "t0" }]);
    expect(energy(chain, 3000)).toEqual({ bound: 4000 });
    expect(energy(chain, 4000)).toHaveProperty("rejected");
    const tight = batch("makespan", [{ runtime: "2s" }]);
    expect(energy(tight, 2000)).toHaveProperty("rejected");
    expect(energy(tight, 1999)).toEqual({ bound: 2000 });
  });
});

describe("times", () => {
  test("paths alone", () => {
    const path = (objective: string, tasks: readonly Fields[], more: Fields = {}) =>
      check(batch(objective, tasks, more), { kind: "critical-path" });
    const chain = [
      { runtime: "2s" },
      { runtime: "3s", after: { task: "t0", lag: "1s" }, due: "6s" },
    ];
    expect(path("makespan", chain)).toEqual({ bound: 6000 });
    expect(path("weighted-completion", chain)).toEqual({ bound: 8_000_000 });
    expect(path("late-tasks", chain)).toEqual({ bound: 0 });
    expect(path("weighted-tardiness", chain)).toEqual({ bound: 0 });
    const late = [chain[0], { ...chain[1], due: "5s", weight: 2, count: 2 }];
    expect(path("late-tasks", late)).toEqual({ bound: 4000 });
    expect(path("weighted-tardiness", late)).toEqual({ bound: 4_000_000 });
    const optional = [chain[0], { ...chain[1], optional: true }];
    expect(path("makespan", optional)).toEqual({ bound: 2000 });
    expect(path("weighted-completion", optional)).toEqual({ bound: 2_000_000 });
  });

  test("heads begin where a resource opens first, tails where what must follow ends", () => {
    const resources = [
      { id: "g", capacity: { cpu: 1 }, available: { from: "7s" }, speed: 2 },
      { id: "h", capacity: { cpu: 1 }, available: { from: "3s" } },
    ];
    const tasks = [
      { runtime: "4s", release: "2s" },
      { runtime: "2s", after: "t0" },
      { runtime: "8s", after: "t0", optional: true },
    ];
    const { head, tail, least } = headsOf(parseInstance(batch("makespan", tasks, { resources })));
    expect([...least]).toEqual([2000, 1000, 4000]);
    expect([...head]).toEqual([3000, 5000, 5000]);
    expect([...tail]).toEqual([3000, 1000, 4000]);
  });

  test.each([
    [{}, 6000],
    [{ release: "4s" }, 2000],
    [{ resources: [{ id: "h", capacity: { cpu: 1 }, available: { from: "3s" } }] }, 3000],
    [{ after: { task: "t0", lag: "9s" } }, 3000],
    [{ maintenance: [{ from: "4s", until: "12s" }] }, 2000],
    [{ maintenance: [{ from: "12s", until: "15s" }] }, 3000],
    // Deadlines, ends of windows and horizons are no times that starts depend on.
    [{ deadline: "101s", horizon: "100s" }, 6000],
    // Where no copy may run, a runtime is nothing.
    [{ runtime: [null, "5s"] }, 6000],
  ])("the grid of %j", (fields: Fields, grid) => {
    const { resources, maintenance, horizon, ...task } = fields;
    const hosts = (resources ?? [
      { id: "h", capacity: { cpu: 1 }, ...(maintenance !== undefined && { maintenance }) },
      ...(task.runtime === undefined ? [] : [{ id: "g", capacity: { cpu: "500m" } }]),
    ]) as readonly object[];
    const tasks = [{ runtime: "6s" }, { runtime: "12s", ...task }];
    if (task.runtime !== undefined) tasks.pop();
    const document = batch(
      "makespan",
      task.runtime === undefined ? tasks : [...tasks, task].slice(0, 1),
      {
        resources: hosts,
        ...(horizon !== undefined && { horizon }),
      },
    );
    expect(gridOf(parseInstance(document))).toBe(grid);
  });

  test("setups are times of the grid, and there is none where what takes no time stands between them", () => {
    const grid = (setup: string, ...tasks: readonly Fields[]) => {
      const families = tasks.map((task, t) => ({ family: t % 2 === 0 ? "x" : "y", ...task }));
      const more = { exclusive: true, setup: [{ from: "x", to: "y", time: setup }] };
      return gridOf(parseInstance(batch("makespan", families, more)));
    };
    expect(grid("4s", { runtime: "6s" }, { runtime: "12s" })).toBe(2000);
    expect(grid("12s", { runtime: "6s" }, { runtime: "12s" })).toBe(6000);
    expect(grid("1ms", { runtime: "6s" }, { runtime: "12s" })).toBe(1);
    expect(grid("6s", { runtime: "6s" }, { runtime: "0s" })).toBe(1);
    expect(grid("0s", { runtime: "6s" }, { runtime: "0s" })).toBe(6000);
  });
});
