import { totalWeight } from "../amounts.ts";
import { lacksDueDates } from "./lacks.ts";
import type { Objective } from "./objective.ts";

/** Sum of the weights (thousandths) of the placed task copies that end after their due dates. */
export const lateTasks: Objective = {
  sense: "min",
  unit: "tasks",
  perUnit: ({ weightUnit = 1 }) => 1000 / weightUnit,
  parts: () => [
    { kind: "ends", value: ({ weight, due = Infinity }, end) => (end > due ? weight : 0) },
  ],
  worst: totalWeight,
  lacks: lacksDueDates,
  counts: { what: "weights", unit: "units" },
  byTask: true,
  onlyOverTime: true,
  words: ["late"],
};
