import { parentPort, workerData } from "node:worker_threads";
import { runClimb } from "./climb-runner.ts";
import { runMethod } from "./core-methods.ts";
import type { ThreadAnswer, ThreadJob } from "./protocol.ts";

/** Runs one method until it ends or the memory says stop. */
function main(): void {
  const job = workerData as ThreadJob;
  const answer = (message: ThreadAnswer<unknown>) => parentPort?.postMessage(message);
  try {
    for (const event of job.runner === "climb" ? runClimb(job) : runMethod(job)) {
      if (event !== undefined && hasNews(event)) answer({ event });
      if (Atomics.load(job.memory.stop, 0) !== 0) break;
    }
    answer({ ended: true });
  } catch (error) {
    answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function hasNews(event: object): boolean {
  const keys = ["assignment", "bound", "least", "plan"];
  return keys.some((key) => (event as Record<string, unknown>)[key] !== undefined);
}

main();
