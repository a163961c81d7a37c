import { expect, test } from "vitest";
import { priceBounds } from "../../../src/bounds/prices/prices.ts";
import { bestBound, provesInfeasible } from "../../../src/bounds/registry.ts";
import { chooseForStages } from "../../../src/exact/stages/choose.ts";
import { treePlans } from "../../../src/heuristics/stage-trees.ts";
import { planAlong } from "../../../src/heuristics/stages.ts";
import { paysTransfers } from "../../../src/instance/links.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { enumeratePlans } from "../../support/enumerate.ts";
import { randomStages } from "../../support/random-stages.ts";

const MOST_PLANS = 4000;

/** The least cost of plans that pass, or undefined if there are too many to try. */
function leastOf(instance: Instance, passes: (plan: Plan) => boolean): number | undefined {
  const [target] = targetsOf(instance);
  const parts = instance.tasks.some(({ divisible }) => divisible) ? { parts: 4 } : {};
  let least = Number.POSITIVE_INFINITY;
  let count = 0;
  for (const plan of enumeratePlans(instance, parts)) {
    if (++count > MOST_PLANS) return undefined;
    if (passes(plan)) least = Math.min(least, evaluateTarget(instance, plan, target));
  }
  return least;
}

/** Rules that the relaxation of the dynamic program drops; all others are kept. */
const RELAXED = new Set(["capacity", "devices", "colocate", "separate", "budget"]);

test("the dynamic program is what enumeration finds without capacities and prices of use", () => {
  let compared = 0;
  for (let seed = first; seed < first + drawn(300); seed++) {
    const document = randomStages(makeRandom(seed), { objectives: ["cost"] });
    const instance = parseInstance(document);
    const [target] = targetsOf(instance);
    const choice = chooseForStages(instance, target);
    expect(choice !== undefined, `seed ${seed}`).toBe(paysTransfers(instance));
    if (choice === undefined || instance.tasks.some(({ divisible }) => divisible)) continue;
    if (instance.resources.some(({ fixedPrice }) => fixedPrice > 0)) continue;
    if (instance.tasks.some(({ replicas }) => replicas > 1)) continue;
    // Enumeration leaves out what no devices can hold.
    if (instance.dimensions.some(({ devices }) => devices)) continue;
    const usable = (plan: Plan) =>
      [...plan.task].every((copy, k) => fitsAlone(instance, copy, plan.resource[k]));
    const least = leastOf(instance, (plan) => {
      const checked = verify(instance, plan);
      return (
        (checked.ok || checked.violations.every(({ rule }) => RELAXED.has(rule))) && usable(plan)
      );
    });
    if (least === undefined) continue;
    compared++;
    expect(choice.bound?.value ?? Number.POSITIVE_INFINITY, `seed ${seed}`).toBe(least);
  }
  expect(compared).toBeGreaterThan(atLeast(80));
});

/** A piece that passes its empty resource is no choice of the dynamic program either. */
function fitsAlone(
  { demand, taskOfCopy, resourceOfCopy, resources }: Instance,
  copy: number,
  place: number,
): boolean {
  const [t, r] = [taskOfCopy[copy], resourceOfCopy[place]];
  return demand.every(
    ({ perPair, values }, d) =>
      values[perPair ? t * resources.length + r : t] <= resources[r].capacity[d],
  );
}

