import { isNowhere, meantInstead } from "../instance/dimension-words.ts";
import type { Instance } from "../instance/types.ts";

/** Task ids that a sentence names. */
const MOST = 5;

/**
 * Sentences on optional tasks that ask for labels or dimensions which no resource has: they are left out of every plan, most often
 * by a slip. One for each reason, which brings its mend. O(tasks x dimensions that no resource has).
 */
export function placelessTasks(instance: Instance): readonly string[] {
  const { tasks, dimensions } = instance;
  const missing = [...dimensions.keys()].filter((d) => isNowhere(instance, d));
  const byReason = new Map<string, string[]>();
  tasks.forEach(({ id, optional, unmatched }, t) => {
    if (!optional) return;
    const d = missing.find((one) => isAsked(instance, t, one));
    const reason =
      unmatched ??
      (d === undefined
        ? undefined
        : `no resource has any ${dimensions[d].name}${meantInstead(instance, d)}`);
    if (reason === undefined) return;
    const ids = byReason.get(reason) ?? [];
    byReason.set(reason, ids);
    ids.push(id);
  });
  return [...byReason].map(([reason, ids]) => {
    const more = ids.length > MOST ? ` and ${ids.length - MOST} more` : "";
    const verb = ids.length === 1 ? "runs" : "run";
    return `${ids.slice(0, MOST).join(", ")}${more} (optional) ${verb} nowhere: ${reason}.`;
  });
}

/** True if a task asks for some of a dimension wherever it runs. */
function isAsked({ demand, resources }: Instance, task: number, dimension: number): boolean {
  const { perPair, values } = demand[dimension];
  if (!perPair) return values[task] > 0;
  return resources.every((_, r) => values[task * resources.length + r] > 0);
}
