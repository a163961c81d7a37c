import { expect, test } from "vitest";
import { OBJECTIVE_NAMES } from "../../src/instance/objectives/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { evaluateObjective } from "../../src/plan/evaluate.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { makeRandom } from "../../src/util/random.ts";
import { drawn } from "../support/drawn.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../support/random-schedule.ts";
import { validScheduleObjectives } from "../support/random-schedule-objectives.ts";
import { naiveValue } from "./naive-objectives.ts";
import { isLawfulSchedule } from "./naive-schedule.ts";
import { mutate } from "./random-plan.ts";
import { randomSchedulePlan } from "./random-schedule-plan.ts";

const INSTANCES = drawn(500, 160);

/** Documents of all features, and of each with few others. */
function* instances(count: number) {
  for (let seed = 0; seed < count; seed++) {
    const random = makeRandom(seed);
    const one = SCHEDULE_FEATURES[seed % SCHEDULE_FEATURES.length];
    const more = SCHEDULE_FEATURES[random.int(0, SCHEDULE_FEATURES.length - 1)];
    const features = seed % 2 === 0 ? {} : { features: [one, more, "after"] as const };
    const document = randomSchedule(random, features);
    yield { document, instance: parseInstance(document), random };
  }
}

test("the verifier agrees with a naive check of schedules on random plans and their mutations", () => {
  const agreed = { lawful: 0, unlawful: 0 };
  const broken = new Map<string, number>();
  for (const { document, instance, random } of instances(INSTANCES)) {
    const plans: Plan[] = [];
    for (let j = 0; j < 3; j++) {
      const plan = randomSchedulePlan(instance, random);
      plans.push(plan, ...Array.from({ length: 4 }, () => mutate(instance, plan, random)));
    }
    for (const plan of plans) {
      const result = verify(instance, plan);
      const lawful = isLawfulSchedule(instance, plan);
      if (result.ok !== lawful) {
        expect.fail(`${lawful}: ${JSON.stringify({ document, plan, result }, undefined, 1)}`);
      }
      agreed[lawful ? "lawful" : "unlawful"]++;
      const names = new Set(result.ok ? [] : result.violations.map(({ rule }) => rule));
      const [only] = names;
      if (names.size === 1) broken.set(only, (broken.get(only) ?? 0) + 1);
    }
  }
  // Both answers must be common, and each rule must decide alone, or agreement means little.
  expect(agreed.lawful).toBeGreaterThan(INSTANCES);
  expect(agreed.unlawful).toBeGreaterThan(INSTANCES);
  const rules =
    "assignment eligibility capacity devices exclusive setup release deadline window maintenance precedence gang limits " +
    "colocate separate budget";
  // A part of the cases leaves a few out.
  const missing = rules.split(" ").filter((rule) => !broken.has(rule));
  expect(missing.length, missing.join()).toBeLessThanOrEqual(INSTANCES < 500 ? 3 : 0);
});

/** Sums over tasks, which may count one class alone. */
const SUMS: ReadonlySet<string> = new Set([
  ...["throughput", "utilization", "completion-time"],
  ...["weighted-completion", "weighted-tardiness", "late-tasks"],
]);

test("objectives of schedules are what their definitions say", () => {
  const seen = new Set<string>();
  for (const { document, instance, random } of instances(drawn(800))) {
    const objectives = parseInstance({
      ...document,
      combine: "lexicographic",
      objectives: validScheduleObjectives(document),
    }).objectives;
    const classes = [undefined, ...new Set(instance.tasks.map((task) => task.priority))];
    for (let j = 0; j < 3; j++) {
      const made = randomSchedulePlan(instance, random);
      // Also plans that are not lawful have values, if their pieces are whole and in time.
      const plan = j === 2 ? mutate(instance, made, random) : made;
      if (plan.share.some((share) => share !== 1_000_000) || plan.start.some((at) => at < 0)) {
        continue;
      }
      // Of a linked task in several places nobody says where its output is.
      if (instance.links.length > 0 && new Set(plan.task).size < plan.task.length) continue;
      for (const objective of objectives) {
        for (const priority of SUMS.has(objective.name) ? classes : [undefined]) {
          const spec = priority === undefined ? objective : { ...objective, priority };
          const value = evaluateObjective(instance, plan, spec);
          if (BigInt(value) !== naiveValue(instance, plan, spec)) {
            expect.fail(`${objective.name}: ${JSON.stringify({ document, plan })}`);
          }
          if (value !== 0) seen.add(objective.name);
        }
      }
    }
  }
  expect([...seen].sort()).toEqual([...OBJECTIVE_NAMES].sort());
});
