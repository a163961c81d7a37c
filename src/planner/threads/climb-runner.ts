import { type Climbed, climb } from "../../exact/clauses/climb.ts";
import { modelOf } from "../../exact/clauses/model.ts";
import type { InstanceModel } from "../../exact/clauses/types.ts";
import { SCHEDULES } from "../../heuristics/handles.ts";
import { followWishes } from "../../heuristics/schedule/follow.ts";
import { loadPlan } from "../../heuristics/schedule/load-plan.ts";
import { WholeSchedule } from "../../heuristics/schedule/parts/whole-schedule.ts";
import { planOf } from "../../heuristics/schedule/plan-of.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import { placingsOf } from "../../instance/facts/placings.ts";
import type { Instance } from "../../instance/types.ts";
import { unheard } from "../../plan/traits.ts";
import type { Plan } from "../../plan/types.ts";
import { verify } from "../../plan/verify.ts";
import { makeRandom } from "../../util/random.ts";
import { type ClimbJob, limitsOf } from "./protocol.ts";

/** What a climb tells, with a plan in place of a solution. */
export type ClimbNews = Omit<Climbed, "solution"> & { readonly plan?: Plan };

/** Work of a solver between two looks at what others found. */
const WORK = 2_000_000;

/**
 * Climbs over makespans; once the model has no more to say and no plan is as short, looks for one that is, on resource copies, starting from
 * what follows its last solution. Yields nothing between slices of work.
 */
export function* runClimb(job: ClimbJob): Generator<ClimbNews | undefined, void, void> {
  const { instance } = job;
  const model = modelOf(instance, job.horizon);
  if (model === undefined) return;
  let last: Plan | undefined;
  for (const step of climb(model, () => limitsOf(job))) {
    if (step?.solution === undefined) {
      yield step;
      continue;
    }
    const plan = planFrom(model, step.solution);
    last = plan ?? last;
    yield plan === undefined ? undefined : { plan };
  }
  if (last !== undefined) yield* onCopies(job, last);
}

function* onCopies(job: ClimbJob, start: Plan): Generator<ClimbNews | undefined, void, void> {
  const { instance, seed } = job;
  const view = scheduleView(instance);
  if (view === undefined) return;
  const whole = new WholeSchedule(view, makeRandom(seed), 1);
  const schedule = loadPlan(view, start);
  for (;;) {
    const { least, most } = limitsOf(job);
    if (least > most) return;
    const steps = whole.search(schedule, most + 1, least, WORK);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) yield undefined;
    const plan = step.value && planOf(step.value);
    if (plan !== undefined && verify(instance, plan).ok) yield { plan };
    else if (!whole.isOpen) return;
    yield undefined;
  }
}

/** A plan in the order of a solution, where it keeps every rule: the model leaves some out. */
function planFrom(
  { instance, jobs }: InstanceModel,
  { starts, placings }: NonNullable<Climbed["solution"]>,
): Plan | undefined {
  const view = followed(instance);
  if (view === undefined) return undefined;
  const wishes = jobs.map(({ copy, task }, j) => ({
    copy,
    start: starts[j],
    entries: new Set(placingsOf(instance)[task][placings[j]].entries),
  }));
  const plan = followWishes(view, wishes);
  return plan !== undefined && verify(instance, plan).ok ? plan : undefined;
}

function followed(instance: Instance) {
  return unheard([SCHEDULES], { instance }) === undefined ? scheduleView(instance) : undefined;
}
