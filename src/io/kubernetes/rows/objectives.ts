import type { PodUnit } from "../units/unit.ts";

/** Most classes of priority that get levels of their own. */
const MOST_CLASSES = 8;

/** What the instance asks for first; whoever solves it may ask for something else. */
export function objectivesOf(
  units: readonly PodUnit[],
  {
    isBatch,
    hasCosts,
    isOptional,
    priorities,
  }: {
    readonly isBatch: boolean;
    readonly hasCosts: boolean;
    readonly isOptional: boolean;
    readonly priorities: ReadonlyMap<PodUnit, number> | undefined;
  },
): readonly unknown[] {
  const classes = new Set(priorities?.values() ?? []).size;
  const byPriority = classes > 1 && classes <= MOST_CLASSES;
  const ranked = (objective: string) =>
    byPriority ? [{ objective, by_priority: true }] : [objective];
  const placed = isOptional && units.length > 0 ? ranked("throughput") : [];
  const early = byPriority ? ranked("weighted-completion") : [];
  const over = isBatch ? [...early, "makespan"] : [];
  const found = [...placed, ...over, ...(hasCosts ? ["cost"] : [])];
  return found.length === 0 ? ["cost"] : found;
}
