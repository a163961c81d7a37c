import type { BatchJob, JobResult } from "../types.ts";
import type { Answer } from "./messages.ts";

/**
 * Where a batch posts jobs and workers leave answers: a shared folder, or a server. Jobs have ids made of all that they say, so that
 * a run which begins again finds what workers did meanwhile. Nothing is written where `isHeld` is false.
 */
export interface Board {
  /** For messages; holds no secret. */
  readonly name: string;
  /** False if another batch took it over. */
  isHeld(): boolean;
  /** Ids of jobs that an earlier run posted. */
  left(): Promise<ReadonlySet<string>>;
  /** The job as it is sent; a result where that is known without a worker. */
  sent(job: BatchJob): Promise<{ readonly text: string } | { readonly result: JobResult }>;
  post(id: string, text: string): Promise<void>;
  /** Those answers that are there. */
  answers(ids: readonly string[]): Promise<ReadonlyMap<string, Answer>>;
  /** How jobs without an answer stand, in this moment. */
  progress(ids: readonly string[]): Promise<ReadonlyMap<string, JobProgress>>;
  /** Whoever plans it is asked for what it has. */
  stop(id: string): Promise<void>;
  /** Another worker may begin it: the one that had it is gone, or gave it back. */
  free(id: string): Promise<void>;
  /** Nobody wants it any more; an answer stays. */
  withdraw(id: string): Promise<void>;
  /** An answer was taken. */
  forget(id: string): Promise<void>;
  /** Removes all that is there, which tells workers to end, and gives the board up. */
  close(): Promise<void>;
}

/** `lost`: the worker that had it is gone, and `free` is called for. */
export type JobProgress = "waiting" | "begun" | "lost";
