import { hasDivisible } from "./cost.ts";
import type { Draft } from "./draft.ts";
import { type ObjectiveForm, sumForm } from "./form.ts";

/** energy = sum of e[t,r] x[t,r], in millijoules; a lower bound where shares are rounded up. */
export function energyForm(draft: Draft): ObjectiveForm {
  const { instance, pairs } = draft;
  const sum = sumForm(!hasDivisible(draft));
  for (let x = 0; x < pairs.count; x++) sum.add(x, instance.pairs.energy[pairs.entry[x]]);
  return sum.form();
}
