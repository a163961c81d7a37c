import fc from "fast-check";
import { expect, test } from "vitest";
import type { GapCore } from "../../../src/cores/types.ts";
import {
  exchangeAll,
  makeAssignmentExchanges,
} from "../../../src/heuristics/assignment/exchange.ts";
import {
  emptyLoads,
  type MovingLoads,
  setLoads,
} from "../../../src/heuristics/assignment/loads.ts";
import { type PricedCore, pricedCoreOf } from "../../../src/heuristics/assignment/priced-core.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";
import { cores } from "./cores.ts";

/** Every task on the resource nearest to it. */
function nearest({ core, candidates, width }: PricedCore): MovingLoads {
  const loads = emptyLoads(core);
  setLoads(
    loads,
    Int32Array.from({ length: core.tasks }, (_, j) => candidates[j * width]),
  );
  return loads;
}

/** What exchanges lower: costs, and overload at three times its price. */
function costOf({ overloadPrice }: PricedCore, { room, value }: MovingLoads): number {
  return Array.from(room).reduce(
    (sum, left, i) => sum + 3 * overloadPrice[i] * Math.max(0, -left),
    value,
  );
}

test("an exchange along three full resources is found where no shift or swap fits", () => {
  const core: GapCore = {
    tasks: 3,
    resources: 3,
    cost: Int32Array.of(5, 1, 9, 9, 5, 1, 1, 9, 5),
    weight: Int32Array.of(4, 4, 9, 9, 4, 4, 4, 9, 4),
    capacity: Int32Array.of(4, 4, 4),
    step: 1,
    offset: 0,
  };
  const priced = pricedCoreOf(core, 3) as PricedCore;
  const loads = emptyLoads(core);
  setLoads(loads, Int32Array.of(0, 1, 2));
  const search = makeAssignmentExchanges(priced, loads);
  expect(search.tryFrom(1)).toBe(true);
  expect([...loads.at]).toEqual([1, 2, 0]);
  expect(loads.value).toBe(3);
  expect([0, 1, 2].map((j) => search.tryFrom(j))).toEqual([false, false, false]);
});

test("every exchange lowers what it should lower and only moves tasks to places they may have", () => {
  fc.assert(
    fc.property(cores, fc.nat(), (core, seed) => {
      const priced = pricedCoreOf(core, 4);
      if (priced === undefined) return;
      const loads = nearest(priced);
      const search = makeAssignmentExchanges(priced, loads);
      let before = costOf(priced, loads);
      for (const isChanged of exchangeAll(search, core.tasks, makeRandom(seed))) {
        const after = costOf(priced, loads);
        if (isChanged) expect(after).toBeLessThan(before);
        before = after;
        const again = emptyLoads(core);
        setLoads(again, loads.at);
        expect([again.value, ...again.room]).toEqual([loads.value, ...loads.room]);
        loads.at.forEach((i, j) => {
          expect(core.weight[j * core.resources + i]).toBeLessThanOrEqual(core.capacity[i]);
        });
      }
    }),
    { numRuns: drawn(500) },
  );
});

test("exchanges end where no shift and no swap to candidates places is better", () => {
  fc.assert(
    fc.property(cores, (core) => {
      const priced = pricedCoreOf(core, 4);
      if (priced === undefined) return;
      const loads = nearest(priced);
      const search = makeAssignmentExchanges(priced, loads);
      for (const _ of exchangeAll(search, core.tasks, makeRandom(1)));
      const reached = costOf(priced, loads);
      const mayBe = (j: number, i: number) => priced.reducedCost[j * core.resources + i] < Infinity;
      const costWith = (moves: readonly (readonly [number, number])[]) => {
        const at = loads.at.slice();
        for (const [j, i] of moves) at[j] = i;
        const moved = emptyLoads(core);
        setLoads(moved, at);
        return costOf(priced, moved);
      };
      for (let j = 0; j < core.tasks; j++) {
        for (let i = 0; i < core.resources; i++) {
          if (mayBe(j, i)) expect(costWith([[j, i]])).toBeGreaterThan(reached - 1e-6);
        }
        for (let k = 0; k < j; k++) {
          if (!mayBe(j, loads.at[k]) || !mayBe(k, loads.at[j])) continue;
          const swapped = costWith([
            [j, loads.at[k]],
            [k, loads.at[j]],
          ]);
          expect(swapped).toBeGreaterThan(reached - 1e-6);
        }
      }
    }),
    { numRuns: drawn(300) },
  );
});
