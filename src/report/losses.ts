import { lossName } from "../instance/losses.ts";
import { realLosses, tightestLoss } from "../plan/robustness.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { amountText } from "../plan/wording.ts";

/** What a plan survives, in a sentence or two; absent where its instance has no losses. */
export function lossesSentence({ instance, plan }: VerifiedPlan): string | undefined {
  const { robust } = instance;
  if (robust === undefined) return undefined;
  const count = realLosses(instance);
  if (count === 0) return undefined;
  const of = robust.of === undefined ? "" : ` (${robust.of})`;
  const what =
    robust.across === undefined
      ? `${count === 1 ? "the one resource" : `any one of ${count} resources`}${of}`
      : `all resources${of} with any one of ${count} values of ${robust.across.label}`;
  const start = instance.mode === "placement" ? "" : "; what was planned there keeps its start";
  const survives = `Survives the loss of ${what}${start}.`;
  const tightest = tightestLoss(instance, plan);
  if (tightest === undefined) return survives;
  const { loss, dimension, free, capacity } = tightest;
  const text = (amount: number) => amountText(instance, dimension, amount);
  const name = lossName(instance, robust, loss);
  const left = `${text(free)} of ${text(capacity)} ${instance.dimensions[dimension].name}`;
  return `${survives} The tightest is ${name}: without it ${left} stay free.`;
}
