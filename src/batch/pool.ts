import { createRequire } from "node:module";
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import { UsageError } from "../util/errors.ts";
import type { SentJob } from "./job-worker.ts";
import type { BatchJob, Executor, JobResult } from "./types.ts";

/** Threads that one job keeps busy: under a time limit a proof or a program runs beside a search. */
const BUSY = { timeLimit: 2, workLimit: 1 } as const;

/** A job that was asked to stop and has not after this long is ended, ms. */
const GRACE = 3000;

/** How many jobs may run side by side so that at most `threads` threads are busy; at least one. */
export function slotsFor(threads: number, underWorkLimit: boolean): number {
  const busy = underWorkLimit ? BUSY.workLimit : BUSY.timeLimit;
  return Math.max(1, Math.floor(threads / busy));
}

/**
 * Runs jobs in `slots` threads of this process. A thread that crashes or runs out of memory is a fault of its job alone;
 * one that does not stop in time is ended. Throws UsageError if the project is not compiled.
 */
export function poolExecutor(slots: number): Executor {
  const pool = new Piscina({
    filename: workerFile(),
    minThreads: slots,
    maxThreads: slots,
    // Waiting threads would block on an atomic, and with them the solver threads that they own.
    atomics: "disabled",
    recordTiming: false,
    // The process's own flags, such as --eval, are not for threads.
    execArgv: [],
  });
  // A thread that dies idle is replaced; one that dies at work rejects its job.
  pool.on("error", () => {});
  return {
    slots,
    run: (job, signal) => runInPool(pool, job, signal),
    end: () => pool.destroy(),
  };
}

async function runInPool(pool: Piscina, job: BatchJob, signal: AbortSignal): Promise<JobResult> {
  const began = performance.now();
  const { port1, port2 } = new MessageChannel();
  const killer = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const after = (ms: number, act: () => void) => timers.push(setTimeout(act, ms));
  const ask = () => {
    port1.postMessage("stop");
    after(GRACE, () => killer.abort());
  };
  if (job.hardLimit !== undefined && job.hardLimit < 2 ** 31 - 1) {
    after(job.hardLimit, () => killer.abort());
  }
  signal.addEventListener("abort", ask, { once: true });
  if (signal.aborted) ask();
  try {
    const sent: SentJob = { job, port: port2 };
    return await pool.run(sent, { transferList: [port2], signal: killer.signal });
  } catch (error) {
    const seconds = (performance.now() - began) / 1000;
    if (killer.signal.aborted) return { kind: "stopped", seconds };
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "fault", message: `Its thread broke: ${message}`, distrust: false, seconds };
  } finally {
    signal.removeEventListener("abort", ask);
    for (const timer of timers) clearTimeout(timer);
    port1.close();
  }
}

/** The compiled worker, found by the package's own import map from sources and from dist alike. */
function workerFile(): string {
  try {
    return createRequire(import.meta.url).resolve("#batch-worker");
  } catch (cause) {
    throw new UsageError("The batch worker is not compiled.\nMaybe run: npm run build", { cause });
  }
}
