import { rulesOf } from "../../../instance/schedule.ts";
import type { Instance } from "../../../instance/types.ts";
import { inTurn, type Stay } from "./spans.ts";

/** True if setup times pass between a piece and those of `held` right before and after it, by start, then end, then task. */
export function keepsSetups(instance: Instance, held: readonly Stay[], stay: Stay): boolean {
  const { taskOfCopy, resourceOfCopy } = instance;
  const { exclusiveResource, setup, families, family } = rulesOf(instance);
  if (exclusiveResource[resourceOfCopy[stay.copy]] === 0) return true;
  let before: Stay | undefined;
  let after: Stay | undefined;
  for (const other of held) {
    if (other === stay) continue;
    if (inTurn(other, stay) < 0) {
      if (before === undefined || inTurn(before, other) < 0) before = other;
    } else if (after === undefined || inTurn(other, after) < 0) after = other;
  }
  const passes = (a: Stay | undefined, b: Stay | undefined) => {
    if (a === undefined || b === undefined) return true;
    const [one, two] = [family[taskOfCopy[a.task]], family[taskOfCopy[b.task]]];
    return b.start >= a.end + setup[one * families.length + two];
  };
  return passes(before, stay) && passes(stay, after);
}

/** True if a piece in between never makes setups shorter. */
export function isMetric(instance: Instance): boolean {
  const { setup, families } = rulesOf(instance);
  const F = families.length;
  const all = [...families.keys()];
  return all.every((a) =>
    all.every((b) => all.every((c) => setup[a * F + c] <= setup[a * F + b] + setup[b * F + c])),
  );
}
