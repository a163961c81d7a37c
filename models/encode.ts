import { WHOLE } from "../src/instance/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { InvariantError } from "../src/util/errors.ts";
import type { Draft } from "./draft.ts";
import { pairColumn } from "./pairs.ts";

/**
 * The point of a plan, its auxiliary columns as cheap as the plan allows.
 * Throws InvariantError if the plan uses a pair that no feasible plan can use. O(columns + pieces log).
 */
export function encodePlan(draft: Draft, columns: number, plan: Plan): Float64Array {
  const point = new Float64Array(columns);
  for (let k = 0; k < plan.task.length; k++) {
    const x = pairColumn(draft.pairs, plan.task[k], plan.resource[k]);
    if (x === undefined) {
      throw new InvariantError(
        `Task copy ${plan.task[k]} is planned on resource copy ${plan.resource[k]}, which it cannot use.`,
      );
    }
    point[x] += plan.share[k] / WHOLE;
  }
  for (const fill of draft.fills) fill(point, plan);
  return point;
}
