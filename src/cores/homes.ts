import type { Instance } from "../instance/types.ts";
import type { Plan } from "../plan/types.ts";

/** Resource copy by task copy of a plan of whole tasks; `nowhere` for those that it does not place. O(task copies). */
export function homesOf({ taskOfCopy }: Instance, plan: Plan, nowhere = -1): Int32Array {
  const home = new Int32Array(taskOfCopy.length).fill(nowhere);
  for (let k = 0; k < plan.task.length; k++) home[plan.task[k]] = plan.resource[k];
  return home;
}
