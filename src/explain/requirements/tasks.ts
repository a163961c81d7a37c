import { countOf, type Edit } from "../../edit/draft.ts";
import { type Alike, mandatory, namesText } from "../alike.ts";
import { sizeOf } from "../size.ts";
import type { DocumentRequirement, Source } from "./requirement.ts";

/** The tasks that must be placed, equal ones together; the largest first, since few of these may be too many. */
export function taskRequirements({ draft, instance }: Source): readonly DocumentRequirement[] {
  const size = sizeOf(instance);
  const listed = mandatory(draft).map((group) => ({ group, size: size(group.ids[0]) }));
  listed.sort((a, b) => b.size - a.size || a.group.rows[0] - b.group.rows[0]);
  return listed.map(({ group }) => requirementOf(group, group.copies));
}

/** That the first `copies` of equal tasks are placed. */
function requirementOf(group: Alike, copies: number): DocumentRequirement {
  return {
    kind: "task",
    text: textOf(group, copies),
    place: `/tasks/${group.rows[0]}`,
    relax: keeping(group, 0),
    ...(copies < group.copies && { hold: keeping(group, copies) }),
    copies: { count: copies, atMost: (fewer) => requirementOf(group, fewer) },
    lever: {
      ...{ from: 0, to: group.copies },
      set: (dropped) => keeping(group, group.copies - dropped),
      text: (dropped) => {
        const names = namesText(group, "task");
        return dropped === group.copies
          ? `drop ${names}`
          : `drop ${dropped} of the ${group.copies} copies of ${names}`;
      },
    },
  };
}

/** Keeps so many copies, the first ones. */
function keeping({ rows, counts }: Alike, copies: number): Edit {
  return ({ tasks }) => {
    let rest = copies;
    for (const [k, row] of rows.entries()) {
      const count = Math.min(rest, counts[k]);
      rest -= count;
      const task = tasks[row];
      if (task === undefined) continue;
      if (count === 0) tasks[row] = undefined;
      else if (count < countOf(task)) task.count = count;
    }
  };
}

function textOf(group: Alike, copies: number): string {
  const { ids, copies: all } = group;
  const names = namesText(group, "task");
  if (all === 1) return names;
  if (copies < all) return `${copies} of the ${all} copies of ${names}`;
  return all === ids.length ? names : `all ${all} copies of ${names}`;
}
