import type { ImportFindings } from "../findings.ts";
import type { PodUnit } from "../units/unit.ts";

/** Most groups of two that one term may come to. */
const MOST_PAIRS = 2000;

/**
 * Keeps the holders of a term off its targets, where it is not the same pods that have the term and that it selects: a group for
 * each two single pods says exactly that. Where there are several pods in a unit or too many pairs, one group for all says more.
 */
export function pairwise(
  findings: ImportFindings,
  holders: readonly PodUnit[],
  targets: readonly PodUnit[],
): void {
  const isSingle = [...holders, ...targets].every(({ pods }) => pods === 1);
  if (isSingle && holders.length * targets.length <= MOST_PAIRS) {
    for (const holder of holders) {
      for (const target of targets) {
        if (holder === target) continue;
        const group = `${holder.id} - ${target.id}`;
        if (target.separate.includes(`${target.id} - ${holder.id}`)) continue;
        if (target.separate.includes(group)) continue;
        holder.separate.push(group);
        target.separate.push(group);
      }
    }
    return;
  }
  const group = `${holders[0].id} - ${targets[0].id} and others`;
  for (const unit of new Set([...holders, ...targets])) {
    if (!unit.separate.includes(group)) unit.separate.push(group);
  }
  for (const { object } of holders) {
    findings.say(
      object,
      "stricter",
      "it shares no node with pods that it keeps off, nor do these with each other",
    );
  }
}
