import type { Instance } from "../../instance/types.ts";
import { InvariantError } from "../../util/errors.ts";
import { pairOf } from "../piece.ts";
import type { Plan } from "../types.ts";

/**
 * Pieces that stand on a resource copy on which the earlier plan has no piece of their task copy; see `Earlier.migrates`.
 * Throws InvariantError where the instance does not count them.
 */
export function migrations(instance: Instance, plan: Plan): number {
  const migrates = instance.earlier?.migrates;
  if (migrates === undefined) throw new InvariantError("Migrations need an earlier plan.");
  let count = 0;
  for (let k = 0; k < plan.task.length; k++) {
    const [t, r] = pairOf(instance, plan, k);
    count += migrates[t * instance.resources.length + r];
  }
  return count;
}
