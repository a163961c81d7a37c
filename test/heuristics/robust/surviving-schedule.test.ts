import { expect, test } from "vitest";
import { recoverSchedule } from "../../../src/heuristics/robust/over-time/recover.ts";
import { SurvivingSchedule } from "../../../src/heuristics/robust/over-time/surviving-schedule.ts";
import { withWaiting } from "../../../src/heuristics/schedule/order.ts";
import { planOf } from "../../../src/heuristics/schedule/plan-of.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { plansEqual } from "../../../src/plan/build.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import type { ScheduleFeature } from "../../support/random-schedule.ts";
import { robustSchedule } from "../../support/robust-schedule.ts";

/** Without devices, which are only counted. */
const FAMILIES: readonly (readonly ScheduleFeature[])[] = [
  ["workers", "within", "separate", "memory"],
  ["after", "lag", "each", "runtime-tables", "deadline", "exclusive-tasks"],
  ["limits", "quota", "maintenance", "window", "runtime-tables"],
  ["setup", "exclusive-resources", "counts", "runtime-tables"],
  ["colocate", "separate", "horizon", "release", "demand-tables"],
];

test("whatever comes and goes where it is offered, a recovery from each loss is left, also of a plan that is loaded", () => {
  let [placed, refused] = [0, 0];
  for (let seed = first; seed < first + drawn(140); seed++) {
    const random = makeRandom(seed);
    const features = FAMILIES[seed % FAMILIES.length];
    const instance = parseInstance(
      robustSchedule(random, { features, maxTasks: 6, maxResources: 4 }),
    );
    const view = scheduleView(instance);
    if (view === undefined || instance.taskOfCopy.length === 0) continue;
    let schedule = new SurvivingSchedule(view, random);
    const check = () => {
      const plan = planOf(schedule);
      const found = recoverSchedule(instance, plan);
      if (!("plan" in found)) throw new Error(`seed ${seed}: no recovery from ${found.loss}`);
      return found.plan;
    };
    for (let step = 0; step < 12; step++) {
      const copy = random.int(0, instance.taskOfCopy.length - 1);
      if (schedule.placed[copy] !== undefined) {
        const gone = withWaiting(view, [copy], (one) => schedule.placed[one] !== undefined);
        const before = planOf(schedule);
        const old = gone.map((one) => schedule.take(one)!);
        check();
        if (random.int(0, 1) === 0) continue;
        for (const [i, one] of gone.entries()) schedule.put(one, old[i]);
        expect(plansEqual(planOf(schedule), before)).toBe(true);
      } else {
        const ready = schedule.ready(copy);
        if (ready === undefined) continue;
        const offers = [...schedule.offers(copy, ready, Infinity)];
        if (offers.length === 0) refused++;
        else {
          placed++;
          schedule.put(copy, offers[random.int(0, offers.length - 1)]);
        }
      }
      const plan = check();
      if (step === 6) {
        schedule = new SurvivingSchedule(view, random, plan);
        expect(plansEqual(planOf(schedule), plan)).toBe(true);
      }
    }
  }
  expect(placed).toBeGreaterThan(atLeast(200));
  expect(refused).toBeGreaterThan(atLeast(50));
});
