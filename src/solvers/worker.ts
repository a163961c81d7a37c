import { parentPort } from "node:worker_threads";
import { InvariantError } from "../util/errors.ts";
import { findSolver } from "./registry.ts";
import type { WorkerAnswer, WorkerJob } from "./worker-protocol.ts";

/** The entry of a solver thread: answers one job after the other, for `solveInWorker`. */
if (parentPort === null)
  throw new InvariantError("The solver worker runs only as a worker thread.");
const port = parentPort;
const post = (answer: WorkerAnswer) => port.postMessage(answer);

port.on("message", async ({ solver, program, options, stop }: WorkerJob) => {
  try {
    const found = await findSolver(solver);
    const result = await found.solve(program, options, {
      onEvent: (event) => post({ event }),
      shouldStop: () => Atomics.load(stop, 0) !== 0,
    });
    post({ result });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    post({ error: { name, message } });
  }
});
