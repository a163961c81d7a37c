import type { Plan } from "../plan/types.ts";
import type { Past } from "./types.ts";

/** Pieces that stand on a resource copy on which the earlier plan had none of their task copy. */
export interface MoveCounts {
  /** Of task copies that had to leave: what they stood on is down, gone, or fits no longer. */
  readonly forced: number;
  /** Of task copies that could have stayed. */
  readonly chosen: number;
}

/** The moves of a new plan; `chosen` as the plan counts them, where it does. O(pieces). */
export function movesOf(
  { fate, pieces }: Past,
  found: Plan,
  chosen: number | undefined,
): MoveCounts {
  let [moved, lost] = [0, 0];
  for (let k = 0; k < found.task.length; k++) {
    const own = pieces[found.task[k]!]!;
    if (own.length === 0 || own.some(({ resource }) => resource === found.resource[k])) continue;
    moved++;
    const what = fate[found.task[k]!];
    if (what === "lost" || what === "displaced") lost++;
  }
  return chosen === undefined
    ? { forced: lost, chosen: moved - lost }
    : { forced: moved - chosen, chosen };
}
