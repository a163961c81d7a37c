import type { MessagePort } from "node:worker_threads";
import { runJob } from "./run-job.ts";
import type { BatchJob, JobResult } from "./types.ts";

/** What a thread of the pool is sent: a job, and the line on which it may be asked to stop. */
export interface SentJob {
  readonly job: BatchJob;
  readonly port: MessagePort;
}

/** Entry of a pool thread: runs one job; any message on `port` asks it to stop with what it has. */
export default async function work({ job, port }: SentJob): Promise<JobResult> {
  const controller = new AbortController();
  port.on("message", () => controller.abort());
  try {
    return await runJob(job, controller.signal);
  } finally {
    port.close();
  }
}
