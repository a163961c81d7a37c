import { parentPort, workerData } from "node:worker_threads";
import { runMethod } from "./core-methods.ts";
import type { CoreAnswer, CoreJob } from "./core-protocol.ts";

/** Runs one method of a race until it ends or the memory says stop. */
function main(): void {
  const job = workerData as CoreJob;
  const answer = (message: CoreAnswer) => parentPort?.postMessage(message);
  try {
    for (const event of runMethod(job)) {
      if (event.assignment !== undefined || event.bound !== undefined) answer({ event });
      if (Atomics.load(job.memory.stop, 0) !== 0) break;
    }
    answer({ ended: true });
  } catch (error) {
    answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

main();
