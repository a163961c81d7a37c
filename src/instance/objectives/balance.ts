import { WHOLE } from "../setting.ts";
import { lacksWindow } from "./lacks.ts";
import type { Objective } from "./objective.ts";

/** The fullest resource copy, in millionths rounded up: load / capacity, where tasks run one at a time busy time / window. */
export const balance: Objective = {
  sense: "min",
  unit: "fraction",
  perUnit: () => WHOLE,
  parts: (_, { dimension }) => [{ kind: "utilization", isRange: false, dimension }],
  worst: () => WHOLE,
  lacks: lacksWindow,
  counts: { what: "demands and capacities", unit: "units" },
  dimension: "possible",
  tieBreak: "spread",
  words: ["fairness", "load"],
};
