import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { BatchJob, Executor, JobOutcome, JobResult } from "../../src/batch/types.ts";
import { sha256 } from "../../src/util/sha256.ts";

/** What a fake instance file holds: how much work its proof needs, and how it ends otherwise. */
export interface FakeInstance {
  readonly needs?: number;
  readonly ends?: "infeasible" | "bad-input" | "fault" | "broken" | "no-instance" | "no-plan";
}

/**
 * An executor without planning: a unit of work is done at once, the gap falls in proportion to the work so far, which it
 * carries from round to round in the plan's text and in `levels`. `jobs` are those that ran, in order.
 */
export interface FakeExecutor extends Executor {
  readonly jobs: BatchJob[];
  /** Milliseconds of its own clock: the seconds of its results go by on it, shared by its slots. */
  readonly now: () => number;
}

export function fakeExecutor(
  slots: number,
  meanwhile: (job: BatchJob, count: number) => void | Promise<void> = () => {},
): FakeExecutor {
  const jobs: BatchJob[] = [];
  let clock = 0;
  return {
    slots,
    jobs,
    now: () => clock,
    async run(job, signal) {
      jobs.push(job);
      await meanwhile(job, jobs.length);
      const result = signal.aborted ? { kind: "stopped" as const, seconds: 0 } : resultOf(job);
      clock += (1000 * result.seconds) / slots;
      return result;
    },
    end: async () => {},
  };
}

function resultOf(job: BatchJob): JobResult {
  const text = readFileSync(job.file, "utf8");
  const { needs = 0, ends } = JSON.parse(text) as FakeInstance;
  const seconds = 0;
  if (ends === "bad-input") return { kind: ends, message: "bad", seconds };
  if (ends === "no-instance") return { kind: ends, seconds };
  const before = job.start?.levels[0]?.best ?? 0;
  if (before > 0 && ends === "fault") {
    return { kind: "fault", message: "crash", distrust: false, seconds };
  }
  if (before > 0 && ends === "broken") {
    return { kind: "fault", message: "wrong", distrust: true, seconds };
  }
  const given = job.workLimit ?? job.timeLimit ?? needs;
  const work = Math.min(given, needs - before);
  const done = before + work;
  const shared = {
    kind: "outcome",
    method: "fake",
    levels: [{ objective: "cost", best: done }],
    verdict: "",
    notes: [],
    inputs: [{ path: basename(job.file), sha256: sha256(text) }],
    seconds: work / 1000,
    work,
  } as const;
  if (ends === "infeasible") return { ...shared, termination: "infeasible", objectives: [] };
  const gap = (needs - done) / needs;
  const termination = done === needs ? "optimal" : "work-limit";
  const objective = { name: "cost", unit: "USD", sense: "min", per_unit: 1, gap, termination };
  const outcome: JobOutcome = {
    ...shared,
    termination,
    objectives: [objective as JobOutcome["objectives"][number]],
  };
  return ends === "no-plan" ? outcome : { ...outcome, plan: `plan after ${done}\n` };
}
