import { latestEnd } from "../amounts.ts";
import { lacksRuntime } from "./lacks.ts";
import type { Objective } from "./objective.ts";

/** Placement: the largest sum of runtimes on a resource copy. Over time: the last end. In ms. */
export const makespan: Objective = {
  sense: "min",
  unit: "ms",
  perUnit: () => 1,
  parts: () => [{ kind: "last end" }],
  worst: (setting) => latestEnd(setting),
  lacks: lacksRuntime,
  counts: { what: "times", unit: "units" },
  always: true,
  words: ["time"],
};
