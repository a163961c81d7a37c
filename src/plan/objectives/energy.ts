import type { Instance } from "../../instance/types.ts";
import { occupiedIntervals, timesTime } from "../occupied.ts";
import { pieceEnergy } from "../piece.ts";
import type { Plan } from "../types.ts";

/**
 * Millijoules: the sum of the energies of the pieces; in mode schedule power x occupied time of each resource copy, rounded
 * half up.
 */
export function energy(instance: Instance, plan: Plan): number {
  let sum = 0;
  if (instance.mode === "schedule") {
    for (const [resource, { from, until }] of occupiedIntervals(instance, plan)) {
      const { power = 0 } = instance.resources[instance.resourceOfCopy[resource]];
      const time = from.reduce((total, start, i) => total + until[i] - start, 0);
      sum += timesTime(power, time, 1000);
    }
    return sum;
  }
  for (let k = 0; k < plan.task.length; k++) sum += pieceEnergy(instance, plan, k);
  return sum;
}
