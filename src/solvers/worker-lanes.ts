import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { UsageError } from "../util/errors.ts";
import type { WorkerAnswer } from "./worker-protocol.ts";

/** A worker thread and who listens to it; idle without a listener. */
export interface Lane {
  readonly worker: Worker;
  listener: LaneListener | undefined;
}

/** Who a lane's answers go to. */
interface LaneListener {
  answer(answer: WorkerAnswer): void;
  died(cause: Error | undefined): void;
}

/** Idle threads kept for the next solve: starting one and loading its solver costs about 150 ms. */
const MOST_IDLE = 2;

const idle: Lane[] = [];

/** An idle lane, or a new one; it keeps the process alive until released or discarded. */
export function takeLane(): Lane {
  const lane = idle.pop() ?? openLane();
  lane.worker.ref();
  return lane;
}

/** Gives back a lane whose solver is in good order. */
export function releaseLane(lane: Lane): void {
  lane.listener = undefined;
  if (idle.length < MOST_IDLE) {
    lane.worker.unref();
    idle.push(lane);
  } else {
    discardLane(lane);
  }
}

/** Ends a lane's thread, whatever it is doing. */
export function discardLane(lane: Lane): void {
  lane.listener = undefined;
  void lane.worker.terminate();
}

function openLane(): Lane {
  // The process's own flags, such as --eval, are not for threads.
  // GLPK prints its failed assertions, which would end up in our own output; nobody reads these streams.
  const worker = new Worker(workerFile(), { stdout: true, stderr: true, execArgv: [] });
  const lane: Lane = { worker, listener: undefined };
  const end = (cause: Error | undefined) => {
    const at = idle.indexOf(lane);
    if (at >= 0) idle.splice(at, 1);
    lane.listener?.died(cause);
  };
  worker.on("message", (answer: WorkerAnswer) => lane.listener?.answer(answer));
  worker.on("messageerror", end);
  worker.on("error", end);
  worker.on("exit", () => end(undefined));
  return lane;
}

/** The compiled worker, found by the package's own import map from sources and from dist alike. */
function workerFile(): string {
  try {
    return createRequire(import.meta.url).resolve("#solver-worker");
  } catch (cause) {
    throw new UsageError("The solver worker is not compiled.\nMaybe run: npm run build", { cause });
  }
}
