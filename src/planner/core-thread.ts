import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { CoreEvent } from "../cores/events.ts";
import { InvariantError } from "../util/errors.ts";
import type { Clock } from "./clock.ts";
import type { CoreAnswer, CoreJob } from "./core-protocol.ts";
import { relay } from "./relay.ts";

/** How often the clock and the signal are looked at, ms. */
const POLL = 20;
/** A thread that has not seen the stop by then is ended, ms. */
const GRACE = 300;

/** The events of a method on a core in a thread of its own; ends with the clock or its signal, if need be by force. */
export function coreEvents(job: CoreJob, clock: Clock): AsyncGenerator<CoreEvent, void> {
  return relay((tell) => runThread(job, clock, tell));
}

async function runThread(
  job: CoreJob,
  clock: Clock,
  tell: (event: CoreEvent) => void,
): Promise<void> {
  const file = createRequire(import.meta.url).resolve("#core-worker");
  const worker = new Worker(file, { workerData: job, execArgv: [] });
  const ended = new Promise<void>((resolve, reject) => {
    worker.on("message", (answer: CoreAnswer) => {
      if ("event" in answer) tell(answer.event);
      else if ("ended" in answer) resolve();
      else reject(new InvariantError(`The ${job.runner} thread broke: ${answer.error}`));
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
  let asked: number | undefined;
  let giveUp = () => {};
  // A thread deep in its work does not look up; the deadline wins all the same.
  const overdue = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const watch = setInterval(() => {
    if (asked === undefined && clock.stopped() === undefined && !clock.signal?.aborted) return;
    Atomics.store(job.memory.stop, 0, 1);
    asked ??= clock.seconds();
    if (clock.seconds() - asked > GRACE / 1000) giveUp();
  }, POLL);
  try {
    await Promise.race([ended, overdue]);
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}
