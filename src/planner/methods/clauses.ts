import { certified } from "../../bounds/prices/certified.ts";
import { isMakespan } from "../../bounds/schedule/makespan.ts";
import { type Climbed, climb } from "../../exact/clauses/climb.ts";
import { modelOf } from "../../exact/clauses/model.ts";
import type { InstanceModel } from "../../exact/clauses/types.ts";
import { SCHEDULES } from "../../heuristics/handles.ts";
import { followWishes } from "../../heuristics/schedule/follow.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import { gridOf } from "../../instance/facts/grid.ts";
import { placingsOf } from "../../instance/facts/placings.ts";
import { relaxing, unheard } from "../../plan/traits.ts";
import type { Plan } from "../../plan/types.ts";
import { verify } from "../../plan/verify.ts";
import type { Incumbent } from "../incumbent.ts";
import type { Event, LevelEnd, LevelTask, Method } from "../method.ts";
import { type ClimbJob, limitsOf, type SharedMemory, shareMemory } from "../threads/protocol.ts";
import { threadEvents } from "../threads/thread.ts";

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

/** The same beside a search, in a thread but under a work limit. */
export const clausesBeside: Method = { ...clauses, events: climbedBeside };

/** Milliseconds in a unit of the grid, times the factor of the makespan. */
const lengthOf = ({ instance, target }: Incumbent) => gridOf(instance) * target.terms[0].factor;

function* climbed(task: LevelTask): Generator<Event, LevelEnd | undefined> {
  const { incumbent } = task;
  if (incumbent.value === undefined || isDone(incumbent)) return undefined;
  const length = lengthOf(incumbent);
  const model = modelOf(incumbent.instance, Math.floor(incumbent.value / length));
  if (model === undefined) return undefined;
  const memory = shareMemory();
  const bounds = () => {
    refresh(memory, incumbent);
    return limitsOf({ memory, length });
  };
  for (const step of climb(model, bounds)) {
    yield step === undefined ? {} : { work: 0, ...told(incumbent, model, step, length) };
  }
  DONE.add(incumbent);
  return { termination: "completed" };
}

async function* climbedBeside(task: LevelTask): AsyncGenerator<Event, LevelEnd | undefined> {
  const { incumbent, clock } = task;
  if (clock.workLeft() !== undefined) return yield* climbed(task);
  if (incumbent.value === undefined || isDone(incumbent)) return undefined;
  const { instance } = incumbent;
  const length = lengthOf(incumbent);
  const horizon = Math.floor(incumbent.value / length);
  const model = modelOf(instance, horizon);
  if (model === undefined) return undefined;
  const memory = shareMemory();
  const update = () => refresh(memory, incumbent);
  update();
  const job: ClimbJob = { runner: "climb", instance, horizon, length, memory };
  for await (const step of threadEvents<Climbed>(job, clock, update)) {
    yield told(incumbent, model, step, length);
  }
  DONE.add(incumbent);
  return { termination: "completed" };
}

/** Levels of which the model has told all it can. */
const DONE = new WeakSet<Incumbent>();
const isDone = (incumbent: Incumbent) => DONE.has(incumbent);

function refresh({ ends }: SharedMemory, { value = Infinity, bound }: Incumbent): void {
  ends[0] = value;
  ends[1] = bound?.value ?? -Infinity;
}

function told(
  { instance, target }: Incumbent,
  model: InstanceModel,
  { least, certificate, solution }: Climbed,
  length: number,
): Event {
  if (least !== undefined) {
    if (certificate === undefined) {
      return { bound: { value: least * length, source: "clauses", proof: "ours", given: [] } };
    }
    // What its own checker does not accept is not told.
    const bound = certified(instance, target, "clauses", certificate);
    return bound === undefined ? {} : { bound };
  }
  const plan = solution && planOf(model, solution);
  return plan === undefined ? {} : { plan };
}

/** A plan in the order of a solution, where it keeps every rule: the model leaves some out. */
function planOf(
  { instance, jobs }: InstanceModel,
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
