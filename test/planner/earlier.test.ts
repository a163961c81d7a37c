import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import type { Bound } from "../../src/plan/types.ts";
import { allowance, carriedBounds, earlierLevels } from "../../src/planner/earlier.ts";
import { plan } from "../../src/planner/plan.ts";
import type { EarlierRun, Outcome } from "../../src/planner/types.ts";
import { makeRandom } from "../../src/util/random.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { feasiblePlans } from "../support/enumerate.ts";
import { randomDocument } from "../support/random-document.ts";

/** Values of each level over all feasible plans. */
function allValues(instance: Instance): readonly (readonly number[])[] {
  const targets = targetsOf(instance);
  const seen = new Map<string, readonly number[]>();
  for (const feasible of feasiblePlans(instance)) {
    const values = targets.map((target) => evaluateTarget(instance, feasible, target));
    seen.set(values.join(" "), values);
  }
  return [...seen.values()];
}

/** Each bound lies at or below every plan that keeps the limits which this run had before that level. */
function checkBounds(outcome: Outcome, all: readonly (readonly number[])[], label: string): void {
  let left = all;
  for (const [k, { target, best, bound }] of outcome.levels.entries()) {
    const least = Math.min(...left.map((values) => values[k]));
    if (bound !== undefined) expect(bound.value, label).toBeLessThanOrEqual(least);
    if (best === undefined) return;
    const atMost = best + allowance(target, best);
    left = left.filter((values) => values[k] <= atMost);
  }
}

/** Through text, as a file would bring it. */
function earlierOf({ levels, plan: found }: Outcome): EarlierRun {
  const read = JSON.parse(JSON.stringify(earlierLevels(levels))) as EarlierRun["levels"];
  return { levels: read, ...(found === undefined ? {} : { plan: found.plan }) };
}

test("runs that go on from each other only gain, and no bound passes any plan", async () => {
  let continued = 0;
  for (let seed = first; seed < first + drawn(150); seed++) {
    const random = makeRandom(seed);
    const document = randomDocument(random, { maxTasks: 3, maxResources: 3 });
    const instance = parseInstance({ ...document });
    if (instance.tasks.some(({ divisible }) => divisible)) continue;
    const all = allValues(instance);
    let before = await plan(instance, { method: "greedy" });
    for (const options of [{ workLimit: 1 }, { workLimit: 4, seed: 3 }, {}]) {
      const label = `seed ${seed} ${JSON.stringify(options)}`;
      const next = await plan(instance, { ...options, earlier: earlierOf(before) });
      checkBounds(next, all, label);
      if (before.plan !== undefined) {
        continued++;
        expect(next.plan, label).toBeDefined();
        const [was, now] = [before.levels[0], next.levels[0]];
        expect(now.best, label).toBeLessThanOrEqual(was.best as number);
        expect(now.bound?.value ?? -Infinity, label).toBeGreaterThanOrEqual(
          was.bound?.value ?? -Infinity,
        );
      }
      before = next;
    }
    const least = all.length === 0 ? undefined : Math.min(...all.map((values) => values[0]));
    if (before.levels[0].termination === "optimal") expect(before.levels[0].best).toBe(least);
    if (least === undefined) expect(before.plan).toBeUndefined();
  }
  expect(continued).toBeGreaterThan(atLeast(100));
});

const BOXES = parseInstance({
  mode: "placement",
  objectives: [{ objective: "balance", tolerance: "10%" }, "cost"],
  resources: [{ id: "a", capacity: { cpu: 2 } }],
  tasks: [{ id: "t", demand: { cpu: 1 }, cost: 1 }],
});
const [balance, cost] = targetsOf(BOXES);

test("a bound of a later level holds on only under limits that are nowhere looser", () => {
  const bound: Bound = { value: 900, source: "a proof", proof: "ours" };
  const earlier: EarlierRun = {
    levels: [
      { objective: balance.name, best: 1000, bound },
      { objective: cost.name, best: 950, bound },
    ],
  };
  const carried = (atMost: number) =>
    carriedBounds(earlier, 1, cost, [{ target: balance, atMost }]);
  expect(carriedBounds(earlier, 0, balance, [])).toEqual([bound]);
  // Then up to 1000 + 10 % were allowed.
  expect(carried(1100)).toEqual([bound]);
  expect(carried(880)).toEqual([bound]);
  expect(carried(1101)).toEqual([]);
  expect(carriedBounds(undefined, 0, balance, [])).toEqual([]);
  expect(() => carriedBounds(earlier, 0, cost, [])).toThrow(/had the objective "balance"/);
});

test("the bound with a certificate comes along beside a better one without", () => {
  const claim: Bound = { value: 12, source: "highs", proof: "claimed" };
  const certified: Bound = { value: 11, source: "prices", proof: "ours" };
  const levels = [{ objective: balance.name, best: 13, bound: claim, certified }];
  expect(carriedBounds({ levels }, 0, balance, [])).toEqual([claim, certified]);
});

test("the work that was done is told, and is at most the limit", async () => {
  const outcome = await plan(BOXES, { workLimit: 7 });
  expect(outcome.work).toBeGreaterThanOrEqual(0);
  expect(outcome.work).toBeLessThanOrEqual(7);
  expect(await plan(BOXES)).not.toHaveProperty("work");
});
