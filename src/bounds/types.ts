import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { Handles } from "../plan/traits.ts";
import type { Bound } from "../plan/types.ts";

/** A lower bound on a target's internal value over all feasible plans, in exact integers. */
export interface BoundMethod {
  readonly name: string;
  /** What it has heard of, in one or another of its ways; where there is more it is not asked. See `isFor`. */
  readonly handles: readonly Handles[];
  supports(instance: Instance, target: Target): boolean;
  /** Absent if the method has nothing to say about this instance. */
  bound(instance: Instance, target: Target): Bound | undefined;
}
