import { expect, test } from "vitest";
import { largestLoad } from "../../../src/cores/makespan.ts";
import type { MakespanCore } from "../../../src/cores/types.ts";
import { diveUnder } from "../../../src/heuristics/makespan/dive.ts";
import { makeRandom } from "../../../src/util/random.ts";

/** Runtimes 10 .. 40 by a small recurrence; most tasks may not use one resource. */
function core(tasks: number, resources: number): MakespanCore {
  const runtime = Float64Array.from({ length: tasks * resources }, (_, e) =>
    e % resources > 0 && Math.floor(e / resources) % 4 === e % resources
      ? Number.POSITIVE_INFINITY
      : 10 + ((e * 37) % 31),
  );
  const entry = Int32Array.from({ length: resources }, (_, i) => i);
  return { tasks, resources, runtime, entry, divisor: 1 };
}

/** What the first two dives find. */
function found(given: MakespanCore, mu: Float64Array, limit: number): Int32Array[] {
  const plans: Int32Array[] = [];
  for (const one of diveUnder(given, mu, limit, makeRandom(3))) {
    if (one !== undefined) plans.push(one);
    if (plans.length === 2) break;
  }
  return plans;
}

test("dives place every task where it may run, candidates the limit, also where load has no price", () => {
  const given = core(40, 5);
  for (const mu of [Float64Array.of(1, 1, 1, 1, 1), Float64Array.of(1, 0, 1, 0, 1)]) {
    const plans = found(given, mu, 140);
    expect(plans).toHaveLength(2);
    for (const at of plans) {
      at.forEach((i, j) => {
        expect(given.runtime[j * given.resources + i]).toBeLessThan(Number.POSITIVE_INFINITY);
      });
      expect(largestLoad(given, at)).toBeLessThan(2 * 140);
    }
  }
});

test("where all fits, tasks go where load costs least", () => {
  const given = core(40, 5);
  const mu = Float64Array.of(1, 0, 1, 0, 1);
  const priced = (e: number) =>
    given.runtime[e] === Number.POSITIVE_INFINITY ? given.runtime[e] : mu[e % 5] * given.runtime[e];
  for (const at of found(given, mu, 2000)) {
    const cheapest = at.filter((i, j) => {
      const row = Array.from({ length: 5 }, (_, r) => priced(j * 5 + r));
      return row[i] === Math.min(...row);
    });
    expect(cheapest.length).toBeGreaterThan(36);
  }
});

test("equal seeds give equal dives; a limit that some task cannot keep gives none", () => {
  const given = core(30, 4);
  const mu = Float64Array.of(1, 1, 1, 1);
  expect(found(given, mu, 150)).toEqual(found(given, mu, 150));
  expect(found(given, mu, 5)).toEqual([]);
});
