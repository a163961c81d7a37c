import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { GapEvent } from "../exact/gap/types.ts";
import { InvariantError } from "../util/errors.ts";
import { breathe } from "./clock.ts";
import { cellsOf, runMethod } from "./core-methods.ts";
import type { Core, CoreProblem } from "./core-problem.ts";
import { type Board, type CoreAnswer, type CoreJob, makeBoard } from "./core-protocol.ts";
import { goalReached, type LevelEnd, type LevelTask } from "./method.ts";

/** How often the clock and the signal are looked at, ms. */
const POLL = 20;
/** A thread that has not seen the stop by then is ended, ms. */
const GRACE = 300;

/**
 * Proof and search for better plans side by side on the pure core of a level, one thread each, which share
 * the best value and the best bound. Ends at the goal, at the clock, or when the proof is complete.
 */
export async function raceOnCore(task: LevelTask, problem: CoreProblem): Promise<LevelEnd> {
  const board = makeBoard();
  const held = task.incumbent.start;
  const start = held === undefined ? undefined : problem.assignmentOf(held.plan);
  const base = {
    core: problem.core,
    board,
    seed: task.seed,
    ...(start === undefined ? {} : { start }),
  };
  if (start !== undefined) board.ends[0] = problem.valueOf(start);
  if (task.clock.workLeft() !== undefined) return await takeTurns(task, problem, base);
  if (isLight(problem.core, board.ends[0])) {
    if (await proveAlone(task, problem, { ...base, runner: "prove" })) {
      return { termination: task.clock.stopped() ?? "completed" };
    }
  }
  const threads = (["prove", "improve"] as const).map((runner) =>
    runThread({ ...base, runner }, (event) => learn(task, problem, board, SOURCE[runner], event)),
  );
  let giveUp = () => {};
  const overdue = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  let asked: number | undefined;
  const watch = setInterval(() => {
    const over = task.clock.stopped() !== undefined || goalReached(task.incumbent, task.goal);
    if (!over && asked === undefined) return;
    stop(board);
    asked ??= task.clock.seconds();
    // A thread deep in its work does not look up; the deadline wins all the same.
    if (task.clock.seconds() - asked > GRACE / 1000) giveUp();
  }, POLL);
  try {
    await Promise.race([threads[0].done, overdue]);
    // A proof that gave up leaves the rest of the time, if there is an end to it, to the search.
    const open = !goalReached(task.incumbent, task.goal);
    if (!open || task.clock.left() === undefined) stop(board);
    await Promise.race([Promise.all(threads.map(({ done }) => done)), overdue]);
  } finally {
    clearInterval(watch);
    stop(board);
    await Promise.all(threads.map(({ end }) => end()));
  }
  return { termination: task.clock.stopped() ?? "completed" };
}

/** Under a work limit nothing may depend on how fast threads are: proof and search take turns, event by event. */
async function takeTurns(
  task: LevelTask,
  problem: CoreProblem,
  base: Omit<CoreJob, "runner">,
): Promise<LevelEnd> {
  const { clock, incumbent, goal } = task;
  const open = (["prove", "improve"] as const).map((runner) => ({
    source: SOURCE[runner],
    events: runMethod({ ...base, runner }),
  }));
  for (let turn = 0; open.length > 0 && clock.stopped() === undefined; turn++) {
    const at = turn % open.length;
    const { source, events } = open[at];
    const { done, value: event } = events.next();
    clock.spend(Math.ceil(((done !== true && event.work) || 1) / UNIT));
    if (done === true) open.splice(at, 1);
    else learn(task, problem, base.board, source, event);
    if (goalReached(incumbent, goal)) break;
    if (turn % BREATH === 0) await breathe();
  }
  return { termination: clock.stopped() ?? "completed" };
}

/** Work that is done here, without threads: faster, and equal seeds give equal plans. A few tenths of a second at most. */
const ALONE = { pairs: 2000, cells: 2e6, work: 3e8, events: 1000 } as const;

/** True if the steps of a proof are short, so that a search for plans can wait for it. */
function isLight({ family, core }: Core, upper: number): boolean {
  const { pairs, cells } = ALONE;
  return core.tasks * core.resources <= pairs && cellsOf({ family, core } as Core, upper) <= cells;
}

/** Cells of knapsack tables in a unit of work, some milliseconds. */
const UNIT = 1e7;

/** The events between two looks at the event loop. */
const BREATH = 50;

/** True if the proof came to its end, or the goal or the clock was reached, within its events and work. */
async function proveAlone(task: LevelTask, problem: CoreProblem, job: CoreJob): Promise<boolean> {
  let events = 0;
  let work = 0;
  for (const event of runMethod(job)) {
    learn(task, problem, job.board, SOURCE.prove, event);
    task.clock.spend();
    work += event.work ?? 0;
    if (goalReached(task.incumbent, task.goal) || task.clock.stopped() !== undefined) return true;
    if (++events >= ALONE.events || work >= ALONE.work) return false;
    if (events % BREATH === 0) await breathe();
  }
  return goalReached(task.incumbent, task.goal) || task.incumbent.plan === undefined;
}

/** What a trace calls the two threads. */
const SOURCE = { prove: "decision search", improve: "local search" } as const;

function stop(board: Board): void {
  Atomics.store(board.stop, 0, 1);
}

function learn(
  task: LevelTask,
  problem: CoreProblem,
  board: Board,
  source: string,
  event: GapEvent,
): void {
  const { incumbent } = task;
  if (event.assignment !== undefined) {
    incumbent.offer(problem.planOf(event.assignment), source);
    board.ends[0] = Math.min(board.ends[0], problem.valueOf(event.assignment));
  }
  if (event.bound !== undefined) {
    board.ends[1] = Math.max(board.ends[1], event.bound);
    incumbent.raise({
      value: problem.internalOf(event.bound),
      source,
      proof: "ours",
      ...(event.certificate === undefined ? {} : { certificate: event.certificate }),
    });
  }
  if (goalReached(incumbent, task.goal)) stop(board);
}

interface Thread {
  readonly done: Promise<void>;
  end(): Promise<void>;
}

function runThread(job: CoreJob, learnEvent: (event: GapEvent) => void): Thread {
  const file = createRequire(import.meta.url).resolve("#core-worker");
  const worker = new Worker(file, { workerData: job });
  const done = new Promise<void>((resolve, reject) => {
    worker.on("message", (answer: CoreAnswer) => {
      try {
        if ("event" in answer) learnEvent(answer.event);
        else if ("ended" in answer) resolve();
        else reject(new InvariantError(`The ${job.runner} thread broke: ${answer.error}`));
      } catch (error) {
        Atomics.store(job.board.stop, 0, 1);
        reject(error);
      }
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
  done.catch(() => {});
  const end = async () => {
    const timer = setTimeout(() => worker.terminate(), GRACE);
    await done.catch(() => {});
    clearTimeout(timer);
    await worker.terminate();
  };
  return { done, end };
}
