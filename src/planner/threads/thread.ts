import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { InvariantError } from "../../util/errors.ts";
import type { Clock } from "../clock.ts";
import { relay } from "../relay.ts";
import type { ThreadAnswer, ThreadJob } from "./protocol.ts";

/** How often the clock and the signal are looked at, ms. */
const POLL = 20;
/** A thread that has not seen the stop by then is ended, ms. */
const GRACE = 300;

/**
 * The events of a method in a thread of its own; ends with the clock or its signal, if need be by force. `refresh` is called now and then, to
 * write into the shared memory what has changed.
 */
export function threadEvents<Event>(
  job: ThreadJob,
  clock: Clock,
  refresh: () => void = () => {},
): AsyncGenerator<Event, void> {
  return relay((tell) => runThread(job, clock, tell, refresh));
}

async function runThread<Event>(
  job: ThreadJob,
  clock: Clock,
  tell: (event: Event) => void,
  refresh: () => void,
): Promise<void> {
  const file = createRequire(import.meta.url).resolve("#method-worker");
  const worker = new Worker(file, { workerData: job, execArgv: [] });
  const ended = new Promise<void>((resolve, reject) => {
    worker.on("message", (answer: ThreadAnswer<Event>) => {
      if ("event" in answer) tell(answer.event);
      else if ("ended" in answer) resolve();
      else reject(new InvariantError(`The ${job.runner} thread broke: ${answer.error}`));
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      // What others have found stands; this method has had its say.
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve();
      else reject(error);
    });
    worker.on("exit", () => resolve());
  });
  let asked: number | undefined;
  let giveUp = () => {};
  // A thread deep in its work does not look up; the deadline wins all the same.
  const overdue = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const watch = setInterval(() => {
    refresh();
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
