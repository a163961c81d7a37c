import { costForm } from "./cost.ts";
import type { Draft } from "./draft.ts";
import type { FormCache } from "./objectives.ts";

/** Budget: cost <= budget, in micro-dollars, over the columns of the cost objective. */
export function addBudgetRow(draft: Draft, cache: FormCache): void {
  const { budget } = draft.instance;
  if (budget === undefined) return;
  const form = cache.get("cost:") ?? costForm(draft);
  cache.set("cost:", form);
  draft.builder.addRow({
    upper: budget,
    columns: form.columns,
    coefficients: form.coefficients,
  });
}
