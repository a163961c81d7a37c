import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { piecesOf } from "../../src/plan/recovery.ts";
import { RULES } from "../../src/plan/rules/registry.ts";
import { makeAudit, type Rule } from "../../src/plan/rules/rule.ts";
import { soundPart } from "../../src/plan/rules/structure.ts";
import type { Plan } from "../../src/plan/types.ts";
import { usedCopies } from "../../src/plan/used.ts";
import { makeRandom } from "../../src/util/random.ts";
import { randomDocument } from "../support/random-document.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../support/random-schedule.ts";
import { mutate, randomPlan } from "./random-plan.ts";
import { randomSchedulePlan } from "./random-schedule-plan.ts";

/** As many as it takes to see every rule broken, at least so many and at most so many. */
const CASES = { least: 150, most: 5000 };

/** Plans that keep some rules and break others. Over time of all features, and of each with few others. */
function* cases(): Iterable<[Instance, Plan]> {
  const random = makeRandom(31);
  for (let i = 0; i < CASES.most; i++) {
    const one = SCHEDULE_FEATURES[i % SCHEDULE_FEATURES.length];
    const few = i % 3 === 0 ? {} : { features: [one, "after" as const] };
    const isPlacement = i % 4 === 0;
    const instance = parseInstance(
      isPlacement ? randomDocument(random) : randomSchedule(random, few),
    );
    const plan = isPlacement ? randomPlan(instance, random) : randomSchedulePlan(instance, random);
    for (let j = 0; j < 3; j++) yield [instance, mutate(instance, plan, random)];
  }
}

/** What a rule says of a plan, in one order. */
function said({ check, modes }: Rule, instance: Instance, plan: Plan): readonly string[] {
  const messages: string[] = [];
  if (modes?.includes(instance.mode) === false) return messages;
  check(makeAudit(instance, plan), (message) => messages.push(message()));
  return messages.sort();
}

test("a rule of each copy says of a plan what it says of the copies by themselves", () => {
  const ofEachCopy = (RULES as readonly Rule[]).filter(({ isOfEachCopy }) => isOfEachCopy);
  const unbroken = () => ofEachCopy.map(({ name }) => name).filter((name) => !broken.has(name));
  const alike = () => OTHERS.filter((name) => !differs.has(name));
  let seen = 0;
  const broken = new Set<string>();
  const differs = new Set<string>();
  for (const [instance, raw] of cases()) {
    if (++seen > CASES.least && unbroken().length + alike().length === 0) break;
    const plan = soundPart(instance, raw, () => {});
    if (plan === undefined) continue;
    const copies = usedCopies(plan, instance.resourceOfCopy.length);
    const parts = Array.from(copies, (copy) =>
      piecesOf(
        plan,
        Int32Array.from(plan.task.keys()).filter((k) => plan.resource[k] === copy),
      ),
    );
    for (const rule of RULES as readonly Rule[]) {
      if (rule.name === "robust") continue;
      const whole = said(rule, instance, plan);
      const apart = parts.flatMap((part) => said(rule, instance, part)).sort();
      if (whole.length > 0) broken.add(rule.name);
      if (rule.isOfEachCopy) expect(apart, rule.name).toEqual(whole);
      else if (apart.join("\n") !== whole.join("\n")) differs.add(rule.name);
    }
  }
  expect([unbroken(), alike()]).toEqual([[], []]);
});

/** Rules of more than one copy, which these plans must tell apart, or the agreement above means nothing. */
const OTHERS = ["assignment", "precedence", "gang", "limits"];
