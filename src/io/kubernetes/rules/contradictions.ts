import type { ImportFindings } from "../findings.ts";
import type { PodUnit } from "../units/unit.ts";

/** Takes groups apart that must share a resource copy and must not: no instance may ask for both. */
export function dropContradictions(units: readonly PodUnit[], findings: ImportFindings): void {
  const groups = new Map<string, PodUnit[]>();
  for (const unit of units) {
    for (const name of unit.colocate) groups.set(name, [...(groups.get(name) ?? []), unit]);
  }
  if (groups.size === 0) return;
  for (const members of components([...groups.values()])) {
    const names = members.flatMap(({ separate }) => separate);
    const isTwice = new Set(names).size < names.length;
    const isAlone = members.some(
      ({ pods, separate, across }) => across !== undefined || (pods > 1 && separate.length > 0),
    );
    if (!isTwice && !isAlone) continue;
    for (const unit of members) {
      unit.colocate.length = 0;
      findings.say(
        unit.object,
        "ignored",
        "affinity to pods that it, or one of them, must not share a node with",
      );
    }
  }
}

/** Groups that have a unit in common, brought together. */
function components(groups: readonly (readonly PodUnit[])[]): readonly (readonly PodUnit[])[] {
  const of = new Map<PodUnit, Set<PodUnit>>();
  for (const group of groups) {
    const all = new Set(group);
    for (const unit of group) for (const other of of.get(unit) ?? []) all.add(other);
    for (const unit of all) of.set(unit, all);
  }
  return [...new Set(of.values())].map((all) => [...all]);
}
