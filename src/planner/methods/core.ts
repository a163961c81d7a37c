import type { CoreEvent } from "../../cores/events.ts";
import { GAP } from "../../cores/gap.ts";
import { MAKESPAN } from "../../cores/makespan.ts";
import { hasPatterns } from "../../exact/patterns/problem.ts";
import { type CoreProblem, coreProblemOf, type NamedCore } from "../core-problem.ts";
import { admittedLimits } from "../limits.ts";
import { type Event, fitOf, type LevelEnd, type LevelTask, type Method } from "../method.ts";
import { cellsOf, listOf, runMethod } from "../threads/core-methods.ts";
import { type CoreJob, type SharedMemory, shareMemory } from "../threads/protocol.ts";
import { threadEvents } from "../threads/thread.ts";
import { perLevel } from "./per-level.ts";
import { hasManyPairs } from "./wide.ts";

/** A list on a pure core: it costs no time, and whoever stops early has a plan. */
export const coreList: Method = {
  name: "list",
  role: "start",
  about: "one quick list where tasks only share time or one capacity",
  handles: [GAP, MAKESPAN],
  fits: needsCore,
  events: listEvents,
};

/** Branch and bound on a pure core, over the decision problem at a limit that rises where the core is a makespan. */
export const branch: Method = {
  name: "branch",
  role: "complete",
  about: "branch and bound on assignments with one capacity and on unrelated makespans",
  source: "decision search",
  handles: [GAP, MAKESPAN],
  fits: needsCore,
  events: (task) => raceEvents(task, "prove"),
};

/** Local search on a pure core. */
export const exchange: Method = {
  name: "exchange",
  role: "improve",
  about: "local search on assignments with one capacity and on unrelated makespans",
  after: ["list", "greedy"],
  source: "local search",
  handles: [GAP, MAKESPAN],
  fits: needsCore,
  events: (task) => raceEvents(task, "improve"),
};

/** Patterns of single resources on a pure core of a makespan. */
export const patterns: Method = {
  name: "patterns",
  role: "complete",
  about: "unrelated makespans with few tasks to a resource: prices, dives and groups over patterns",
  after: ["list"],
  patience: () => ({ most: 30_000, stale: 6000 }),
  handles: [MAKESPAN],
  fits: ({ incumbent }) => {
    const core = coreOf(incumbent)?.problem.core;
    if (core?.family !== "makespan") return "it is no makespan of whole tasks";
    return hasPatterns(core.core) || "resources are all equal, or tasks too many for patterns";
  },
  events: (task) => raceEvents(task, "patterns"),
};

/** The pure core of a level and what its methods share. */
interface Shared {
  readonly problem: CoreProblem;
  readonly memory: SharedMemory;
  /** Cells of knapsack tables that proofs have filled so far. */
  cells: number;
}

/** Pairs of copies of a later level: with more, counts and prices say more in the time that it has. */
const MOST_LATER = 50_000;

const coreOf = perLevel((incumbent): Shared | undefined => {
  const { instance, target, limits } = incumbent;
  const pairs = instance.taskOfCopy.length * instance.resourceOfCopy.length;
  if (hasManyPairs(instance) || (limits.length > 0 && pairs > MOST_LATER)) return undefined;
  const problem = coreProblemOf(instance, target, admittedLimits(incumbent));
  return problem && { problem, memory: shareMemory(), cells: 0 };
});

function needsCore({ incumbent }: LevelTask): true | string {
  return coreOf(incumbent) !== undefined || "more than time or one capacity is limited";
}

function* listEvents({ incumbent }: LevelTask): Generator<Event, void> {
  const problem = coreOf(incumbent)?.problem;
  const list = problem && listOf(problem.core);
  if (problem === undefined || list === undefined) return;
  yield { plan: problem.planOf(list) };
}

/**
 * Work that is done in this thread, faster than in another one: pairs, and cells that one evaluation fills, so that events are
 * short; then all cells and events, a few tenths of a second at most.
 */
