import fc from "fast-check";
import { expect, test } from "vitest";
import type { CoreEvent } from "../../../src/cores/events.ts";
import type { GapCore } from "../../../src/cores/types.ts";
import { capacityPrices } from "../../../src/exact/gap/capacity-prices.ts";
import { improveGap } from "../../../src/heuristics/assignment/improve.ts";
import { cores, inverseCore, leastByEnumeration, priceOf } from "./cores.ts";

const open = { upper: () => Number.POSITIVE_INFINITY, lower: () => Number.NEGATIVE_INFINITY };

function firstEvents(core: GapCore, count: number, seed = 1, start?: Int32Array): CoreEvent[] {
  const found: CoreEvent[] = [];
  for (const event of improveGap(core, open, seed, start)) {
    found.push(event);
    if (found.length >= count) break;
  }
  return found;
}

function checkEvents(core: GapCore, events: readonly CoreEvent[]): number {
  let last = Number.POSITIVE_INFINITY;
  for (const { assignment, value } of events) {
    if (assignment === undefined) continue;
    expect(value).toBe(priceOf(core, assignment));
    expect(value).toBeLessThan(last);
    last = value as number;
  }
  return last;
}

test("every assignment fits, is priced right and beats the one before", () => {
  const tally = { feasible: 0, found: 0, best: 0 };
  fc.assert(
    fc.property(cores, (core) => {
      const least = leastByEnumeration(core);
      const last = checkEvents(core, firstEvents(core, 4));
      if (least === undefined) {
        expect(last).toBe(Number.POSITIVE_INFINITY);
        return;
      }
      expect(last).toBeGreaterThanOrEqual(least);
      tally.feasible++;
      if (last < Number.POSITIVE_INFINITY) tally.found++;
      if (last === least) tally.best++;
    }),
    { numRuns: 60, seed: 7 },
  );
  expect(tally.feasible).toBeGreaterThan(20);
  expect(tally.found / tally.feasible).toBeGreaterThan(0.95);
  expect(tally.best / tally.feasible).toBeGreaterThan(0.9);
});

test("the bound of the prices is at most every assignment, and prices are not negative", () => {
  fc.assert(
    fc.property(cores, (core) => {
      const { lambda, bound } = capacityPrices(core);
      expect(lambda.every((price) => price >= 0)).toBe(true);
      const least = leastByEnumeration(core);
      if (least !== undefined) expect(bound).toBeLessThanOrEqual(least + 1e-6);
    }),
    { numRuns: 100 },
  );
});

test("equal seeds give equal events, other seeds other ones", () => {
  const core = inverseCore(60, 6, 3);
  const events = firstEvents(core, 40, 5);
  expect(firstEvents(core, 40, 5)).toEqual(events);
  expect(firstEvents(core, 40, 6)).not.toEqual(events);
});

test("comes candidates the bound on an inversely correlated core", () => {
  const core = inverseCore(100, 5, 11);
  const { bound } = capacityPrices(core);
  const last = checkEvents(core, firstEvents(core, 60));
  expect(last / bound).toBeLessThan(1.008);
});

test("starts from the assignment given, even one that does not fit", () => {
  const core = inverseCore(40, 4, 2);
  const good = firstEvents(core, 40).findLast(({ assignment }) => assignment !== undefined);
  const again = firstEvents(core, 3, 9, good?.assignment);
  expect(again.find(({ value }) => value !== undefined)?.value).toBe(good?.value);
  const heaped = new Int32Array(40);
  expect(checkEvents(core, firstEvents(core, 40, 1, heaped))).toBeLessThan(
    Number.POSITIVE_INFINITY,
  );
});

test("stops when the bound meets the best value", () => {
  const core = inverseCore(20, 4, 4);
  const bounded = { ...open, lower: () => 1_000_000 };
  expect([...improveGap(core, bounded, 1)].length).toBeLessThan(20);
});

test("ends at once where a task has no allowed pair", () => {
  const core = { ...inverseCore(5, 2, 1), capacity: new Int32Array(2) };
  expect([...improveGap(core, open, 1)].every(({ value }) => value === undefined)).toBe(true);
});
