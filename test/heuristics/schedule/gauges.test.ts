import { expect, test } from "vitest";
import { addsOf } from "../../../src/heuristics/schedule/gauges/gauge.ts";
import { gaugeOf } from "../../../src/heuristics/schedule/gauges/registry.ts";
import { wholePlan } from "../../../src/heuristics/schedule/gauges/whole-plan.ts";
import { PartialSchedule } from "../../../src/heuristics/schedule/partial-schedule.ts";
import { planOf } from "../../../src/heuristics/schedule/plan-of.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { OBJECTIVE_NAMES } from "../../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { evaluateObjective } from "../../../src/plan/evaluate.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { randomSchedule } from "../../support/random-schedule.ts";
import { validScheduleObjectives } from "../../support/random-schedule-objectives.ts";

const SEEDS = 90;
const STEPS = 14;

/** A place for a copy that stands nowhere, or a copy to take away; undefined if neither is there. */
function step(schedule: PartialSchedule, random: Random) {
  const copy = random.int(0, schedule.placed.length - 1);
  const isNeeded = schedule.placed.some((one, other) => {
    const { entry } = schedule.jobOf(copy);
    return one !== undefined && schedule.jobOf(other).waitsFor.some((wait) => wait.entry === entry);
  });
  if (schedule.placed[copy] !== undefined) return isNeeded ? undefined : { copy };
  const ready = schedule.ready(copy);
  const offers = ready === undefined ? [] : [...schedule.offers(copy, ready, Infinity)];
  if (offers.length === 0) return undefined;
  return { copy, placement: offers[random.int(0, offers.length - 1)] };
}

test("after any steps every gauge says what the plan is worth, and said what the step would change", () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = makeRandom(seed);
    const document = randomSchedule(random, { maxTasks: 6 });
    const objectives = validScheduleObjectives(document);
    const instance = parseInstance({ ...document, objectives, combine: "lexicographic" });
    const view = instance.mode === "schedule" ? scheduleView(instance) : undefined;
    if (view === undefined || instance.taskOfCopy.length === 0) continue;
    for (const target of targetsOf(instance)) {
      const [term] = target.terms;
      const [gauge, plain] = [gaugeOf(view, term), wholePlan(instance, term.objective)];
      const schedule = new PartialSchedule(view);
      gauge.look(schedule, schedule.held.keys());
      const label = `seed ${seed}: ${target.name}`;
      for (let i = 0; i < STEPS; i++) {
        const next = step(schedule, random);
        if (next === undefined) continue;
        const { copy, placement } = next;
        const [before, guide] = [gauge.value(schedule), gauge.guide?.(schedule) ?? 0];
        if (placement === undefined) {
          const places = schedule.take(copy)?.places ?? [];
          gauge.look(
            schedule,
            places.map((place) => place.copy),
          );
        } else {
          const changes = gauge.changes(schedule, copy, placement);
          const adds = addsOf(gauge, schedule, copy, placement);
          expect(plain.changes(schedule, copy, placement) - changes, label).toBe(0);
          schedule.put(copy, placement);
          gauge.look(
            schedule,
            placement.places.map((place) => place.copy),
          );
          expect(gauge.value(schedule) - before - changes, label).toBe(0);
          if (target.terms[0].objective.name !== "spread") {
            const more = gauge.value(schedule) - before + (gauge.guide?.(schedule) ?? 0) - guide;
            expect(Math.abs(adds - more), label).toBeLessThanOrEqual(1 + 1e-6 * Math.abs(more));
          }
        }
        expect(gauge.value(schedule) + 0, label).toBe(
          evaluateObjective(instance, planOf(schedule), term.objective),
        );
      }
      seen.set(term.objective.name, (seen.get(term.objective.name) ?? 0) + 1);
    }
  }
  expect([...seen.keys()].sort()).toEqual([...OBJECTIVE_NAMES].sort());
  expect(Math.min(...seen.values())).toBeGreaterThan(5);
}, 60_000);
