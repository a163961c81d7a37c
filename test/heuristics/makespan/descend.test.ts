import fc from "fast-check";
import { expect, test } from "vitest";
import type { MakespanCore } from "../../../src/cores/types.ts";
import { descend, makeMakespanExchanges } from "../../../src/heuristics/makespan/descend.ts";
import {
  type MakespanLoads,
  makespanLoads,
  setLimit,
} from "../../../src/heuristics/makespan/loads.ts";
import {
  type PricedMakespan,
  pricedMakespan,
} from "../../../src/heuristics/makespan/priced-core.ts";
import { earliestCompletion } from "../../../src/heuristics/makespan/start.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { cores, leastMakespan, makespanOf, uniformCore } from "../../exact/makespan/cores.ts";
import { drawn } from "../../support/drawn.ts";

const noMore = () => undefined;

function whole(core: MakespanCore): PricedMakespan {
  const entries = Math.max(...core.entry) + 1;
  return pricedMakespan(core, new Float64Array(entries).fill(1), core.resources);
}

/** What exchanges lower: overload, and three tenths of the load. */
function costOf({ lambda }: PricedMakespan, plan: MakespanLoads, limit: number): number {
  const cost = (one: number) => Math.max(0, one - limit) + 0.3 * one;
  return loadsOf(plan).reduce((sum, one, i) => sum + lambda[i] * cost(one), 0);
}

function loadsOf({ room, limit }: MakespanLoads): number[] {
  return Array.from(room, (left) => limit - left);
}

/** Exchanges below a limit. */
function exchangesUnder(priced: PricedMakespan, plan: MakespanLoads, limit: number) {
  setLimit(plan, limit);
  return makeMakespanExchanges(priced, plan);
}

test("an exchange along three resources is found where no shift or swap is allowed", () => {
  const no = Number.POSITIVE_INFINITY;
  const core: MakespanCore = {
    tasks: 3,
    resources: 3,
    runtime: Float64Array.of(5, 4, no, no, 5, 4, 4, no, 5),
    entry: Int32Array.of(0, 1, 2),
    divisor: 1,
  };
  const plan = makespanLoads(core, [0, 1, 2]);
  const search = exchangesUnder(whole(core), plan, 4);
  expect(search.tryFrom(1)).toBe(true);
  expect([...plan.at]).toEqual([1, 2, 0]);
  expect(loadsOf(plan)).toEqual([4, 4, 4]);
  expect(search.tryFrom(0)).toBe(false);
});

test("every exchange lowers what it should lower, and loads stay those of the tasks", () => {
  fc.assert(
    fc.property(cores, fc.integer({ min: 0, max: 60 }), fc.nat(), (core, limit, seed) => {
      const first = earliestCompletion(core);
      if (first === undefined) return;
      const priced = whole(core);
      const plan = makespanLoads(core, first);
      const search = exchangesUnder(priced, plan, limit);
      const random = makeRandom(seed);
      for (let tries = 0; tries < 30; tries++) {
        const before = costOf(priced, plan, limit);
        const held = plan.at.slice();
        const isBetter = search.tryFrom(random.int(0, core.tasks - 1));
        expect(loadsOf(plan)).toEqual(loadsOf(makespanLoads(core, plan.at)));
        if (isBetter) expect(costOf(priced, plan, limit)).toBeLessThan(before);
        else expect(plan.at).toEqual(held);
      }
    }),
    { numRuns: drawn(500) },
  );
});

test("a descent ends where no shift and no swap is better", () => {
  fc.assert(
    fc.property(cores, fc.integer({ min: 0, max: 60 }), (core, limit) => {
      const first = earliestCompletion(core);
      if (first === undefined) return;
      const priced = whole(core);
      const plan = makespanLoads(core, first);
      for (const met of descend(priced, plan, { limit, lower: noMore }, makeRandom(1))) {
        if (met > 0) return;
      }
      const reached = costOf(priced, plan, limit);
      const least = reached - 1e-6 - 1e-10 * reached;
      const isAllowed = (i: number, j: number) =>
        core.runtime[j * core.resources + i] < Number.POSITIVE_INFINITY;
      const cost = (at: Int32Array) =>
        at.every(isAllowed) ? costOf(priced, makespanLoads(core, at), limit) : Infinity;
      for (let j = 0; j < core.tasks; j++) {
        for (let i = 0; i < core.resources; i++) {
          const shifted = plan.at.slice();
          shifted[j] = i;
          expect(cost(shifted)).toBeGreaterThan(least);
        }
        for (let k = 0; k < j; k++) {
          const swapped = plan.at.slice();
          [swapped[j], swapped[k]] = [swapped[k], swapped[j]];
          expect(cost(swapped)).toBeGreaterThan(least);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a descent tells of every makespan that it reaches, lowers its aim and ends when nothing better is wanted", () => {
  const core = uniformCore(60, 6, 10, 100, 3);
  const start = earliestCompletion(core) as Int32Array;
  const plan = makespanLoads(core, start);
  const told: number[] = [];
  const lower = (makespan: number) => {
    expect(makespanOf(core, plan.at)).toBe(makespan);
    told.push(makespan);
    return told.length < 3 ? makespan - 1 : undefined;
  };
  const limit = (makespanOf(core, start) as number) - 1;
  const yielded = [...descend(whole(core), plan, { limit, lower }, makeRandom(2))];
  expect(told).toHaveLength(3);
  expect(yielded.filter((one) => one > 0)).toEqual(told);
  expect(told).toEqual([...told].sort((a, b) => b - a));
});

test("tiny cores come to their optimum from most places", () => {
  let [asked, reached] = [0, 0];
  fc.assert(
    fc.property(cores, (core) => {
      const least = leastMakespan(core);
      const first = earliestCompletion(core);
      if (least === undefined || first === undefined || least >= 1_000_000) return;
      const plan = makespanLoads(core, first);
      for (const met of descend(
        whole(core),
        plan,
        { limit: least, lower: noMore },
        makeRandom(1),
      )) {
        expect(met === 0 || met === least).toBe(true);
      }
      expect(makespanOf(core, plan.at)).toBeGreaterThanOrEqual(least);
      asked++;
      if (makespanOf(core, plan.at) === least) reached++;
    }),
    { numRuns: 300 },
  );
  expect(asked).toBeGreaterThan(50);
  expect(reached).toBeGreaterThan(0.8 * asked);
});
