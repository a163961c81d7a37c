import type { Command } from "commander";
import { SOLVER_NAMES } from "../solvers/registry.ts";
import { parseCount, parseGap, parseNames, parseSeed, parseTimeLimit } from "./options.ts";
import { type RuntimesFlags, withRuntimesOptions } from "./runtimes-option.ts";

/** What commands that plan take. */
export interface PlanningFlags extends RuntimesFlags {
  readonly objective?: string;
  readonly method?: string;
  readonly without?: readonly string[];
  readonly solver?: string;
  /** Milliseconds. */
  readonly timeLimit?: number;
  readonly workLimit?: number;
  readonly gap?: number;
  readonly seed?: number;
  readonly policy?: string;
}

/** Adds the options of planning to a command; `limits` says what its two limits mean. */
export function withPlanningOptions(
  command: Command,
  limits: { readonly time: string; readonly work: string },
): Command {
  command
    .option(
      "--objective <list>",
      "objectives in order, such as cost:2%,makespan or utilization:gpu",
    )
    .option(
      "--method <name>",
      "auto (default), or one method by its name: berth methods FILE lists them",
    )
    .option("--without <names>", "methods to leave out, such as packing,learned", parseNames)
    .option(
      "--solver <name>",
      `solver of integer programs: ${SOLVER_NAMES.join(", ")} (default: highs)`,
    )
    .option("--time-limit <duration>", limits.time, parseTimeLimit)
    .option("--work-limit <units>", limits.work, parseCount)
    .option(
      "--gap <percent>",
      "stop when the gap is at most this, such as 0.1% (default: 0)",
      parseGap,
    )
    .option("--seed <integer>", "seed of everything random (default: 1)", parseSeed);
  return withRuntimesOptions(command).option(
    "--policy <policy.json>",
    "where tasks belong (berth learn policy): followed by learned, a start for auto",
  );
}
