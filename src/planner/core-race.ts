import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { CoreMap } from "../exact/gap/core.ts";
import type { GapEvent } from "../exact/gap/types.ts";
import { InvariantError } from "../util/errors.ts";
import {
  type Board,
  type CoreAnswer,
  type CoreJob,
  makeBoard,
  shareCore,
} from "./core-protocol.ts";
import { goalReached, type LevelEnd, type LevelTask } from "./method.ts";

/** How often the clock and the signal are looked at, ms. */
const POLL = 20;
/** A thread that has not seen the stop by then is ended, ms. */
const GRACE = 1000;

/**
 * Proof and search for better plans side by side on the assignment core of a level, one thread each, which share
 * the best value and the best bound. Ends at the goal, at the clock, or when the proof is complete.
 */
export async function raceOnCore(task: LevelTask, map: CoreMap): Promise<LevelEnd> {
  const board = makeBoard();
  const core = shareCore(map.core);
  const start =
    task.incumbent.plan === undefined ? undefined : map.assignmentOf(task.incumbent.plan.plan);
  const base = { core, board, seed: task.seed, ...(start === undefined ? {} : { start }) };
  if (start !== undefined) board.ends[0] = map.sumOf(start);
  const threads = (["prove", "improve"] as const).map((runner) =>
    runThread({ ...base, runner }, (event) => learn(task, map, board, event)),
  );
  const watch = setInterval(() => {
    if (task.clock.stopped() !== undefined || goalReached(task.incumbent, task.goal)) stop(board);
  }, POLL);
  try {
    // The proof ends when it is complete; the search for better plans has nothing left to find then.
    await threads[0].done;
    stop(board);
    await Promise.all(threads.map(({ done }) => done));
  } finally {
    clearInterval(watch);
    stop(board);
    await Promise.all(threads.map(({ end }) => end()));
  }
  return { termination: task.clock.stopped() ?? "completed" };
}

function stop(board: Board): void {
  Atomics.store(board.stop, 0, 1);
}

function learn(task: LevelTask, map: CoreMap, board: Board, event: GapEvent): void {
  const { incumbent } = task;
  if (event.assignment !== undefined) {
    incumbent.offer(
      map.planOf(event.assignment),
      event.bound === undefined ? "ejection chains" : "decision search",
    );
    board.ends[0] = Math.min(board.ends[0], map.sumOf(event.assignment));
  }
  if (event.bound !== undefined) {
    board.ends[1] = Math.max(board.ends[1], event.bound);
    incumbent.raise({
      value: map.boundOf(event.bound),
      source: "decision search",
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
