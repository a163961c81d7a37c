import type { Instance } from "../instance/types.ts";

/** Task ids that a sentence names. */
const MOST = 5;

/**
 * Sentences on optional tasks that ask for labels which no resource has: they are left out of every plan, most often by a slip.
 * One for each reason, which brings its mend. O(tasks).
 */
export function placelessTasks({ tasks }: Instance): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, optional, unmatched } of tasks) {
    if (!optional || unmatched === undefined) continue;
    const ids = byReason.get(unmatched) ?? [];
    byReason.set(unmatched, ids);
    ids.push(id);
  }
  return [...byReason].map(([reason, ids]) => {
    const more = ids.length > MOST ? ` and ${ids.length - MOST} more` : "";
    const verb = ids.length === 1 ? "runs" : "run";
    return `${ids.slice(0, MOST).join(", ")}${more} (optional) ${verb} nowhere: ${reason}.`;
  });
}
