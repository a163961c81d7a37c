import { usageOf } from "../../src/instance/schedule.ts";
import { addLoadRows } from "./capacity.ts";
import type { ScheduleDraft } from "./draft.ts";

/**
 * Shared limits: at each slot in which a piece that uses something may start, sum of what running pieces use <= capacity. A
 * piece that alone passes a limit has no columns.
 */
export function addLimitRows(draft: ScheduleDraft): void {
  const { instance, rules, pieces } = draft;
  const long = pieces.filter(({ length }) => length > 0);
  for (const limit of rules.limits) {
    addLoadRows(draft, long, limit.capacity, ({ unit, place }) =>
      usageOf(limit, unit.entry, place.entry, instance.resources.length),
    );
  }
}
