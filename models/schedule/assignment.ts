import { byUnit, type ScheduleDraft, Terms } from "./draft.ts";

/**
 * Every copy of a unit starts once: sum over places (or cells) and slots of x = number of copies; at most that if the
 * task is optional. A mandatory unit that fits nowhere gets the row 0 = 1, which no point keeps.
 */
export function addAssignmentRows({ builder, units, starts }: ScheduleDraft): void {
  const families = byUnit(starts);
  for (const unit of units) {
    const terms = new Terms();
    for (const family of families.get(unit) ?? []) terms.addAll(family);
    const count = unit.copies.length;
    builder.addRow({ ...(!unit.task.optional && { lower: count }), upper: count, ...terms });
  }
}
