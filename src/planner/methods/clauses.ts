import { certified } from "../../bounds/prices/certified.ts";
import { isMakespan } from "../../bounds/schedule/makespan.ts";
import { type Climbed, climb } from "../../exact/clauses/climb.ts";
import { modelOf } from "../../exact/clauses/model.ts";
import type { Model } from "../../exact/clauses/types.ts";
import { SCHEDULES } from "../../heuristics/handles.ts";
import { followWishes } from "../../heuristics/schedule/follow.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import { gridOf } from "../../instance/facts/grid.ts";
import { placingsOf } from "../../instance/facts/placings.ts";
import { relaxing, unheard } from "../../plan/traits.ts";
import type { Plan } from "../../plan/types.ts";
import { verify } from "../../plan/verify.ts";
import type { Event, LevelTask, Method } from "../method.ts";

/** An event is some ten milliseconds. */
const PATIENCE = { most: 3000, stale: 300 } as const;

/** Constraint reasoning over time with learned clauses, each bound with a log that proves it; its solutions become plans. */
export const clauses: Method = {
  name: "clauses",
  role: "bound",
  about:
    "learned clauses over starts, placings and orders of schedules: makespans refuted from below",
  handles: [relaxing("schedule", "optional", "workers", "transfers")],
  needsPlan: () => true,
  patience: () => PATIENCE,
  fits: ({ incumbent }) => isMakespan(incumbent.target) || "the objective is no single makespan",
  events: climbed,
};

function* climbed(task: LevelTask): Generator<Event, void> {
  const { incumbent } = task;
  const { instance, target } = incumbent;
  if (incumbent.value === undefined) return;
  const length = gridOf(instance) * target.terms[0].factor;
  const model = modelOf(instance, Math.floor(incumbent.value / length));
  if (model === undefined) return;
  const bounds = () => ({
    least: Math.ceil((incumbent.bound?.value ?? 0) / length),
    // A better plan ends before this one.
    most: Math.ceil((incumbent.value ?? Infinity) / length) - 1,
  });
  for (const step of climb(model, bounds)) {
    yield step === undefined ? {} : { work: 0, ...told(task, model, step, length) };
  }
}

function told(
  { incumbent }: LevelTask,
  model: Model,
  { least, certificate, solution }: Climbed,
  length: number,
): Event {
  const { instance, target } = incumbent;
  if (least !== undefined) {
    const proven = certificate && certified(instance, target, "clauses", certificate);
    return {
      bound: proven ?? { value: least * length, source: "clauses", proof: "ours", given: [] },
    };
  }
  const plan = solution && planOf(model, solution);
  return plan === undefined ? {} : { plan };
}

/** A plan in the order of a solution, where it keeps every rule: the model leaves some out. */
function planOf(
  { instance, jobs }: Model,
  { starts, placings }: NonNullable<Climbed["solution"]>,
): Plan | undefined {
  const view = scheduleView(instance);
  if (view === undefined || unheard([SCHEDULES], { instance }) !== undefined) return undefined;
  const wishes = jobs.map(({ copy, task }, j) => ({
    copy,
    start: starts[j],
    entries: new Set(placingsOf(instance)[task][placings[j]].entries),
  }));
  const plan = followWishes(view, wishes);
  return plan !== undefined && verify(instance, plan).ok ? plan : undefined;
}
