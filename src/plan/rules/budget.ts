import { plainValue } from "../evaluate.ts";
import { moneyText } from "../wording.ts";
import type { Rule } from "./rule.ts";

/** The plan costs at most the budget: costs of pieces plus what used copies pay. */
export const budget: Rule<"budget"> = {
  name: "budget",
  isOfAmounts: true,
  traits: [
    {
      name: "budget",
      about: "there is a budget",
      kind: "forbids",
      isIn: (instance) => instance.budget !== undefined,
    },
  ],
  check({ instance, plan }, report) {
    const limit = instance.budget;
    if (limit === undefined) return;
    const cost = plainValue(instance, plan, { name: "cost" });
    if (cost <= limit) return;
    report(() => `costs ${moneyText(cost)} of ${moneyText(limit)}`, {
      ...{ amount: cost / 1e6, limit: limit / 1e6, unit: "USD" },
    });
  },
};
