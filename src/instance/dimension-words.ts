import { nearest } from "../util/nearest.ts";
import type { Instance } from "./types.ts";

/** The dimension that a word of another tool or with a slip means: "nvidia.com/gpu", "GPUs", "vcpu", "ram". */
export function dimensionMeant(word: string, names: readonly string[]): string | undefined {
  const [, last = word] = /\/([^/]+)$/.exec(word) ?? [];
  for (const text of [last, last.replace(/s$/i, ""), last.replace(/^(?:limits|requests)\./, "")]) {
    const same = names.find((name) => name.toLowerCase() === text.toLowerCase());
    if (same !== undefined) return same;
    const other = OTHER_WORDS.find((words) => words.includes(text.toLowerCase()));
    const meant = names.find((name) => other?.includes(name.toLowerCase()));
    if (meant !== undefined) return meant;
  }
  return nearest(word, names);
}

const OTHER_WORDS: readonly (readonly string[])[] = [
  ["cpu", "cpus", "vcpu", "core", "cores"],
  ["gpu", "gpus", "gres", "accelerator", "nvidia_gpu"],
  ["memory", "mem", "ram"],
  ["storage", "disk", "ephemeral-storage"],
];

/** True if no resource has any of a dimension. */
export function isNowhere({ resources }: Instance, dimension: number): boolean {
  return resources.every(({ capacity }) => capacity[dimension] === 0);
}

/** A dimension that no resource has is perhaps another one's name with a slip, or of another tool; empty if it means none. */
export function meantInstead(instance: Instance, dimension: number): string {
  const { dimensions } = instance;
  const others = dimensions.flatMap(({ name }, d) => (isNowhere(instance, d) ? [] : [name]));
  const found = dimensionMeant(dimensions[dimension].name, others);
  return found === undefined ? "" : `. Maybe "${found}" is meant`;
}
