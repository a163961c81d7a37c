import { sha256 } from "../../util/sha256.ts";
import type { BatchJob, JobResult } from "../types.ts";

/** What a worker is sent. */
export interface QueuedJob {
  /** Of Berth: a worker of another one may plan otherwise, or not know an option. */
  readonly version: string;
  readonly job: BatchJob;
}

/** What a worker answers. */
export interface Answer {
  readonly result: JobResult;
  /** It was stopped from outside: only whoever asked for that takes it. */
  readonly cut: boolean;
}

/** Equal jobs have equal ids, so that a run which begins again finds what workers did meanwhile. */
export function idOf(text: string): string {
  return sha256(text).slice(0, 32);
}
