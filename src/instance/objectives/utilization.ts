import { InvariantError } from "../../util/errors.ts";
import { placeable, sumOf } from "../amounts.ts";
import { demandOf } from "../usable.ts";
import { lacksCapacity } from "./lacks.ts";
import type { Objective, ObjectiveScope } from "./objective.ts";

/** The demand of a dimension that is placed, in its unit, of all capacity; each piece counts floor(demand x share). */
export const utilization: Objective = {
  sense: "max",
  unit: "fraction",
  perUnit: ({ resources }, asked) =>
    sumOf(resources.map(({ count, capacity }) => count * capacity[dimensionOf(asked)]!)),
  parts(setting, asked) {
    const dimension = dimensionOf(asked);
    return [
      {
        kind: "pieces",
        isGain: true,
        byPlace: setting.demand[dimension]!.perPair,
        amount: (task, resource) => demandOf(setting, task, resource, dimension),
      },
    ];
  },
  worst: (setting, asked) => placeable(setting, dimensionOf(asked)),
  lacks: lacksCapacity,
  counts: { what: "demands and capacities", unit: "units" },
  dimension: "needed",
  byTask: true,
};

function dimensionOf({ dimension }: ObjectiveScope): number {
  if (dimension === undefined) throw new InvariantError("Utilization needs a dimension.");
  return dimension;
}
