import { largest, sumOverCopies } from "../amounts.ts";
import { lacksRuntime } from "./lacks.ts";
import type { Objective } from "./objective.ts";

/** Sum over placed task copies of their longest piece's runtime, in ms. */
export const completionTime: Objective = {
  sense: "min",
  unit: "ms",
  perUnit: () => 1,
  parts: () => [{ kind: "runtimes", value: (_, longest) => longest }],
  worst: (setting) => sumOverCopies(setting, (t) => largest(setting, t, "runtime") + 1),
  lacks: lacksRuntime,
  counts: { what: "times", unit: "units" },
  byTask: true,
  always: true,
  words: ["runtime"],
};
