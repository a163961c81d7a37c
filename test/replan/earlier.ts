import { inOrder } from "../../src/heuristics/schedule/order.ts";
import { PartialSchedule } from "../../src/heuristics/schedule/partial-schedule.ts";
import { planOf } from "../../src/heuristics/schedule/plan-of.ts";
import { scheduleView } from "../../src/heuristics/schedule/view.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { Plan, VerifiedPlan } from "../../src/plan/types.ts";
import { verify } from "../../src/plan/verify.ts";
import { asSchedule } from "../../src/replan/as-schedule.ts";
import type { Random } from "../../src/util/random.ts";
import { feasiblePlans } from "../support/enumerate.ts";

/** A lawful schedule that minimises nothing: tasks in a random order, each at a random one of its best places; undefined if none came of it. */
export function randomEarlierSchedule(
  instance: Instance,
  random: Random,
): VerifiedPlan | undefined {
  const situation = { instance, earlier: [], now: 0, down: new Set<number>() };
  const timed = asSchedule({ ...situation, migrations: "ignore" }).instance;
  const view = scheduleView(timed);
  if (view === undefined) return undefined;
  const schedule = new PartialSchedule(view);
  const rank = new Map(view.free.map((copy) => [copy, random.unit()]));
  for (const copy of inOrder(view, view.free, (one) => rank.get(one)!)) {
    const ready = schedule.ready(copy);
    if (ready === undefined) continue;
    const offers = [...schedule.offers(copy, ready + 1000 * random.int(0, 1), Infinity)];
    if (offers.length > 0) schedule.put(copy, offers[random.int(0, offers.length - 1)]);
  }
  return verified(instance, planOf(schedule));
}

/** A random one of the first lawful placements. */
export function randomEarlierPlacement(
  instance: Instance,
  random: Random,
): VerifiedPlan | undefined {
  const plans: Plan[] = [];
  for (const plan of feasiblePlans(instance)) if (plans.push(plan) >= 60) break;
  return plans.length === 0
    ? undefined
    : verified(instance, plans[random.int(0, plans.length - 1)]);
}

function verified(instance: Instance, plan: Plan): VerifiedPlan | undefined {
  const checked = verify(instance, plan);
  return checked.ok ? checked.plan : undefined;
}
