import { expect, test } from "vitest";
import { utilizationRange } from "../../src/bounds/utilization-range.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";

/** Millionths, rounded up, of a fraction of whole numbers. */
const millionths = (over: number, under: number) =>
  Number((BigInt(over) * 1_000_000n + BigInt(under) - 1n) / BigInt(under));

interface Host {
  readonly window: number;
  /** By task: runtime there. */
  readonly runtime: readonly number[];
}

/** The least largest level and the least difference of levels over every way to deal tasks out. */
function tryAll(hosts: readonly Host[], tasks: readonly { optional: boolean; of: number }[]) {
  const busy = hosts.map(() => 0);
  const best = { balance: Infinity, spread: Infinity };
  const deal = (t: number): void => {
    if (t === tasks.length) {
      let [most, gap] = [0, 0];
      hosts.forEach((a, i) => {
        most = Math.max(most, millionths(busy[i], a.window));
        hosts.forEach((b, j) => {
          const over = busy[i] * b.window - busy[j] * a.window;
          if (over > 0) gap = Math.max(gap, millionths(over, a.window * b.window));
        });
      });
      best.balance = Math.min(best.balance, most);
      best.spread = Math.min(best.spread, gap);
      return;
    }
    if (tasks[t].optional) deal(t + 1);
    hosts.forEach(({ runtime, window }, i) => {
      const time = runtime[tasks[t].of];
      if (busy[i] + time > window) return;
      busy[i] += time;
      deal(t + 1);
      busy[i] -= time;
    });
  };
  deal(0);
  return best;
}

test("no deal of tasks is below what levels are bounded by, which is often met", () => {
  const met = { balance: 0, spread: 0, spreadAbove: 0 };
  let asked = 0;
  for (let seed = 1; seed <= drawn(400); seed++) {
    const random = makeRandom(seed);
    const grain = [1, 7, 1000, 60_000][random.int(0, 3)];
    const isAlike = random.int(0, 1) === 0;
    const entries = Array.from({ length: random.int(1, 2) }, () => ({
      count: random.int(1, 3),
      window: grain * random.int(8, 40) + (random.int(0, 2) === 0 ? random.int(0, 3) : 0),
    }));
    const rows = Array.from({ length: random.int(1, 3) }, () => ({
      count: random.int(1, random.int(0, 2) === 0 ? 4 : 2),
      optional: random.int(0, 4) === 0,
      runtime: entries.map(() => grain * random.int(0, 7)),
    }));
    if (isAlike) for (const row of rows) row.runtime.fill(row.runtime[0]);
    const hosts = entries.flatMap(({ count, window }, r) =>
      Array.from({ length: count }, () => ({ window, runtime: rows.map((row) => row.runtime[r]) })),
    );
    const tasks = rows.flatMap(({ count, optional }, of) =>
      Array.from({ length: count }, () => ({ optional, of })),
    );
    if (hosts.length ** tasks.length > 5000) continue;
    const best = tryAll(hosts, tasks);
    if (best.balance === Infinity) continue;
    const instance = parseInstance({
      mode: "batch",
      exclusive: true,
      resources: entries.map(({ count, window }, r) => ({
        ...{ id: `r${r}`, count, available: { until: `${window}ms` } },
      })),
      tasks: rows.map(({ count, optional, runtime }, t) => ({
        ...{ id: `t${t}`, count, optional },
        runtime: Object.fromEntries(runtime.map((time, r) => [`r${r}`, `${time}ms`])),
      })),
      objectives: ["balance", "spread"],
    });
    asked++;
    for (const target of targetsOf(instance)) {
      const name = target.terms[0].objective.name as "balance" | "spread";
      const bound = utilizationRange.bound(instance, target)?.value ?? 0;
      expect(bound, `seed ${seed}: ${name}`).toBeLessThanOrEqual(best[name]);
      if (bound === best[name]) met[name]++;
      if (name === "spread" && bound > 0) met.spreadAbove++;
    }
  }
  const said = JSON.stringify({ asked, ...met });
  expect(asked, said).toBeGreaterThan(atLeast(150));
  expect(met.balance / asked, said).toBeGreaterThan(0.5);
  expect(met.spread / asked, said).toBeGreaterThan(0.25);
  expect(met.spreadAbove / asked, said).toBeGreaterThan(0.2);
});

const hosts = (count: number, until: string) => [
  { id: "host", count, capacity: { cpu: 4 }, available: { until } },
];
const bounded = (resources: readonly object[], tasks: readonly object[], objective: string) => {
  const instance = parseInstance({ mode: "batch", resources, tasks, objectives: [objective] });
  return utilizationRange.bound(instance, targetsOf(instance)[0])?.value;
};

test("over time levels are demand x time: worked by hand", () => {
  // 5 tasks of 2 cpu hours on 2 copies of 4 x 10: one has 6, one 4 of 40.
  const five = [{ id: "a", count: 5, demand: { cpu: 2 }, runtime: "1h" }];
  expect(bounded(hosts(2, "10h"), five, "balance")).toBe(150_000);
  expect(bounded(hosts(2, "10h"), five, "spread")).toBe(50_000);
  // Two workers of 3 h x 1 beside one of 30 h x 1: 30 of 120 against at most 6 of 120.
  const uneven = [
    { id: "big", demand: { cpu: 1 }, runtime: "30h" },
    { id: "gang", demand: { cpu: 1 }, runtime: "3h", workers: 2 },
  ];
  expect(bounded(hosts(2, "30h"), uneven, "spread")).toBe(200_000);
  // One copy stays empty.
  expect(bounded(hosts(4, "30h"), uneven, "spread")).toBe(250_000);
});

/** What levels say of the spread of a placement on hosts of such cpu. */
function spreadBound(hosts: readonly number[], tasks: readonly object[]) {
  const instance = parseInstance({
    mode: "placement",
    objectives: ["spread"],
    resources: hosts.map((cpu, r) => ({ id: `r${r}`, capacity: { cpu } })),
    tasks: tasks.map((one, t) => ({ id: `t${t}`, ...one })),
  });
  return utilizationRange.bound(instance, targetsOf(instance)[0])?.value;
}

test("a large task takes one piece of its replicas to a host, not all of them", () => {
  // 6, 6 and 3 of 10: neither more even nor less.
  const tasks = [{ demand: { cpu: 6 }, replicas: 2 }, { demand: { cpu: 3 } }];
  expect(spreadBound([10, 10, 10], tasks)).toBe(300_000);
});

test("a large task may be on the largest host, and leaves the others the rest", () => {
  // 2 of 4 beside 4 + 2 of 10 differ by a tenth.
  const tasks = [{ demand: { cpu: 4 } }, { demand: { cpu: 2 }, count: 2 }];
  for (const hosts of [
    [4, 10],
    [10, 4],
  ]) {
    expect(spreadBound(hosts, tasks)).toBe(100_000);
  }
});
