import { certified } from "../../bounds/prices/certified.ts";
import { isMakespan } from "../../bounds/schedule/makespan.ts";
import { gridOf } from "../../instance/facts/grid.ts";
import { relaxing } from "../../plan/traits.ts";
import type { Incumbent } from "../incumbent.ts";
import type { Event, LevelEnd, LevelTask, Method } from "../method.ts";
import { type ClimbNews, runClimb } from "../threads/climb-runner.ts";
import { type ClimbJob, shareMemory } from "../threads/protocol.ts";
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

function jobOf({ incumbent, seed }: LevelTask): ClimbJob | undefined {
  const { instance, value } = incumbent;
  if (value === undefined) return undefined;
  const length = lengthOf(incumbent);
  const horizon = Math.floor(value / length);
  return { runner: "climb", instance, horizon, length, seed, memory: shareMemory() };
}

function* climbed(task: LevelTask): Generator<Event, LevelEnd | undefined> {
  const job = jobOf(task);
  if (job === undefined) return undefined;
  refresh(job, task.incumbent);
  for (const news of runClimb(job)) {
    yield news === undefined ? {} : { work: 0, ...told(task.incumbent, news, job) };
    refresh(job, task.incumbent);
  }
  return { termination: "completed" };
}

async function* climbedBeside(task: LevelTask): AsyncGenerator<Event, LevelEnd | undefined> {
  const { incumbent, clock } = task;
  if (clock.workLeft() !== undefined) return yield* climbed(task);
  const job = jobOf(task);
  if (job === undefined) return undefined;
  const update = () => refresh(job, incumbent);
  update();
  for await (const news of threadEvents<ClimbNews>(job, clock, update)) {
    yield told(incumbent, news, job);
  }
  return { termination: "completed" };
}

function refresh({ memory: { ends } }: ClimbJob, { value = Infinity, bound }: Incumbent): void {
  ends[0] = value;
  ends[1] = bound?.value ?? -Infinity;
}

function told(
  { instance, target }: Incumbent,
  { least, certificate, plan }: ClimbNews,
  { length }: ClimbJob,
): Event {
  if (plan !== undefined) return { plan };
  if (least === undefined) return {};
  if (certificate === undefined) {
    return { bound: { value: least * length, source: "clauses", proof: "ours", given: [] } };
  }
  // What its own checker does not accept is not told.
  const bound = certified(instance, target, "clauses", certificate);
  return bound === undefined ? {} : { bound };
}
