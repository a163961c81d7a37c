import type { Group } from "../../src/instance/types.ts";
import { byPlace, byUnit, type ScheduleDraft, Terms } from "./draft.ts";

function membersOf({ pieces }: ScheduleDraft, { tasks }: Group) {
  return byPlace(pieces.filter(({ unit }) => tasks.includes(unit.entry)));
}

/** Separate: on each resource copy, sum of x of all members of a group <= 1. */
export function addSeparateRows(draft: ScheduleDraft): void {
  for (const group of draft.instance.separate) addSeparate(draft, group);
}

function addSeparate(draft: ScheduleDraft, group: Group): void {
  for (const pieces of membersOf(draft, group).values()) {
    const terms = new Terms();
    for (const family of pieces) terms.addAll(family);
    draft.builder.addRow({ upper: 1, ...terms });
  }
}

/** Colocate: of each member, sum of x on a copy <= home[copy], sum of home <= 1, home binary. */
export function addColocateRows(draft: ScheduleDraft): void {
  for (const group of draft.instance.colocate) addColocate(draft, group);
}

function addColocate(draft: ScheduleDraft, group: Group): void {
  const { builder, fills } = draft;
  const homes = new Terms();
  for (const [{ copies }, pieces] of membersOf(draft, group)) {
    const name = `home[${group.name},${copies[0]}]`;
    const home = builder.addColumn({ upper: 1, integer: true, name });
    homes.add(home, 1);
    for (const families of byUnit(pieces).values()) {
      const terms = new Terms();
      for (const family of families) terms.addAll(family);
      terms.add(home, -1);
      builder.addRow({ upper: 0, ...terms });
    }
    fills.push((point) => {
      const isUsed = pieces.some((family) => family.columns.some((x) => point[x] > 0));
      point[home] = isUsed ? 1 : 0;
    });
  }
  builder.addRow({ upper: 1, ...homes });
}
