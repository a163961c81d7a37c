import {
  byPlace,
  byUnit,
  type PlacedFamily,
  type ScheduleDraft,
  startSlots,
  Terms,
} from "./draft.ts";

/**
 * Setup on an exclusive resource copy. For a unit a of family f, a family g and a slot s in which a piece of g may start,
 *     starts of a in (s - p - setup[f,g], s]  +  starts of other units of g in s  <=  1.
 * Between any two pieces, not only neighbours: that is the same where no third piece in between makes the way shorter, and is
 * refused elsewhere, as are tasks of length 0 with setups around.
 */
export function addSetupRows(draft: ScheduleDraft): void {
  if (!draft.rules.setup.some((time) => time > 0)) return;
  for (const [{ entry }, pieces] of byPlace(draft.pieces)) {
    if (draft.rules.exclusiveResource[entry] === 0) continue;
    const refusal = shortcutOf(draft, pieces);
    if (refusal !== undefined) {
      if (!draft.refusals.includes(refusal)) draft.refusals.push(refusal);
      return;
    }
    const families = new Set(pieces.map((one) => familyOf(draft, one)));
    for (const own of byUnit(pieces).values()) {
      for (const g of families) addRows(draft, own, pieces, g);
    }
  }
}

function familyOf({ rules }: ScheduleDraft, { unit }: PlacedFamily): number {
  return rules.family[unit.entry];
}

function setupSlots({ rules, grid }: ScheduleDraft, f: number, g: number): number {
  return rules.setup[f * rules.families.length + g] / grid.tick;
}

function addRows(
  draft: ScheduleDraft,
  own: readonly PlacedFamily[],
  pieces: readonly PlacedFamily[],
  g: number,
): void {
  const { unit } = own[0];
  const wait = setupSlots(draft, familyOf(draft, own[0]), g);
  if (wait === 0) return;
  const others = pieces.filter((one) => one.unit !== unit && familyOf(draft, one) === g);
  for (const slot of startSlots(others)) {
    const terms = new Terms();
    for (const family of own) terms.addStarts(family, slot - family.length - wait + 1, slot);
    for (const family of others) terms.addStarts(family, slot, slot);
    draft.builder.addRow({ upper: 1, ...terms });
  }
}

/** Why setups between any two pieces would ask for more than setups between neighbours; undefined if they do not. */
function shortcutOf(draft: ScheduleDraft, pieces: readonly PlacedFamily[]): string | undefined {
  const shortest = new Map<number, number>();
  for (const one of pieces) {
    const f = familyOf(draft, one);
    shortest.set(f, Math.min(shortest.get(f) ?? Infinity, one.length));
  }
  const families = [...shortest.keys()];
  const time = (f: number, g: number) => setupSlots(draft, f, g);
  if (
    families.some((f) => shortest.get(f) === 0) &&
    families.some((f) => families.some((g) => time(f, g) > 0))
  ) {
    return "Setup times among tasks of length 0 have no integer program.";
  }
  const isShorter = families.some((f) =>
    families.some((h) =>
      families.some((g) => time(f, g) + (shortest.get(g) ?? 0) + time(g, h) < time(f, h)),
    ),
  );
  return isShorter
    ? "Setup times that a short task in between would undercut have no integer program."
    : undefined;
}
