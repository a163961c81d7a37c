import type { ObjectiveScope } from "./objectives/objective.ts";
import type { ObjectiveName } from "./objectives/registry.ts";
import type { Setting } from "./setting.ts";

export * from "./setting.ts";
export type { ObjectiveName };

/** One objective as asked for. */
export interface ObjectiveSpec extends ObjectiveScope {
  readonly name: ObjectiveName;
  /** Stands for one objective for each priority class, the highest first. */
  readonly byPriority?: true;
  /** Of `cost`: micro-dollars that each migration counts beside it. */
  readonly migrationPrice?: number;
  /** Lexicographic: by how many millionths of its value later levels may worsen it. */
  readonly tolerance: number;
  /** Weighted: the factor on the value in its printed unit, as an exact fraction of safe integers. */
  readonly weight: { readonly numerator: number; readonly denominator: number };
}

/**
 * A parsed instance: frozen, cross-checked, every quantity an integer whose totals stay below 2^53.
 * Made only by `parseInstance`, and from such a one by `src/replan/`.
 */
export interface Instance extends Setting {
  /** At least one. */
  readonly objectives: readonly ObjectiveSpec[];
  readonly combine: "lexicographic" | "weighted";
}
