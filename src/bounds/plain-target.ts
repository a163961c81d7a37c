import type { Target } from "../instance/targets.ts";
import type { ObjectiveName } from "../instance/types.ts";

/** One objective as a level of its own, in internal units; for what limits an instance whatever it minimises. */
export function plainTarget(name: ObjectiveName): Target {
  const objective = { name, tolerance: 0, weight: { numerator: 1, denominator: 1 } };
  const terms = [{ objective, factor: 1 }];
  return Object.freeze({ name, terms, perUnit: 1, unit: "", sense: "min", tolerance: 0 });
}
