import { parentPort, workerData } from "node:worker_threads";
import { proveGap } from "../exact/gap/prove.ts";
import type { GapEvent } from "../exact/gap/types.ts";
import { improveGap } from "../heuristics/assignment/improve.ts";
import { type CoreAnswer, type CoreJob, sharedOf } from "./core-protocol.ts";

/** Runs one method of a race until it ends or the board says stop. */
function main(): void {
  const job = workerData as CoreJob;
  const answer = (message: CoreAnswer) => parentPort?.postMessage(message);
  try {
    for (const event of RUNNERS[job.runner](job)) {
      if (event.assignment !== undefined || event.bound !== undefined) answer({ event });
      if (Atomics.load(job.board.stop, 0) !== 0) break;
    }
    answer({ ended: true });
  } catch (error) {
    answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

const RUNNERS: Readonly<Record<CoreJob["runner"], (job: CoreJob) => Generator<GapEvent>>> = {
  prove: ({ core, board }) => proveGap(core, sharedOf(board)),
  improve: ({ core, board, seed, start }) => improveGap(core, sharedOf(board), seed, start),
};

main();
