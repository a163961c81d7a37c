import fc from "fast-check";
import { expect, test } from "vitest";
import { identicalCore, loadOf } from "../../../src/cores/identical.ts";
import {
  countBound,
  cutPrices,
  simpleBound,
  sumBound,
} from "../../../src/exact/identical/bounds.ts";
import { makeDecision } from "../../../src/exact/identical/decide.ts";
import { dive } from "../../../src/exact/identical/dive.ts";
import { pricesAgainst } from "../../../src/exact/identical/duals.ts";
import { bestFit, longestFirst } from "../../../src/exact/identical/start.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { leastLoad, sizes } from "./cores.ts";

const never = () => false;

test("a limit is refuted exactly when it lies below the least largest load", () => {
  const tally = { refuted: 0, found: 0, priced: 0, dived: 0 };
  fc.assert(
    fc.property(sizes, ({ runtimes, resources }) => {
      const core = identicalCore(runtimes, resources);
      if (core.runtime.length === 0) return;
      const least = leastLoad(core);
      for (const limit of [least - 1, least, least + 1]) {
        if (limit < core.runtime[0] || !Number.isSafeInteger(limit * resources)) continue;
        const found = makeDecision(core, limit)?.run(10_000_000, never);
        const dives = dive(core, limit, makeRandom(1), never);
        let step = dives.next();
        while (!step.done) step = dives.next();
        const prices = [cutPrices(core, limit), pricesAgainst(core, limit, never)];
        if (limit < least) {
          expect(found).toBe("refuted");
          expect(step.value).toBeUndefined();
          expect(bestFit(core, limit)).toBeUndefined();
          tally.refuted++;
          if (prices[1] !== undefined) tally.priced++;
        } else {
          if (!(found instanceof Int32Array)) throw new Error(`expected an assignment: ${found}`);
          expect(loadOf(core, found)).toBeLessThanOrEqual(limit);
          if (step.value !== undefined) {
            expect(loadOf(core, step.value)).toBeLessThanOrEqual(limit);
            tally.dived++;
          }
          expect(prices).toEqual([undefined, undefined]);
          tally.found++;
        }
      }
      expect(loadOf(core, longestFirst(core))).toBeGreaterThanOrEqual(least);
    }),
    { numRuns: drawn(600) },
  );
  expect(tally.refuted).toBeGreaterThan(atLeast(100));
  expect(tally.found).toBeGreaterThan(atLeast(400));
  expect(tally.priced).toBeGreaterThan(atLeast(50));
  expect(tally.dived).toBeGreaterThan(atLeast(300));
});

test("bounds lie at or below the least largest load", () => {
  let lifted = 0;
  fc.assert(
    fc.property(sizes, ({ runtimes, resources }) => {
      const core = identicalCore(runtimes, resources);
      const least = leastLoad(core);
      const simple = Math.max(simpleBound(core).value, countBound(core).value);
      expect(simple).toBeLessThanOrEqual(least);
      const summed = sumBound(core, simple, least + 3)?.value ?? simple;
      expect(summed).toBeLessThanOrEqual(least);
      if (summed > simple) lifted++;
    }),
    { numRuns: 1500 },
  );
  expect(lifted).toBeGreaterThan(5);
});

test("by hand: three of 7 on two resources are two on one, and 4, 4, 4 and 1 reach 8", () => {
  expect(countBound(identicalCore([7, 7, 7, 1], 2)).value).toBe(14);
  const core = identicalCore([4, 4, 4, 1], 2);
  // 13 / 2 is 7, but sums are 0, 1, 4, 5, 8, ...
  expect(simpleBound(core)).toEqual({ value: 7, from: "mean" });
  expect(sumBound(core, 7, 9)).toEqual({ value: 8, from: "sums", prices: [4, 4, 4, 1] });
});
