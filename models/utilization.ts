import { isCounted } from "../src/instance/priority.ts";
import type { ObjectiveSpec } from "../src/instance/types.ts";
import { InvariantError } from "../src/util/errors.ts";
import { hasDivisible } from "./cost.ts";
import { type Draft, demandOn } from "./draft.ts";
import { type ObjectiveForm, sumForm } from "./form.ts";

/**
 * utilization:DIM (negated) = - sum of d[t,r] x[t,r] in the unit of DIM, every replica counted. Each piece
 * counts floor(d x), so the expression is a lower bound where there are shares.
 */
export function utilizationForm(draft: Draft, objective: ObjectiveSpec): ObjectiveForm {
  const { dimension } = objective;
  if (dimension === undefined) throw new InvariantError("utilization needs a dimension.");
  const sum = sumForm(!hasDivisible(draft));
  const { instance, pairs } = draft;
  for (let t = 0; t < instance.taskOfCopy.length; t++) {
    if (!isCounted(instance, objective, instance.taskOfCopy[t])) continue;
    for (let x = pairs.taskStart[t]; x < pairs.taskStart[t + 1]; x++)
      sum.add(x, -demandOn(draft, x, dimension));
  }
  return sum.form();
}
