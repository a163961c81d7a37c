import { expect, test } from "vitest";
import { packingCore } from "../../../src/cores/packing.ts";
import { certifyPrices } from "../../../src/exact/packing/certify.ts";
import { coverRows } from "../../../src/exact/packing/cover-rows.ts";
import { makePricer } from "../../../src/exact/packing/pricing.ts";
import { certifyUsed } from "../../../src/exact/packing/used.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { type Target, targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { usablePairs } from "../../../src/instance/usable.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { rowsOf } from "../../../src/plan/certificate/configuration.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { enumeratePlans } from "../../support/enumerate.ts";
import { mutants } from "../../support/mutants.ts";
import { type Feature, randomDocument } from "../../support/random-document.ts";

/** Rules that the formula knows and rules that it relaxes. */
const FAMILIES: readonly (readonly Feature[])[] = [
  ["capacity", "memory", "devices", "fixed-price", "cost", "optional", "counts"],
  ["capacity", "memory", "counts", "fixed-price", "cost", "demand-tables", "forbidden"],
  ["capacity", "replicas", "across", "fixed-price", "cost", "optional", "weights"],
  ["capacity", "divisible", "cost", "fixed-price", "optional", "memory"],
  ["capacity", "colocate", "separate", "counts", "fixed-price", "devices", "optional"],
];

/** Instances with the least value of their first target over their plans; those without plans are left out. */
function* smallInstances(each: number) {
  for (const [f, features] of FAMILIES.entries()) {
    for (let seed = 0; seed < each; seed++) {
      const random = makeRandom(31_000 * f + seed);
      for (let n = 0; n < 20; n++) random.unit();
      const objectives = [["cost"], ["throughput"]][seed % 2];
      const document = randomDocument(random, { mode: "placement", features, objectives });
      let instance: Instance;
      try {
        instance = parseInstance(document);
      } catch {
        continue;
      }
      const [target] = targetsOf(instance);
      const parts = instance.tasks.some(({ divisible }) => divisible) ? { parts: 4 } : {};
      let best = Infinity;
      let tried = 0;
      for (const plan of enumeratePlans(instance, parts)) {
        if (++tried > 3000) break;
        if (verify(instance, plan).ok)
          best = Math.min(best, evaluateTarget(instance, plan, target));
      }
      if (best < Infinity)
        yield { label: `family ${f}, seed ${seed}`, random, instance, target, best };
    }
  }
}

/** Rows out of the blue with the least worths that the checker believes, and a tree over them. */
function guessUsed(instance: Instance, target: Target, random: Random): object {
  const { tasks, resources, dimensions } = instance;
  const certificate = guess(instance, target, random);
  const unit = () => dimensions.map(() => [0, 0, 1, 2][random.int(0, 3)]);
  const rows = Array.from({ length: random.int(0, 3) }, () => {
    const price = tasks.map(() => random.int(0, 2) * random.int(0, 5) * 100);
    const row = { price, capacity: resources.map(unit), worth: resources.map(() => 1e12) };
    for (let r = 0; r < resources.length; r++) {
      row.worth[r] = leastAccepted((worth) => ({
        ...certificate,
        rows: [{ ...row, worth: row.worth.with(r, worth) }],
        used: { weight: 1, row: [], multiplier: [] },
      }));
    }
    return row;
  });
  const tree = (depth: number): object => {
    if (depth > 0 && random.int(0, 2) > 0) {
      const column = random.int(0, resources.length - 1);
      const at = random.int(-1, 2);
      return { column, at, below: tree(depth - 1), above: tree(depth - 1) };
    }
    const row = [...rows.keys()].filter(() => random.int(0, 2) > 0);
    const multiplier = row.map(() => random.int(0, 9) * [1, 1000, 100_000][random.int(0, 2)]);
    return { weight: random.int(0, 4), row, multiplier };
  };
  return { ...certificate, rows, used: tree(3) };

  function leastAccepted(at: (worth: number) => object): number {
    return least((worth) => "bound" in checkCertificate(instance, target, at(worth)));
  }
}

/** The least whole number up to 10^12 of which the predicate, once true, stays true. */
function least(holds: (value: number) => boolean): number {
  let [low, high] = [-1, 1e12];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Prices out of the blue, with the least worths that the checker believes. */
function guess(instance: Instance, target: Target, random: Random): object {
  const sizes = [0, 1, 10, 1000, 1_000_000, 7_000_000];
  const any = () => sizes[random.int(0, sizes.length - 1)] * random.int(0, 9);
  const { tasks, resources, dimensions } = instance;
  const certificate = {
    kind: "configuration-prices",
    denominator: [1, 7, 1000][random.int(0, 2)],
    price: tasks.map(() => (random.int(0, 2) === 0 ? -1 : 1) * any()),
    capacity: resources.map(() => {
      const length = random.int(0, 1) === 0 ? dimensions.length : rowsOf(instance);
      return Array.from({ length }, () => [0, 0, 1, 30][random.int(0, 3)]);
    }),
    worth: resources.map(() => 1e12),
  };
  for (let r = 0; r < resources.length; r++) {
    certificate.worth[r] = least((worth) => {
      const other = { ...certificate, worth: certificate.worth.with(r, worth) };
      return "bound" in checkCertificate(instance, target, other);
    });
  }
  return certificate;
}

test("no certificate passes the value of any plan, and tampering proves nothing false", async () => {
  let [held, rejected, certified, tight, used, usedTight] = [0, 0, 0, 0, 0, 0];
  for (const { label, random, instance, target, best } of smallInstances(Math.max(6, drawn(18)))) {
    const check = (certificate: object) => {
      const checked = checkCertificate(instance, target, certificate);
      if ("rejected" in checked) rejected++;
      else {
        held++;
        const told = `${label} ${JSON.stringify(certificate)}`;
        expect(checked.bound, told).toBeLessThanOrEqual(best);
      }
    };
    // The least worths that a checker believes take it some forty tables each.
    check(guess(instance, target, random));
    check(guessUsed(instance, target, random));
    const core = packingCore(instance, target);
    if (typeof core === "string") continue;
    const covered = await certifyUsed(
      instance,
      target,
      core,
      coverRows(instance, usablePairs(instance)),
      () => false,
    );
    if (covered?.certificate !== undefined) {
      used++;
      if (covered.value === best) usedTight++;
      expect(covered.value, label).toBeLessThanOrEqual(best);
      for (const mutant of mutants(covered.certificate)) check(mutant as object);
    }
    const most = core.value.reduce((sum, v) => Math.max(sum, Math.abs(v)), 1);
    for (let n = 0; n < 3; n++) {
      const prices = Float64Array.from(core.optional, (optional) =>
        optional === 1 ? -random.int(0, 1000 * most) : random.int(0, 2000 * most),
      );
      const pricing = makePricer(core)(prices, 100);
      if (pricing === undefined) continue;
      const bound = certifyPrices(instance, target, core, { prices, worths: pricing.worths });
      if (bound?.certificate === undefined) continue;
      certified++;
      if (bound.value === best) tight++;
      expect(bound.value, label).toBeLessThanOrEqual(best);
      for (const mutant of mutants(bound.certificate)) check(mutant as object);
    }
  }
  expect(held).toBeGreaterThan(atLeast(2000));
  expect(rejected).toBeGreaterThan(atLeast(5000));
  expect(certified).toBeGreaterThan(atLeast(45));
  expect(tight).toBeGreaterThan(atLeast(2));
  expect(used).toBeGreaterThan(atLeast(5));
  expect(usedTight).toBeGreaterThan(atLeast(1));
});
