import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { Handles } from "../plan/traits.ts";
import type { Plan } from "../plan/types.ts";
import type { Random } from "../util/random.ts";

/**
 * A method without proof. Yields ever better feasible plans; the caller owns the clock, the stop and
 * the trace. Equal seeds give equal plans. Yields nothing if it finds no feasible plan.
 */
export interface Heuristic {
  readonly name: string;
  /** What it does, for a person: a phrase without a full stop. */
  readonly about: string;
  /** What it has heard of; where there is more it is not asked. */
  readonly handles: Handles;
  /** True, or the reason why this heuristic does not apply. */
  supports(instance: Instance, target: Target): true | string;
  plans(instance: Instance, target: Target, random: Random): Generator<Plan, void, void>;
}
