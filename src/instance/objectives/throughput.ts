import { sumOverCopies } from "../amounts.ts";
import type { Objective } from "./objective.ts";

/** The value of the placed task copies, in thousandths; a part placed counts floor(value x share). */
export const throughput: Objective = {
  sense: "max",
  unit: "value",
  perUnit: () => 1000,
  parts: ({ tasks }) => [{ kind: "placed", gain: (task) => tasks[task]!.gain }],
  worst: (setting) => sumOverCopies(setting, (t) => setting.tasks[t]!.gain),
  counts: { what: "values", unit: "units" },
  byTask: true,
  always: true,
  words: ["value"],
};
