import { proveGap } from "../exact/gap/prove.ts";
import type { GapEvent } from "../exact/gap/types.ts";
import { proveMakespan } from "../exact/makespan/prove.ts";
import { improveGap } from "../heuristics/assignment/improve.ts";
import { improveMakespan } from "../heuristics/makespan/improve.ts";
import { type CoreJob, sharedOf } from "./core-protocol.ts";

/** The events of one method on a core: a proof, or a local search from a seed. */
export function runMethod({ core, runner, board, seed, start }: CoreJob): Generator<GapEvent> {
  const shared = sharedOf(board);
  if (core.family === "assignment") {
    return runner === "prove"
      ? proveGap(core.core, shared)
      : improveGap(core.core, shared, seed, start);
  }
  return runner === "prove"
    ? proveMakespan(core.core, shared)
    : improveMakespan(core.core, shared, seed, start);
}
