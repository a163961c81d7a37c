import { expect } from "vitest";
import { thisProcess } from "../../src/batch/lock.ts";
import { withRelativePaths } from "../../src/batch/queue/layout.ts";
import type { BatchJob, Executor, JobResult } from "../../src/batch/types.ts";
import { ownVersion } from "../../src/util/own-version.ts";

/** Jobs of a file that is there; fake workers do not read it. */
export function jobsIn(folder: { put(name: string, text: string): string }) {
  const file = folder.put("instance.yaml", "");
  const jobOf = (name: string, more: Partial<BatchJob> = {}): BatchJob => ({
    name,
    file,
    found: "by-manifest",
    options: {},
    key: "",
    ...more,
  });
  return { jobOf };
}

/** An outcome that says of which job it is. */
export const resultOf = (job: BatchJob): JobResult => ({
  ...{ kind: "outcome", termination: "optimal", method: "fake", verdict: job.name, seconds: 0 },
  ...{ objectives: [], levels: [], notes: [], inputs: [] },
});

/** Runs every job at once, and remembers it. */
export function runner(
  slots: number,
  run: (job: BatchJob, signal: AbortSignal) => Promise<JobResult>,
) {
  const jobs: string[] = [];
  const executor: Executor = {
    slots,
    async run(job, signal) {
      jobs.push(job.name);
      return await run(job, signal);
    },
    end: async () => {},
  };
  return { jobs, executor };
}

/** The number of a process that has certainly ended: above what the system gives. */
export const ENDED = { ...thisProcess(), pid: 2 ** 30 };

export const never = new AbortController().signal;
/** Longer than any test. */
export const idle = 60_000;

/** What stands in the file of a job. */
export async function textOf(path: string, job: BatchJob): Promise<string> {
  return JSON.stringify({ version: ownVersion(), job: await withRelativePaths(path, job) });
}

export async function waitFor<T>(look: () => readonly T[]): Promise<readonly T[]> {
  for (;;) {
    const found = look();
    if (found.length > 0) return found;
    await new Promise((next) => setTimeout(next, 5));
  }
}

/** As `runBatch` does: so many at once. */
export async function runAll(queue: Executor, jobs: readonly BatchJob[]): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const rest = [...jobs.keys()];
  const lane = async () => {
    for (let i = rest.shift(); i !== undefined; i = rest.shift()) {
      results[i] = await queue.run(jobs[i], never);
      await queue.settled?.(jobs[i]);
    }
  };
  await Promise.all(Array.from({ length: queue.slots }, lane));
  return results;
}

/** Hands `count` jobs out to three workers: each job is done by one of them, once, and answered; ends the queue. */
export async function countedOver(
  queue: Executor,
  count: number,
  jobOf: (name: string) => BatchJob,
  work: (executor: Executor) => Promise<number>,
): Promise<void> {
  const workers = [1, 2, 3].map(() => runner(8, async (job) => resultOf(job)));
  const ends = workers.map(({ executor }) => work(executor));
  const jobs = Array.from({ length: count }, (_, i) => jobOf(`u${i}`));
  const names = jobs.map(({ name }) => name);
  const results = await runAll(queue, jobs);
  await queue.end();
  const finished = await Promise.all(ends);
  expect(results.map((result) => (result.kind === "outcome" ? result.verdict : result))).toEqual(
    names,
  );
  expect(finished.reduce((sum, one) => sum + one, 0)).toBe(count);
  expect(workers.flatMap((worker) => worker.jobs).sort()).toEqual(names.sort());
  for (const { jobs: own } of workers) expect(own.length).toBeGreaterThan(count / 20);
}
