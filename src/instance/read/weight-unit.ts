import { gcd } from "../../util/divisor.ts";
import { FITS, worstTotal } from "../totals.ts";
import type { Instance, Task } from "../types.ts";

/**
 * The instance with its weights counted in their greatest common divisor (of thousandths, and of 1000) where sums of weight
 * x time would pass 2^53 in thousandths; itself elsewhere.
 */
export function withWeightUnit(instance: Instance): Instance {
  if (instance.mode === "placement") return instance;
  const worst = worstTotal(instance, { name: "weighted-completion" });
  if (worst <= FITS) return instance;
  const weightUnit = instance.tasks.reduce((all, task) => gcd(all, task.weight), 1000);
  if (weightUnit === 1) return instance;
  const tasks: readonly Task[] = Object.freeze(
    instance.tasks.map((task) => Object.freeze({ ...task, weight: task.weight / weightUnit })),
  );
  return Object.freeze({ ...instance, tasks, weightUnit });
}
