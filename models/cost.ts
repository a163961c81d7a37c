import { type Draft, taskOf, usedColumn } from "./draft.ts";
import { type ObjectiveForm, sumForm } from "./form.ts";
import { addTransfers } from "./transfer.ts";

/**
 * cost = sum of c[t,r] x[t,r] + sum of fixed[r] used[r] + transfers, in micro-dollars. For a divisible task c x is at
 * most ceil(c x), so the expression is a lower bound there and exact elsewhere.
 */
export function costForm(draft: Draft): ObjectiveForm {
  const { instance, pairs } = draft;
  const sum = sumForm(!hasDivisible(draft));
  for (let x = 0; x < pairs.count; x++) sum.add(x, instance.pairs.cost[pairs.entry[x]]);
  for (let j = 0; j < instance.resourceOfCopy.length; j++) {
    const { fixedPrice } = instance.resources[instance.resourceOfCopy[j]];
    const empty = pairs.resourceStart[j] === pairs.resourceStart[j + 1];
    if (fixedPrice > 0 && !empty) sum.add(usedColumn(draft, j), fixedPrice);
  }
  addTransfers(draft, sum.add);
  return sum.form();
}

/** True if some assignment column is a share, so that sums over pieces are rounded up piece by piece. */
export function hasDivisible(draft: Draft): boolean {
  for (let x = 0; x < draft.pairs.count; x++) if (taskOf(draft, x).divisible) return true;
  return false;
}
