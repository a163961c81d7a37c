import type { CoreEvent } from "../../cores/events.ts";
import { proveGap } from "../../exact/gap/prove.ts";
import { proveMakespan } from "../../exact/makespan/prove.ts";
import { provePatterns } from "../../exact/patterns/prove.ts";
import { improveGap } from "../../heuristics/assignment/improve.ts";
import { listAssignment } from "../../heuristics/assignment/list.ts";
import { improveMakespan } from "../../heuristics/makespan/improve.ts";
import { earliestCompletion } from "../../heuristics/makespan/start.ts";
import type { NamedCore } from "../core-problem.ts";
import { type CoreJob, sharedOf } from "./protocol.ts";

/** An assignment that takes no time worth speaking of; undefined where a list finds none. */
export function listOf({ family, core }: NamedCore): Int32Array | undefined {
  return family === "assignment" ? listAssignment(core) : earliestCompletion(core);
}

/** Cells of knapsack tables that one evaluation of the proof's relaxation fills at most. */
export function cellsOf({ family, core }: NamedCore, upper: number): number {
  const { tasks, resources } = core;
  if (family === "makespan") return tasks * resources * upper;
  return tasks * core.capacity.reduce((sum, one) => sum + one + 1, 0);
}

/** The events of one method on a core: a proof, or a local search from a seed. */
export function runMethod({ core, runner, memory, seed, start }: CoreJob): Generator<CoreEvent> {
  const shared = sharedOf(memory);
  if (core.family === "assignment") {
    return runner === "prove"
      ? proveGap(core.core, shared)
      : improveGap(core.core, shared, seed, start);
  }
  if (runner === "patterns") {
    return provePatterns(core.core, shared, start ?? earliestCompletion(core.core), seed);
  }
  return runner === "prove"
    ? proveMakespan(core.core, shared)
    : improveMakespan(core.core, shared, seed, start);
}
