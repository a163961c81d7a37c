import { expect, test } from "vitest";
import { costOf, energyOf, isEligible, runtimeOf } from "../../src/instance/features.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { worstTotal } from "../../src/instance/totals.ts";
import { isUsable, usablePairs } from "../../src/instance/usable.ts";
import { InstanceError, UsageError } from "../../src/util/errors.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn } from "../support/drawn.ts";
import { FEATURES, type Feature, randomDocument } from "../support/random-document.ts";

const SAME: readonly Feature[] = FEATURES.filter(
  (feature) => feature !== "demand-tables" && feature !== "cost",
);

test("pairs that are worked out equal those that stand in tables", () => {
  let pairs = 0;
  for (let seed = 0; seed < drawn(600); seed++) {
    const random = makeRandom(seed);
    const document = randomDocument(random, { maxTasks: 5, maxResources: 5, features: SAME });
    const dense = parseInstance(document);
    const wide = parseInstance(document, { mostPairs: 0 });
    if (dense.tasks.length === 0) continue;
    const { features } = wide.pairs;
    expect(features).toBeDefined();
    const usable = usablePairs(dense);
    const row = new Float64Array(dense.resources.length);
    dense.tasks.forEach((_, t) => {
      features?.nearRuntimes(t, row);
      dense.resources.forEach((_, r) => {
        pairs++;
        const k = t * dense.resources.length + r;
        expect(isEligible(wide, t, r)).toBe(dense.pairs.eligible[k] === 1);
        expect(runtimeOf(wide, t, r)).toBe(dense.pairs.runtime[k]);
        expect(costOf(wide, t, r)).toBe(dense.pairs.cost[k]);
        expect(energyOf(wide, t, r)).toBe(dense.pairs.energy[k]);
        expect(isUsable(wide, t, r)).toBe(usable[k] === 1);
        if (dense.pairs.eligible[k] === 0) expect(row[r]).toBe(Number.POSITIVE_INFINITY);
        else expect(Math.ceil(row[r] * (1 - 1e-12))).toBeLessThanOrEqual(dense.pairs.runtime[k]);
        if (dense.pairs.eligible[k] === 1) {
          expect(Math.ceil(row[r] * (1 + 1e-12))).toBeGreaterThanOrEqual(dense.pairs.runtime[k]);
        }
      });
    });
    for (const name of ["cost", "energy", "completion-time", "makespan"] as const) {
      const spec = { name, tolerance: 0, weight: { numerator: 1, denominator: 1 } };
      expect(worstTotal(wide, spec)).toBeGreaterThanOrEqual(worstTotal(dense, spec));
    }
  }
  expect(pairs).toBeGreaterThan(atLeast(2000));
});

test("a column that does not exist is never read as empty", () => {
  const { pairs } = parseInstance(
    {
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r" }],
      tasks: [{ id: "t", runtime: "1s" }],
    },
    { mostPairs: 0 },
  );
  expect(() => pairs.runtime).toThrow(UsageError);
  expect(() => pairs.eligible).toThrow(/too many pairs/);
});

test("amounts that differ by resource are refused, with their place", () => {
  const resources = [
    { id: "a", capacity: { cpu: 1 } },
    { id: "b", capacity: { cpu: 1 } },
  ];
  const job = { id: "t", runtime: "1s", demand: { cpu: { a: 1, b: 0.5 } } };
  const parse = () =>
    parseInstance({ mode: "batch", exclusive: true, resources, tasks: [job] }, { mostPairs: 1 });
  expect(parse).toThrow(InstanceError);
  expect(parse).toThrow(/\/tasks\/0\/demand\/cpu: expected one amount/);
});
