import fc from "fast-check";
import { expect, test } from "vitest";
import { divide, LEAST, MOST_GAIN } from "../../src/batch/divide.ts";
import { drawn } from "../support/drawn.ts";

const gains = (...list: number[]) => list.map((gain) => ({ gain }));

test("round 1 takes an eighth, in equal parts", () => {
  // 80,000 / 8 = 10,000 over four, whatever their gains.
  expect(divide(1, 80_000, gains(1, 5, 9, 100), "milliseconds")).toEqual([2500, 2500, 2500, 2500]);
});

test("round 1 takes more where an eighth would be too little for each, but never more than there is", () => {
  // 250 ms each for four is 1000, an eighth is 250.
  expect(divide(1, 2000, gains(1, 1, 1, 1), "milliseconds")).toEqual([250, 250, 250, 250]);
  expect(divide(1, 600, gains(1, 1, 1, 1), "milliseconds")).toEqual([150, 150, 150, 150]);
  expect(divide(1, 10, gains(1, 1, 1), "work")).toEqual([3, 3, 3]);
});

test("round 2 takes a third and later rounds all, in proportion to gains", () => {
  expect(divide(2, 30_000, gains(1, 3, 6), "milliseconds")).toEqual([1000, 3000, 6000]);
  expect(divide(3, 30_000, gains(1, 3, 6), "milliseconds")).toEqual([3000, 9000, 18_000]);
});

test("where the pot is too small for all, the largest gains are served", () => {
  // 60 units for 1 : 5 : 5 : 4 would give the first 4; without it 21, 21 and 17; without the last as well 30 and 30.
  expect(divide(3, 60, gains(1, 5, 5, 4), "work")).toEqual([0, 30, 30, 0]);
  expect(divide(3, 19, gains(7, 7), "work")).toEqual([0, 0]);
});

test("what a cap cuts off goes to the others", () => {
  const seekers = [{ gain: 1, cap: 500 }, { gain: 1 }, { gain: 2, cap: 2500 }];
  // 8000 as 2000, 2000, 4000: the first and the last are full at 500 and 2500, the rest is 5000.
  expect(divide(3, 8000, seekers, "milliseconds")).toEqual([500, 5000, 2500]);
  expect(divide(3, 8000, [{ gain: 5, cap: 100 }], "milliseconds")).toEqual([100]);
});

test("never more than there is, never below the least, more gain never gets less", () => {
  const seeker = fc.record({
    gain: fc.integer({ min: 1, max: MOST_GAIN }),
    cap: fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 100_000 }),
      fc.array(seeker, { maxLength: 12 }),
      (round, left, listed) => {
        const seekers = listed.map(({ gain, cap }) =>
          cap === undefined ? { gain } : { gain, cap },
        );
        const given = divide(round, left, seekers, "work");
        expect(given.length).toBe(seekers.length);
        expect(given.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(left);
        for (const [i, amount] of given.entries()) {
          const { gain, cap = Number.POSITIVE_INFINITY } = seekers[i];
          expect(Number.isInteger(amount) && amount >= 0 && amount <= cap).toBe(true);
          if (round > 1 && amount > 0)
            expect(amount).toBeGreaterThanOrEqual(Math.min(LEAST.work, cap));
          for (const [j, other] of seekers.entries()) {
            if (other.gain > gain && round > 1) {
              expect(given[j]).toBeGreaterThanOrEqual(Math.min(amount, other.cap ?? amount));
            }
          }
        }
      },
    ),
    { numRuns: drawn(2000) },
  );
});

test("equal in, equal out, also in another order", () => {
  const one = divide(2, 9999, gains(3, 1, 2), "milliseconds");
  expect(divide(2, 9999, gains(2, 3, 1), "milliseconds")).toEqual([one[2], one[0], one[1]]);
});
