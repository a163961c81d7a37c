import type { JobResult } from "../types.ts";

/** Workers that may end while they plan one job before it counts as the job's fault. */
export const MOST_LOST = 5;

/** What is said of a job that so many did not survive. */
export function broken(seconds: number): JobResult {
  const message = `${MOST_LOST} workers ended while they planned it. Maybe it takes more memory than they have.`;
  return { kind: "fault", message, distrust: false, seconds };
}
