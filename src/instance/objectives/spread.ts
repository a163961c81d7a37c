import { balance } from "./balance.ts";
import { lacksWindow } from "./lacks.ts";
import type { Objective } from "./objective.ts";

/** Over dimensions, the fullest minus the emptiest resource copy that has the dimension; see `balance`. */
export const spread: Objective = {
  sense: balance.sense,
  unit: balance.unit,
  perUnit: balance.perUnit,
  parts: (_, { dimension }) => [{ kind: "utilization", isRange: true, dimension }],
  worst: balance.worst,
  lacks: lacksWindow,
  counts: balance.counts,
  dimension: "possible",
};
