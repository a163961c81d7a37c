import { isCounted } from "../src/instance/priority.ts";
import type { ObjectiveSpec } from "../src/instance/types.ts";
import { hasDivisible } from "./cost.ts";
import type { Draft } from "./draft.ts";
import { type ObjectiveForm, sumForm } from "./form.ts";
import { placedColumn } from "./replicas.ts";

/**
 * throughput (negated) = - sum of gain[t] over mandatory task copies - sum of gain[t] sum over r of x[t,r]
 * over optional ones (gain[t] placed[t] with replicas), in thousandths. A divisible one counts
 * floor(gain x share), so the expression is a lower bound there.
 */
export function throughputForm(draft: Draft, objective: ObjectiveSpec): ObjectiveForm {
  const { instance, pairs } = draft;
  const sum = sumForm(!hasDivisible(draft));
  for (let t = 0; t < instance.taskOfCopy.length; t++) {
    if (!isCounted(instance, objective, instance.taskOfCopy[t])) continue;
    const { gain, optional, replicas } = instance.tasks[instance.taskOfCopy[t]];
    if (!optional) sum.addOffset(-gain);
    else if (replicas > 1) sum.add(placedColumn(draft, t), -gain);
    else for (let x = pairs.taskStart[t]; x < pairs.taskStart[t + 1]; x++) sum.add(x, -gain);
  }
  return sum.form();
}
