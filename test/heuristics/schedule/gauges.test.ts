import { expect, test } from "vitest";
import { ScheduleBoard } from "../../../src/heuristics/schedule/board.ts";
import { addsOf } from "../../../src/heuristics/schedule/gauges/gauge.ts";
import { gaugeOf } from "../../../src/heuristics/schedule/gauges/registry.ts";
import { wholePlan } from "../../../src/heuristics/schedule/gauges/whole-plan.ts";
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
function step(board: ScheduleBoard, random: Random) {
  const copy = random.int(0, board.placed.length - 1);
  const isNeeded = board.placed.some((one, other) => {
    const { entry } = board.jobOf(copy);
    return one !== undefined && board.jobOf(other).waitsFor.some((wait) => wait.entry === entry);
  });
  if (board.placed[copy] !== undefined) return isNeeded ? undefined : { copy };
  const ready = board.ready(copy);
  const offers = ready === undefined ? [] : [...board.offers(copy, ready, Infinity)];
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
      const board = new ScheduleBoard(view);
      gauge.look(board, board.held.keys());
      const label = `seed ${seed}: ${target.name}`;
      for (let i = 0; i < STEPS; i++) {
        const next = step(board, random);
        if (next === undefined) continue;
        const { copy, placement } = next;
        const [before, guide] = [gauge.value(board), gauge.guide?.(board) ?? 0];
        if (placement === undefined) {
          const places = board.take(copy)?.places ?? [];
          gauge.look(
            board,
            places.map((place) => place.copy),
          );
        } else {
          const changes = gauge.changes(board, copy, placement);
          const adds = addsOf(gauge, board, copy, placement);
          expect(plain.changes(board, copy, placement) - changes, label).toBe(0);
          board.put(copy, placement);
          gauge.look(
            board,
            placement.places.map((place) => place.copy),
          );
          expect(gauge.value(board) - before - changes, label).toBe(0);
          if (target.terms[0].objective.name !== "spread") {
            const more = gauge.value(board) - before + (gauge.guide?.(board) ?? 0) - guide;
            expect(Math.abs(adds - more), label).toBeLessThanOrEqual(1 + 1e-6 * Math.abs(more));
          }
        }
        expect(gauge.value(board) + 0, label).toBe(
          evaluateObjective(instance, planOf(board), term.objective),
        );
      }
      seen.set(term.objective.name, (seen.get(term.objective.name) ?? 0) + 1);
    }
  }
  expect([...seen.keys()].sort()).toEqual([...OBJECTIVE_NAMES].sort());
  expect(Math.min(...seen.values())).toBeGreaterThan(5);
}, 60_000);
