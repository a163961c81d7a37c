import type { Issue } from "../util/errors.ts";
import { objectiveOf } from "./objectives/registry.ts";
import type { Instance, ObjectiveSpec } from "./types.ts";

/**
 * What the objectives need and the instance does not have, and objectives asked for twice.
 * Item i is at path `/objectives/i`.
 */
export function requirementIssues(
  instance: Instance,
  objectives: readonly (ObjectiveSpec | undefined)[],
): readonly Issue[] {
  const first = new Map<string, number>();
  return objectives.flatMap((spec, i) => {
    if (spec === undefined) return [];
    const path = `/objectives/${i}`;
    const key = `${spec.name}:${spec.dimension ?? ""}:${spec.byPriority ?? false}`;
    const earlier = first.get(key);
    if (earlier !== undefined) {
      return [{ path, message: `${spec.name} is asked for already, at /objectives/${earlier}` }];
    }
    first.set(key, i);
    if (spec.byPriority && instance.combine === "weighted") {
      const message = `${spec.name} by priority is one level after another, so it cannot be weighted`;
      return [{ path, message }];
    }
    const lacks = objectiveOf(spec.name).lacks?.(instance, spec);
    return lacks === undefined ? [] : [{ path, message: `${spec.name} ${lacks}` }];
  });
}
