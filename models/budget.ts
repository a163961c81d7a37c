import type { Draft } from "./draft.ts";
import { type FormCache, formOf } from "./objectives.ts";

const COST = { name: "cost", tolerance: 0, weight: { numerator: 1, denominator: 1 } } as const;

/** Budget: cost <= budget, in micro-dollars, over the columns of the cost objective. */
export function addBudgetRow(draft: Draft, cache: FormCache): void {
  const { budget } = draft.instance;
  if (budget === undefined) return;
  const form = formOf(draft, COST, cache);
  draft.builder.addRow({
    upper: budget,
    columns: form.columns,
    coefficients: form.coefficients,
  });
}
