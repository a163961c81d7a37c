import { worstWeightedEnds } from "../amounts.ts";
import { lacksDueDates } from "./lacks.ts";
import type { Objective } from "./objective.ts";

/** Sum over placed task copies with a due date of weight (thousandths) x what they end after it (ms). */
export const weightedTardiness: Objective = {
  sense: "min",
  unit: "ms",
  perUnit: ({ weightUnit = 1 }) => 1000 / weightUnit,
  parts: () => [
    {
      kind: "ends",
      value: ({ weight, due = Infinity }, end) => (end > due ? weight * (end - due) : 0),
    },
  ],
  worst: worstWeightedEnds,
  lacks: lacksDueDates,
  counts: { what: "times", unit: "units" },
  byTask: true,
  onlyOverTime: true,
  words: ["tardiness", "lateness"],
};
