import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { PlanDifference } from "../replan/difference.ts";
import { wrap } from "./format.ts";
import { namesWithin } from "./groups.ts";
import { changeLines, valueLines } from "./replan.ts";

/** Two plans of an instance side by side. */
export interface ComparedPlans extends PlanDifference {
  readonly instance: Instance;
  /** By objective: the internal value of the later plan, and the printed one of the earlier. */
  readonly levels: readonly { readonly target: Target; readonly value: number }[];
  readonly before: readonly number[];
}

/** Who stands elsewhere or at another time in the second plan, and what becomes of each objective, for a person. */
export function differenceText(compared: ComparedPlans, width: number): string {
  const { instance, changes, inside, same, levels, before } = compared;
  const unchanged = `Unchanged: ${same} of ${changes.length + inside.length + same}.`;
  const other = `On other devices, or with other shares, of the same resources: ${namesWithin(inside, 2 * width)}.`;
  const lines = changeLines({ instance, changes, now: 0 }, width);
  return [
    ...wrap(unchanged, width),
    ...(inside.length === 0 ? [] : wrap(other, width)),
    ...lines,
    ...valueLines({ levels, before }, width),
  ].join("\n");
}
