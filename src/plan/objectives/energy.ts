import type { Instance } from "../../instance/types.ts";
import { pieceEnergy } from "../piece.ts";
import type { Plan } from "../types.ts";

/** Sum of the energies of the pieces, in millijoules. */
export function energy(instance: Instance, plan: Plan): number {
  let sum = 0;
  for (let k = 0; k < plan.task.length; k++) sum += pieceEnergy(instance, plan, k);
  return sum;
}
