import type { Instance, ObjectiveSpec } from "../../instance/types.ts";
import { moneyText } from "../../plan/wording.ts";
import { cheapestPairs, pricedShares } from "../cost.ts";

const COST: ObjectiveSpec = {
  name: "cost",
  tolerance: 0,
  weight: { numerator: 1, denominator: 1 },
};

/** The cheapest that any plan could be is above the budget. */
export function overBudget(instance: Instance): string | undefined {
  const { budget } = instance;
  if (budget === undefined) return undefined;
  const least = Math.max(cheapestPairs(instance, COST) ?? 0, pricedShares(instance, COST) ?? 0);
  return least > budget
    ? `Every plan costs at least ${moneyText(least)}, and the budget is ${moneyText(budget)}.`
    : undefined;
}
