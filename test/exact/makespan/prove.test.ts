import fc from "fast-check";
import { expect, test } from "vitest";
import type { CoreEvent } from "../../../src/cores/events.ts";
import type { MakespanCore } from "../../../src/cores/types.ts";
import { makeDecider } from "../../../src/exact/makespan/decide.ts";
import { priceBound, raiseLoadPrices } from "../../../src/exact/makespan/prices.ts";
import { proveMakespan } from "../../../src/exact/makespan/prove.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { cores, leastMakespan, makespanOf, uniformCore } from "./cores.ts";

const open = { upper: () => Number.POSITIVE_INFINITY, lower: () => Number.NEGATIVE_INFINITY };

/** Checks every event against the least makespan and returns the last value and bound. */
function follow(core: MakespanCore, least: number | undefined, events: Iterable<CoreEvent>) {
  let value = Number.POSITIVE_INFINITY;
  let bound = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event.bound !== undefined) {
      expect(event.bound).toBeLessThanOrEqual(least as number);
      expect(event.bound).toBeGreaterThan(bound);
      expect(Number.isSafeInteger(event.bound)).toBe(true);
      bound = event.bound;
    }
    if (event.assignment === undefined) continue;
    expect(event.value).toBe(makespanOf(core, event.assignment));
    expect(event.value).toBeLessThan(value);
    value = event.value as number;
  }
  return { value, bound };
}

function finish<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

test("small cores are proven to the optimum, and no bound ever passes it", () => {
  const tally = { proven: 0, coarse: 0, none: 0 };
  fc.assert(
    fc.property(cores, (core) => {
      const least = leastMakespan(core);
      const { value, bound } = follow(core, least, proveMakespan(core, open));
      if (least === undefined) {
        tally.none++;
        expect(value).toBe(Number.POSITIVE_INFINITY);
        expect(bound).toBe(Number.NEGATIVE_INFINITY);
        return;
      }
      expect(value).toBeGreaterThanOrEqual(least);
      if (bound === value) tally.proven++;
      else {
        tally.coarse++;
        // Only where runtimes are too long for 32 bits may a gap be left.
        expect(least).toBeGreaterThan(1_000_000_000);
        expect(bound).toBeGreaterThanOrEqual(0.999 * least);
      }
    }),
    { numRuns: drawn(1200) },
  );
  expect(tally.proven).toBeGreaterThan(atLeast(600));
  expect(tally.none).toBeGreaterThan(atLeast(10));
});

test("a value and a bound known from elsewhere are taken in", () => {
  fc.assert(
    fc.property(cores, (core) => {
      const least = leastMakespan(core);
      if (least === undefined) return;
      const shared = { upper: () => least, lower: () => least };
      follow(core, least, proveMakespan(core, shared));
      const alone = follow(core, least, proveMakespan(core, { ...open, upper: () => least }));
      if (least < 1_000_000_000) expect(alone.bound).toBe(least);
    }),
    { numRuns: drawn(300) },
  );
});

test("a decision says what enumeration says, for every limit", () => {
  const tally = { fits: 0, not: 0, root: 0 };
  fc.assert(
    fc.property(cores, fc.integer({ min: 0, max: 80 }), (core, limit) => {
      const least = leastMakespan(core);
      const prices = finish(raiseLoadPrices(core, Number.POSITIVE_INFINITY));
      if (least === undefined || prices === undefined) return;
      const decider = makeDecider(core, { price: prices.price, cap: Infinity }, limit);
      if (decider === undefined || decider.grain > 1) return;
      const atRoot = finish(decider.refute(limit, 4));
      if (atRoot !== undefined) tally.root++;
      if (atRoot !== undefined) expect(least).toBeGreaterThan(limit);
      const found = finish(decider.search(limit));
      if (!(found instanceof Int32Array)) {
        tally.not++;
        expect(least).toBeGreaterThan(limit);
      } else {
        tally.fits++;
        expect(makespanOf(core, found)).toBeLessThanOrEqual(limit);
      }
    }),
    { numRuns: drawn(1000) },
  );
  expect(Math.min(tally.fits, tally.not, tally.root)).toBeGreaterThan(atLeast(50));
});

test("load prices prove at most the optimum, under a cap only for what keeps it", () => {
  fc.assert(
    fc.property(cores, fc.integer({ min: 0, max: 60 }), (core, cap) => {
      const least = leastMakespan(core);
      const prices = finish(raiseLoadPrices(core, Number.POSITIVE_INFINITY));
      expect(prices === undefined).toBe(least === undefined);
      if (prices === undefined || least === undefined) return;
      expect(priceBound(prices)).toBeLessThanOrEqual(least);
      const capped = finish(raiseLoadPrices(core, cap));
      if (least > cap) return;
      expect(capped).toBeDefined();
      if (capped !== undefined) expect(priceBound(capped)).toBeLessThanOrEqual(least);
    }),
    { numRuns: drawn(1000) },
  );
});

test("equal runs yield equal events", () => {
  const core = uniformCore(24, 4, 10, 100, 5);
  const run = () => [...proveMakespan(core, open)];
  expect(run()).toEqual(run());
});

test("stops after the steps it is given", () => {
  const core = uniformCore(60, 8, 10, 100, 5);
  const few = [...proveMakespan(core, open, { maxSteps: 2 })];
  const more = [...proveMakespan(core, open, { maxSteps: 30 })];
  expect(few.length).toBeLessThan(more.length);
});

test("closes a core that needs a search", () => {
  const core = uniformCore(30, 5, 10, 100, 11);
  const { value, bound } = follow(core, Number.POSITIVE_INFINITY, proveMakespan(core, open));
  expect(bound).toBe(value);
});
