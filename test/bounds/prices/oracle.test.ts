import { describe, expect, it } from "vitest";
import { priceBounds } from "../../../src/bounds/prices/prices.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";
import { enumeratePlans } from "../../support/enumerate.ts";
import { type Feature, randomDocument } from "../../support/random-document.ts";
import { validObjectives } from "../../support/random-objectives.ts";

/** Each family leans on other rules of the formula; together they touch every rule. */
const FAMILIES: readonly (readonly Feature[])[] = [
  [],
  ["capacity", "memory", "devices", "cost", "fixed-price", "price", "power"],
  ["runtime-tables", "window", "speed", "cost", "price"],
  ["capacity", "optional", "weights", "counts", "cost", "demand-tables"],
  ["replicas", "across", "separate", "fixed-price", "runtime-tables", "cost", "capacity"],
  ["colocate", "capacity", "memory", "counts", "fixed-price", "deadline", "optional"],
  ["divisible", "capacity", "cost", "window", "runtime-tables", "optional", "fixed-price"],
];
const EACH = drawn(40);
const MOST_PLANS = 600;

/** The least value of each target over many plans of a small instance, and multipliers that try to pass it. */
describe.each(["placement", "batch"] as const)("%s", (mode) => {
  it("no certificate passes the value of any plan", () => {
    let bounds = 0;
    let tight = 0;
    let [sums, stated] = [0, 0];
    for (const [f, features] of FAMILIES.entries()) {
      for (let seed = 0; seed < EACH; seed++) {
        const random = makeRandom(7000 * f + seed);
        const options = { mode, maxTasks: 4, maxResources: 3, ...(f > 0 && { features }) };
        const document = randomDocument(random, options);
        const objectives = validObjectives(document);
        const instance = parseInstance({ ...document, objectives, combine: "lexicographic" });
        const drawn = random.shuffle([...objectives]).slice(0, 2);
        const pair = drawn.map((objective, i) => ({ objective, weight: 2 - i }));
        const sum = parseInstance({ ...document, objectives: pair, combine: "weighted" });
        const targets = [...targetsOf(instance), ...targetsOf(sum)];
        const best = targets.map(() => Infinity);
        const divisible = instance.tasks.some((task) => task.divisible);
        let tried = 0;
        for (const plan of enumeratePlans(instance, divisible ? { parts: 4 } : {})) {
          if (++tried > MOST_PLANS) break;
          if (!verify(instance, plan).ok) continue;
          targets.forEach((target, i) => {
            best[i] = Math.min(best[i], evaluateTarget(instance, plan, target));
          });
        }
        if (best[0] === Infinity) continue;
        targets.forEach((target, i) => {
          const label = `${mode}, family ${f}, seed ${seed}: ${target.name}`;
          let last: number | undefined;
          for (const bound of priceBounds(instance, target, { passes: 80 })) {
            expect(bound.value, label).toBeLessThanOrEqual(best[i]);
            expect(bound.value, label).toBeGreaterThan(last ?? -Infinity);
            last = bound.value;
            // Of sums some terms may have a bound without a certificate.
            if (bound.certificate === undefined) stated++;
            else {
              if (bound.certificate.kind === "sum") sums++;
              const checked = checkCertificate(instance, target, bound.certificate);
              expect(checked).toEqual({ bound: last });
            }
          }
          if (last === undefined) return;
          bounds++;
          if (last === best[i]) tight++;
          for (const guess of guesses(instance, random)) {
            const checked = checkCertificate(instance, target, guess);
            if ("bound" in checked) {
              expect(checked.bound, `${label} ${JSON.stringify(guess)}`).toBeLessThanOrEqual(
                best[i],
              );
            }
          }
        });
      }
    }
    expect(bounds).toBeGreaterThan(EACH * 8);
    expect(tight / bounds).toBeGreaterThan(0.4);
    expect(sums).toBeGreaterThan(10);
    expect(stated / bounds).toBeLessThan(0.1);
  });
});

/** Multipliers out of the blue, of every kind: small, large, zero and misplaced. */
function guesses(
  instance: ReturnType<typeof parseInstance>,
  random: ReturnType<typeof makeRandom>,
): object[] {
  const { resources, dimensions, tasks } = instance;
  const sizes = [0, 1, 3, 50, 1000, 1_000_000];
  const any = () => sizes[random.int(0, sizes.length - 1)] * random.int(0, 9);
  const rows = (columns: number) => resources.map(() => Array.from({ length: columns }, any));
  const zeros = resources.map(() => dimensions.map(() => 0));
  const denominator = [1, 7, 1000][random.int(0, 2)];
  return [
    { kind: "capacity-prices", denominator, price: rows(dimensions.length) },
    { kind: "capacity-prices", denominator, price: zeros, time: rows(1).flat() },
    { kind: "load-prices", price: rows(dimensions.length) },
    { kind: "load-prices", price: rows(1) },
    ...["time", 0, dimensions.length - 1].map((resource) => ({
      kind: "assignment-prices",
      denominator,
      resource,
      price: tasks.map(() => (random.int(0, 3) === 0 ? -1 : 1) * any() * denominator),
    })),
  ];
}
