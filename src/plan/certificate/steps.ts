import type { AdditiveValues } from "../../instance/additive.ts";
import { transferTable } from "../../instance/links.ts";
import type { Instance } from "../../instance/types.ts";
import { commonDivisor } from "./knapsack.ts";

/**
 * The largest integer that divides the value of every plan: that of all values which a plan can add up, 1 with divisible
 * tasks, whose shares are rounded. `transfer`: what a micro-dollar of transfer counts, 0 if it does not. 0 if every plan has the value 0.
 */
export function stepOf(
  instance: Instance,
  usable: Uint8Array,
  values: AdditiveValues,
  transfer = 0,
): bigint {
  if (instance.tasks.some(({ divisible }) => divisible)) return 1n;
  let step = 0;
  const add = (value: number) => {
    step = commonDivisor(step, Math.abs(value));
  };
  for (let pair = 0; pair < usable.length && step !== 1; pair++) {
    if (usable[pair] === 1) add(values.pair[pair]);
  }
  values.place.forEach(add);
  values.fixed.forEach(add);
  const outputs = transfer > 0 ? new Set(instance.links.map(({ output }) => output)) : [];
  for (const output of outputs) {
    for (const cost of transferTable(instance, output)) add(transfer * cost);
  }
  return BigInt(step);
}

/** The least multiple of `step` that is no less than numerator / denominator, as a fraction. */
export function nextStep(
  numerator: bigint,
  denominator: bigint,
  step: bigint,
): { readonly numerator: bigint; readonly denominator: bigint } {
  if (step === 0n) return { numerator, denominator };
  const unit = denominator * step;
  const quotient = numerator / unit;
  const isAbove = numerator > 0n && quotient * unit !== numerator;
  return { numerator: step * (isAbove ? quotient + 1n : quotient), denominator: 1n };
}
