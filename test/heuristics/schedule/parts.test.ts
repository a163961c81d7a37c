import { expect, test } from "vitest";
import { inOrder } from "../../../src/heuristics/schedule/order.ts";
import { PartialSchedule } from "../../../src/heuristics/schedule/partial-schedule.ts";
import { improveParts } from "../../../src/heuristics/schedule/parts/improve-parts.ts";
import { planOf } from "../../../src/heuristics/schedule/plan-of.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { evaluateTarget } from "../../../src/plan/evaluate.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { InstanceError } from "../../../src/util/errors.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { bestSchedule } from "../../support/enumerate-schedule.ts";
import { randomSchedule } from "../../support/random-schedule.ts";

function instanceOf(seed: number): Instance | undefined {
  const document = randomSchedule(makeRandom(seed), {
    ...{ maxTasks: 5, maxResources: 3, whole: true, objectives: ["makespan"] },
  });
  try {
    const instance = parseInstance(document);
    return instance.mode === "schedule" && instance.robust === undefined ? instance : undefined;
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

/** A plan of a list in random order, each task where it ends last. */
function poorPlan(instance: Instance, seed: number): Plan | undefined {
  const view = scheduleView(instance);
  if (view === undefined) return undefined;
  const random = makeRandom(seed);
  const schedule = new PartialSchedule(view);
  const rank = new Map(view.free.map((copy) => [copy, random.unit()]));
  for (const copy of inOrder(view, view.free, (one) => rank.get(one) ?? 0)) {
    if (schedule.jobOf(copy).optional) continue;
    const ready = schedule.ready(copy);
    const offers = ready === undefined ? [] : [...schedule.offers(copy, ready, Infinity)];
    const last = offers.sort((x, y) => y.end - x.end)[0];
    if (last === undefined) return undefined;
    schedule.put(copy, last);
  }
  return planOf(schedule);
}

const IN_ANY_CASE = { heard: () => undefined, admits: () => true, bound: () => 0 };

test("parts by learned clauses keep every rule, and come from a poor plan to the least makespan", () => {
  const found = { tried: 0, above: 0, best: 0 };
  for (let seed = first; seed < first + drawn(1000); seed++) {
    const instance = instanceOf(seed);
    const start = instance && poorPlan(instance, seed);
    if (instance === undefined || start === undefined || !verify(instance, start).ok) continue;
    const [target] = targetsOf(instance);
    const enumerated = bestSchedule(instance, [target], { most: 4000 });
    if (enumerated === undefined || enumerated === "gave up") continue;
    const view = scheduleView(instance);
    if (view === undefined) continue;
    let value = evaluateTarget(instance, start, target);
    if (value > enumerated.values[0]) found.above++;
    let rounds = 0;
    for (const { plan, isWithin } of improveParts(view, start, IN_ANY_CASE, makeRandom(seed))) {
      if (plan !== undefined) {
        const checked = verify(instance, plan);
        expect(checked.ok ? [] : checked.violations, `seed ${seed}`).toEqual([]);
        const next = evaluateTarget(instance, plan, target);
        expect(next, `seed ${seed}`).toBeLessThan(value);
        value = next;
      }
      if (!isWithin && ++rounds >= 12) break;
    }
    found.tried++;
    if (value === enumerated.values[0]) found.best++;
  }
  if (process.env.TELL) console.log(found);
  expect(found.above).toBeGreaterThan(atLeast(30));
  expect(found.best).toBeGreaterThan(0.9 * found.tried);
});
