import { expect, test } from "vitest";
import { emptyPlan } from "../../src/plan/build.ts";
import { usedCopies } from "../../src/plan/used.ts";
import { makeRandom } from "../../src/util/random.ts";

test("used copies are told once and in order, whether pieces are few or many", () => {
  const random = makeRandom(3);
  for (const copies of [1, 10, 1000, 100_000]) {
    for (const pieces of [0, 1, 50, 2000]) {
      const resource = Int32Array.from({ length: pieces }, () => random.int(0, copies - 1));
      const expected = [...new Set(resource)].sort((a, b) => a - b);
      expect([...usedCopies({ ...emptyPlan(), resource }, copies)]).toEqual(expected);
    }
  }
});
