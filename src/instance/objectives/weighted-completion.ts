import { worstWeightedEnds } from "../amounts.ts";
import { lacksBatch, lacksWhole } from "./lacks.ts";
import type { Objective } from "./objective.ts";

/** Sum over placed task copies of weight (thousandths) x the end of their last piece (ms). */
export const weightedCompletion: Objective = {
  sense: "min",
  unit: "ms",
  perUnit: ({ weightUnit = 1 }) => 1000 / weightUnit,
  parts: () => [{ kind: "ends", value: ({ weight }, end) => weight * end }],
  worst: worstWeightedEnds,
  lacks: (setting) => lacksBatch(setting) ?? lacksWhole(setting),
  counts: { what: "times", unit: "units" },
  byTask: true,
};
