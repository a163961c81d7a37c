import { availableParallelism } from "node:os";
import type { Outcome } from "../planner/types.ts";
import { defined } from "../util/defined.ts";
import { ownVersion } from "../util/own-version.ts";
import { commandCpu, commandTime } from "./command-run.ts";
import type { PlanningFlags } from "./planning-options.ts";

/** Of a run, beside what it found: `run` in the documents of `solve` and `replan`. What is measured comes after what was asked for. */
export interface RunBlock {
  /** Of Berth. */
  readonly version: string;
  readonly seed: number;
  readonly options: RunOptions;
  /** Processors that this process may use, and so threads that it keeps busy at most. */
  readonly processors: number;
  /** Units that were done, under a work limit. */
  readonly work?: number;
  /** Of the whole command, reading included, on the clock and of all processors. */
  readonly seconds: number;
  readonly cpu_seconds: number;
  /** Of the process so far. */
  readonly peak_memory_mib: number;
}

/** Options of planning that were given, as they are named, with their units. */
export interface RunOptions {
  readonly objective?: string;
  readonly method?: string;
  readonly without?: readonly string[];
  readonly solver?: string;
  readonly time_limit_ms?: number;
  readonly work_limit?: number;
  /** A share. */
  readonly gap?: number;
  readonly seed?: number;
  readonly runtimes?: string;
  readonly risk?: string;
  readonly policy?: string;
  readonly start?: string;
}

/** Of the run that ends now. */
export function runBlock(
  { work }: Pick<Outcome, "work">,
  flags: PlanningFlags & { readonly start?: string },
): RunBlock {
  const version = ownVersion();
  const { objective, method, without, solver, timeLimit, workLimit, gap, seed } = flags;
  const { runtimes, risk, policy, start } = flags;
  const limits = { time_limit_ms: timeLimit, work_limit: workLimit };
  const options = { objective, method, without, solver, ...limits, gap, seed };
  return {
    version,
    seed: seed ?? 1,
    options: defined({ ...options, runtimes, risk, policy, start }) as RunOptions,
    processors: availableParallelism(),
    ...defined({ work }),
    seconds: commandTime() / 1000,
    cpu_seconds: commandCpu(),
    peak_memory_mib: Math.ceil(process.resourceUsage().maxRSS / 1024),
  };
}
