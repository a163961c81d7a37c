import type { Spread } from "../objects/pod-terms.ts";
import type { PodUnit } from "../units/unit.ts";
import type { RuleSetting } from "./pod-rules.ts";

/** Pods of one spread by part of the cluster: those that stay there. */
export type Counts = ReadonlyMap<string, number>;

/** Most parts of the cluster over which pods are shared out. */
const MOST_PARTS = 64;

/**
 * Gives each part of the cluster its number of pods, always the next one to the part with the least. False if there are too many
 * parts, if the pods have been shared out already, or if the difference stays too large.
 */
export function shareOut(
  { sets, domains, findings }: RuleSetting,
  spread: Spread,
  holders: readonly PodUnit[],
  counts: Counts,
): boolean {
  const parts = [...counts.keys()].sort();
  const isShared = holders.some(
    ({ shares, across }) => shares !== undefined || across !== undefined,
  );
  if (parts.length > MOST_PARTS || counts.size < spread.minDomains || isShared) return false;
  const total = holders.reduce((sum, unit) => sum + unit.pods, 0);
  const [news, levels] = filled(
    parts.map((part) => counts.get(part)!),
    total,
  );
  const difference = Math.max(...levels) - Math.min(...levels);
  if (difference > spread.maxSkew) return false;
  const { of } = domains(spread.topologyKey);
  let part = 0;
  for (const unit of holders) {
    const shares: { pods: number; set: PodUnit["set"] }[] = [];
    for (let left = unit.pods; left > 0; ) {
      while (news[part] === 0) part++;
      const pods = Math.min(left, news[part]);
      const value = parts[part];
      shares.push({ pods, set: sets.where(unit.set, (n) => of[n] === value) });
      news[part] -= pods;
      left -= pods;
    }
    unit.shares = shares;
  }
  const isForced = spread.maxSkew === 1 && difference === 0 && holders.length === 1;
  if (isForced) return true;
  for (const { object } of holders) {
    findings.say(object, "stricter", `its pods are shared out evenly over ${spread.topologyKey}`);
  }
  return true;
}

/** How many go to each part, and what each then has. O(pods x parts) at most, less by whole rounds. */
function filled(counts: readonly number[], total: number): [number[], number[]] {
  const levels = [...counts];
  let left = total;
  while (left > 0) {
    const least = Math.min(...levels);
    const low = levels.flatMap((level, i) => (level === least ? [i] : []));
    const above = levels.filter((level) => level > least);
    const next = above.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...above);
    const rounds = Math.max(0, Math.min(next - least, Math.floor(left / low.length)));
    if (rounds === 0) {
      for (const i of low.slice(0, left)) levels[i]++;
      break;
    }
    for (const i of low) levels[i] += rounds;
    left -= rounds * low.length;
  }
  return [levels.map((level, i) => level - counts[i]), levels];
}
