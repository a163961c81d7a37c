import { frugal } from "../heuristics/frugal.ts";
import { HEURISTICS } from "../heuristics/registry.ts";
import type { Instance } from "../instance/types.ts";
import { makeRandom } from "../util/random.ts";
import { breathe } from "./clock.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "./method.ts";

/** Runs every greedy heuristic that applies, keeps the best plan and leaves the proof to the bounds. */
export const greedy: Method = {
  name: "greedy",
  usesSolver: false,
  run: (task) => offerGreedyPlans(task),
};

/**
 * Offers the plans of all greedy heuristics until one closes the gap or the clock stops.
 * Reasons why heuristics did not apply come back as the note if none did.
 */
export async function offerGreedyPlans(task: LevelTask): Promise<LevelEnd> {
  const { incumbent, clock } = task;
  const { instance, target } = incumbent;
  const reasons: string[] = [];
  for (const heuristic of HEURISTICS) {
    const supported = heuristic.supports(instance, target);
    if (supported !== true) {
      reasons.push(`${heuristic.name}: ${supported}.`);
      continue;
    }
    for (const plan of heuristic.plans(instance, target, makeRandom(task.seed))) {
      incumbent.offer(plan, heuristic.name);
      clock.spend();
      if (goalReached(incumbent, task.goal)) return { termination: "completed" };
      await breathe();
      const stopped = clock.stopped();
      if (stopped !== undefined) return { termination: stopped };
    }
    await breathe();
    const stopped = clock.stopped();
    if (stopped !== undefined) return { termination: stopped };
    if (heuristic === frugal && incumbent.plan !== undefined && isLarge(instance)) break;
  }
  if (reasons.length === HEURISTICS.length) {
    return {
      termination: "unsupported",
      note: `No greedy heuristic applies. ${reasons.join(" ")}`,
    };
  }
  return { termination: "completed" };
}

/** Pairs of copies from which on the other recipes take seconds and rarely beat `frugal` where it applies. */
const LARGE_PAIRS = 500_000;

function isLarge({ taskOfCopy, resourceOfCopy }: Instance): boolean {
  return taskOfCopy.length * resourceOfCopy.length > LARGE_PAIRS;
}
