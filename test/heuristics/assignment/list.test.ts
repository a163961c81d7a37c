import fc from "fast-check";
import { expect, test } from "vitest";
import { improveGap } from "../../../src/heuristics/assignment/improve.ts";
import { listAssignment } from "../../../src/heuristics/assignment/list.ts";
import { cores, inverseCore, leastByEnumeration, priceOf } from "./cores.ts";

test("a list fits where it is one, costs at least the optimum, and is found for most cores that have one", () => {
  const tally = { feasible: 0, found: 0, none: 0 };
  fc.assert(
    fc.property(cores, (core) => {
      const least = leastByEnumeration(core);
      const list = listAssignment(core);
      if (least === undefined) {
        tally.none++;
        expect(list).toBeUndefined();
        return;
      }
      tally.feasible++;
      if (list === undefined) return;
      tally.found++;
      expect(priceOf(core, list)).toBeGreaterThanOrEqual(least);
      expect(listAssignment(core)).toEqual(list);
    }),
    { numRuns: 300 },
  );
  expect(tally.found).toBeGreaterThan(0.8 * tally.feasible);
  expect(tally.none).toBeGreaterThan(5);
});

test("a search says what it has before it anneals", () => {
  const core = inverseCore(400, 20, 1);
  let events = 0;
  for (const { assignment } of improveGap(core, ends, 1)) {
    events++;
    if (assignment !== undefined) break;
  }
  // Annealing alone takes 40 events here.
  expect(events).toBeLessThan(30);
});

const ends = { upper: () => Number.POSITIVE_INFINITY, lower: () => Number.NEGATIVE_INFINITY };
