import { parentPort, workerData } from "node:worker_threads";
import { proveGap } from "../exact/gap/prove.ts";
import type { GapEvent } from "../exact/gap/types.ts";
import { proveMakespan } from "../exact/makespan/prove.ts";
import { improveGap } from "../heuristics/assignment/improve.ts";
import { improveMakespan } from "../heuristics/makespan/improve.ts";
import { type CoreAnswer, type CoreJob, sharedOf } from "./core-protocol.ts";

/** Runs one method of a race until it ends or the board says stop. */
function main(): void {
  const job = workerData as CoreJob;
  const answer = (message: CoreAnswer) => parentPort?.postMessage(message);
  try {
    for (const event of methodOf(job)) {
      if (event.assignment !== undefined || event.bound !== undefined) answer({ event });
      if (Atomics.load(job.board.stop, 0) !== 0) break;
    }
    answer({ ended: true });
  } catch (error) {
    answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function methodOf({ core, runner, board, seed, start }: CoreJob): Generator<GapEvent> {
  const shared = sharedOf(board);
  if (core.family === "assignment") {
    return runner === "prove"
      ? proveGap(core.core, shared)
      : improveGap(core.core, shared, seed, start);
  }
  return runner === "prove"
    ? proveMakespan(core.core, shared)
    : improveMakespan(core.core, shared, seed, start);
}

main();
