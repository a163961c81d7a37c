import { expect, test } from "vitest";
import {
  highestReachable,
  isReachable,
  lowestReachable,
  reachableSums,
} from "../../../src/exact/identical/reachable.ts";

/** Sums of two 3s and two 5s: 0, 3, 5, 6, 8, 10, 11, 13, 16. */
const SUMS = [0, 3, 5, 6, 8, 10, 11, 13, 16];

test.each([16, 15, 13, 12, 5, 3, 0])("sums of two 3s and two 5s up to %d", (limit) => {
  const reachable = reachableSums([3, 5], [2, 2], limit)!;
  const within = SUMS.filter((sum) => sum <= limit);
  for (let at = 0; at <= limit; at++) {
    expect(isReachable(reachable.bits, at), `${at}`).toBe(within.includes(at));
    expect(lowestReachable(reachable, at), `from ${at}`).toBe(within.find((sum) => sum >= at));
    expect(highestReachable(reachable, at), `to ${at}`).toBe(within.findLast((sum) => sum <= at));
  }
  expect(lowestReachable(reachable, limit + 1)).toBeUndefined();
  expect(highestReachable(reachable, limit + 9)).toBe(within.at(-1));
  expect(highestReachable(reachable, -1)).toBe(-1);
});

test("sums around the ends of words", () => {
  for (const size of [31, 32, 33, 63, 64, 65]) {
    const reachable = reachableSums([size], [3], 3 * size)!;
    for (const times of [1, 2, 3]) {
      expect(lowestReachable(reachable, (times - 1) * size + 1)).toBe(times * size);
      expect(lowestReachable(reachable, times * size)).toBe(times * size);
      expect(highestReachable(reachable, times * size - 1)).toBe((times - 1) * size);
    }
    // Of what lies above the limit, nothing is told, though its word is looked at.
    const less = reachableSums([size], [3], 3 * size - 1)!;
    expect(lowestReachable(less, 2 * size + 1)).toBeUndefined();
  }
});