const ALONE = { pairs: 2000, cells: 2e6, all: 3e8, events: 1000 } as const;

/** Cells of knapsack tables in a unit of work, some milliseconds. */
const UNIT = 1e7;

/** True if the steps of a proof are short, so that a search for plans can wait for it. */
export function isLight({ incumbent }: LevelTask): boolean {
  const shared = coreOf(incumbent);
  if (shared === undefined) return false;
  const { core, family } = shared.problem.core;
  const upper = startOf(incumbent, shared).upper;
  return (
    core.tasks * core.resources <= ALONE.pairs &&
    cellsOf({ family, core } as NamedCore, upper) <= ALONE.cells
  );
}

/** Cells of knapsack tables beyond which they are coarse or slow, so that patterns, which need none, say more. */
const MOST_CELLS = 1e9;

/** True where patterns take the place of branch and bound on tables. */
export function hasPatternsAlone(task: LevelTask): boolean {
  const shared = coreOf(task.incumbent);
  if (shared === undefined || task.without?.has("patterns")) return false;
  const { core, family } = shared.problem.core;
  const { upper } = startOf(task.incumbent, shared);
  return (
    fitOf(patterns, task) === true && cellsOf({ family, core } as NamedCore, upper) > MOST_CELLS
  );
}

/**
 * True if a sum that an earlier objective limits is a price in the core: its proofs hold, but where that sum can be more than it
 * has to be, its best assignment need not be the level's.
 */
export function isPricedCore({ incumbent }: LevelTask): boolean {
  const core = coreOf(incumbent)?.problem.core;
  return (
    core?.family === "assignment" &&
    (core.core.given?.some(({ price }) => price !== undefined) ?? false)
  );
}

/** True once a proof has had its time before a search begins beside it. */
export function isBriefDone({ incumbent }: LevelTask, events: number): boolean {
  return events >= ALONE.events || (coreOf(incumbent)?.cells ?? 0) >= ALONE.all;
}

async function* raceEvents(
  task: LevelTask,
  runner: CoreJob["runner"],
): AsyncGenerator<Event, LevelEnd | undefined> {
  const shared = coreOf(task.incumbent);
  if (shared === undefined) return undefined;
  const { problem, memory } = shared;
  const { assignment, upper } = startOf(task.incumbent, shared);
  memory.ends[0] = Math.min(memory.ends[0], upper);
  const job = {
    core: problem.core,
    memory,
    seed: task.seed,
    runner,
    ...(assignment !== undefined && { start: assignment }),
  };
  const isHere = task.clock.workLeft() !== undefined || (runner === "prove" && isLight(task));
  for await (const event of isHere ? runMethod(job) : threadEvents<CoreEvent>(job, task.clock)) {
    yield learn(shared, event);
  }
  // What has not closed the gap leaves the level to others; a core without any assignment too: two methods must agree on that.
  return { termination: "unsupported" };
}

function startOf({ start }: LevelTask["incumbent"], { problem }: Shared) {
  const assignment = start === undefined ? undefined : problem.assignmentOf(start.plan);
  const upper = assignment === undefined ? Number.POSITIVE_INFINITY : problem.valueOf(assignment);
  return { assignment, upper };
}

function learn(shared: Shared, event: CoreEvent): Event {
  const { problem, memory } = shared;
  const { assignment, bound, certificate, work = 1 } = event;
  shared.cells += work;
  if (assignment !== undefined) {
    memory.ends[0] = Math.min(memory.ends[0], problem.valueOf(assignment));
  }
  if (bound !== undefined) memory.ends[1] = Math.max(memory.ends[1], bound);
  return {
    work: Math.max(1, Math.ceil(work / UNIT)),
    ...(assignment !== undefined && { plan: problem.planOf(assignment) }),
    ...(bound !== undefined && {
      bound: {
        value: problem.internalOf(bound),
        source: "decision search",
        proof: "ours" as const,
        ...(certificate !== undefined && { certificate }),
      },
    }),
  };
}
