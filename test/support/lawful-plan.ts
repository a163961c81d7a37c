import type { Instance } from "../../src/instance/types.ts";
import type { Plan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import type { Random } from "../../src/util/random.ts";
import { randomPlan } from "../plan/random-plan.ts";
import { randomSchedulePlan } from "../plan/random-schedule-plan.ts";

/** A random plan that keeps every rule, if one is drawn soon. */
export function lawfulPlan(instance: Instance, random: Random): Plan | undefined {
  const draw = instance.mode === "schedule" ? randomSchedulePlan : randomPlan;
  for (let tries = 0; tries < 60; tries++) {
    const plan = draw(instance, random);
    if (verify(instance, plan).ok) return plan;
  }
  return undefined;
}