test("no bound passes a plan, every certificate proves its bound, and many are tight", () => {
  let [bounds, proven, solved, along, trees] = [0, 0, 0, 0, 0];
  for (let seed = first; seed < first + drawn(300); seed++) {
    const instance = parseInstance(randomStages(makeRandom(seed), { objectives: ["cost"] }));
    const [target] = targetsOf(instance);
    const least = leastOf(instance, (plan) => verify(instance, plan).ok);
    if (least === undefined) continue;
    const label = `seed ${seed}`;
    if (least < Number.POSITIVE_INFINITY) expect(provesInfeasible(instance), label).toBeUndefined();
    const choice = chooseForStages(instance, target);
    const all = [
      ...[choice?.bound, bestBound(instance, target)].filter((bound) => bound !== undefined),
      ...priceBounds(instance, target, { passes: 60 }),
    ];
    for (const { value, certificate } of all) {
      bounds++;
      expect(value, label).toBeLessThanOrEqual(least);
      if (certificate === undefined) continue;
      expect(checkCertificate(instance, target, certificate), label).toEqual({ bound: value });
    }
    if (least < Number.POSITIVE_INFINITY) {
      solved++;
      if (all.some(({ value }) => value === least)) proven++;
    }
    const plan = choice && planAlong(instance, target, choice.entry);
    const random = makeRandom(seed);
    const price = (_: number, r: number) => (seed % 3) * 100_000 * r;
    let last = Number.POSITIVE_INFINITY;
    for (const tree of treePlans(instance, target, price, random)) {
      trees++;
      expect(verify(instance, tree), label).toMatchObject({ ok: true });
      const value = evaluateTarget(instance, tree, target);
      expect(value, label).toBeGreaterThanOrEqual(least);
      expect(value, label).toBeLessThan(last);
      last = value;
    }
    if (plan === undefined) continue;
    along++;
    expect(verify(instance, plan), label).toMatchObject({ ok: true });
    expect(evaluateTarget(instance, plan, target), label).toBeGreaterThanOrEqual(least);
  }
  expect(bounds).toBeGreaterThan(atLeast(400));
  expect(along).toBeGreaterThan(atLeast(80));
  expect(trees).toBeGreaterThan(atLeast(80));
  expect(proven / solved).toBeGreaterThan(0.85);
});

/**
 * Two sites, a star of three: the hub costs 1 in eu and 5 in us; its arms 4 in eu and 1 in us. An arm away from the hub pays
 * 2 GiB x $1 = 2. Hub in eu: 1 + 2 (1 + 2) = 7 with both arms in us; hub in us: 5 + 2 = 7 as well: a tie. With an arm
 * that only runs in eu (4): hub in eu 1 + 3 + 4 = 8, hub in us 5 + 1 + 4 + 2 = 12.
 */
test("a star by hand", () => {
  const document = (last: object) => ({
    mode: "placement",
    transfer: [{ across: "zone", price: "1/GiB" }],
    resources: [
      { id: "eu", labels: { zone: "eu" } },
      { id: "us", labels: { zone: "us" } },
    ],
    tasks: [
      {
        id: "star",
        stages: [
          { id: "hub", cost: [1, 5], output: "2GiB" },
          { id: "arm", cost: [4, 1], after: "hub" },
          { id: "last", cost: [4, 1], after: ["hub"], ...last },
        ],
      },
    ],
  });
  for (const [last, dollars, entry] of [
    [{}, 7, [0, 1, 1]],
    [{ eligible: { zone: "eu" } }, 8, [0, 1, 0]],
  ] as const) {
    const instance = parseInstance(document(last));
    const [target] = targetsOf(instance);
    const choice = chooseForStages(instance, target);
    expect(choice?.bound?.value).toBe(dollars * 1_000_000);
    expect([...(choice?.entry ?? [])]).toEqual(entry);
    const plan = planAlong(instance, target, choice?.entry ?? new Int32Array());
    expect(plan && evaluateTarget(instance, plan, target)).toBe(dollars * 1_000_000);
  }
});

test("of a site the cheapest resource is chosen, the first of equal ones", () => {
  const zones = { e1: "eu", e2: "eu", e3: "eu", u1: "us" };
  const instance = parseInstance({
    mode: "placement",
    transfer: [{ across: "zone", price: "1/GiB" }],
    resources: Object.entries(zones).map(([id, zone]) => ({ id, labels: { zone } })),
    tasks: [
      {
        id: "pipe",
        stages: [
          { id: "in", cost: [4, 3, 3, 9], output: "2GiB" },
          { id: "out", cost: [2, 2, 5, 1], after: "in" },
        ],
      },
    ],
  });
  const choice = chooseForStages(instance, targetsOf(instance)[0]);
  expect([...(choice?.entry ?? [])]).toEqual([1, 0]);
  expect(choice?.bound?.value).toBe(5_000_000);
});
