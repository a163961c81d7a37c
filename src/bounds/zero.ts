import { isNeverNegative } from "../instance/targets.ts";
import { AT_ONCE, OVER_TIME } from "./handles.ts";
import type { BoundMethod } from "./types.ts";

/** Sums and maxima of non-negative amounts are not negative. */
export const zero: BoundMethod = {
  name: "zero",
  handles: [AT_ONCE, OVER_TIME],
  supports: (_, target) => target.terms.length === 1 && isNeverNegative(target),
  bound: () => ({ value: 0, source: "zero", proof: "ours" }),
};
