import { rulesOf, usageOf } from "../../instance/schedule.ts";
import type { Instance } from "../../instance/types.ts";
import { amountText, thousandthsText } from "../../plan/wording.ts";
import { factsOf } from "../facts.ts";

/**
 * Mode schedule: a mandatory task that alone, with all its workers, uses more of a shared limit than there is, wherever it
 * runs. O(tasks x resources x limits).
 */
export function overLimit(instance: Instance): string | undefined {
  const { limits, workers } = rulesOf(instance);
  const { tasks, resources, pairs } = instance;
  const { usable } = factsOf(instance);
  const R = resources.length;
  for (const limit of limits) {
    for (const [t, { id, optional }] of tasks.entries()) {
      if (optional) continue;
      let least = Infinity;
      for (let r = 0; r < R; r++) {
        if (usable[t * R + r] === 0) continue;
        // What takes no time need not stand beside its fellows.
        const together = pairs.runtime[t * R + r] === 0 ? 1 : workers[t];
        least = Math.min(least, together * usageOf(limit, t, r, R));
      }
      if (least === Infinity || least <= limit.capacity) continue;
      const text = (amount: number) =>
        limit.dimension === undefined
          ? thousandthsText(amount)
          : amountText(instance, limit.dimension, amount);
      return `Task "${id}" alone uses ${text(least)} of the limit "${limit.name}", and there is ${text(limit.capacity)}.`;
    }
  }
  return undefined;
}
