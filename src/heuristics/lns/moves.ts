import type { Scope } from "../../../models/pairs.ts";
import type { Plan } from "../../plan/types.ts";

/** Freed resource copies to which a task that is not freed may turn after a loss, beside where it goes now. */
const MOST_TURNS = 6;

/**
 * The same part with few places for what is lost, so that its program stays small: where each task copy goes now, and
 * resource copies of the part. The plan with its recoveries stays inside.
 */
export function withMoves(scope: Scope, plan: Plan, freed: readonly number[]): Scope {
  const now = new Map<number, Map<number, number[]>>();
  for (const { loss, moved } of plan.recoveries ?? []) {
    const places = new Map<number, number[]>();
    for (let k = 0; k < moved.task.length; k++) {
      places.set(moved.task[k], [...(places.get(moved.task[k]) ?? []), moved.resource[k]]);
    }
    now.set(loss, places);
  }
  const held = new Map<number, number>();
  for (const task of plan.task) held.set(task, (held.get(task) ?? 0) + 1);
  return {
    copiesOf: (task) => scope.copiesOf(task),
    movesOf: (task, loss) => {
      const isFreed = (scope.copiesOf(task)?.length ?? Infinity) > (held.get(task) ?? 0);
      const more = isFreed ? freed : freed.slice(0, MOST_TURNS);
      return [...new Set([...(now.get(loss)?.get(task) ?? []), ...more])].sort((a, b) => a - b);
    },
  };
}
