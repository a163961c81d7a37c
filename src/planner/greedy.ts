import { HEURISTICS } from "../heuristics/registry.ts";
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
      if (goalReached(incumbent, task.goal)) return { termination: "completed" };
      await breathe();
      const stopped = clock.stopped();
      if (stopped !== undefined) return { termination: stopped };
    }
    await breathe();
    const stopped = clock.stopped();
    if (stopped !== undefined) return { termination: stopped };
  }
  if (reasons.length === HEURISTICS.length) {
    return {
      termination: "unsupported",
      note: `No greedy heuristic applies. ${reasons.join(" ")}`,
    };
  }
  return { termination: "completed" };
}
