import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { Bound } from "../../plan/types.ts";
import { refutation } from "../ceiling.ts";
import { plainTarget } from "../plain-target.ts";

const COST = plainTarget("cost");

/** The cheapest that any plan could be is above the budget. */
export function overBudget(
  instance: Instance,
  boundOf: (instance: Instance, target: Target) => Bound | undefined,
): string | undefined {
  const { budget } = instance;
  const bound = budget === undefined ? undefined : boundOf(instance, COST);
  if (budget === undefined || bound === undefined) return undefined;
  return refutation(instance, COST, bound, BigInt(budget));
}
