import { InvariantError } from "../../util/errors.ts";
import { sumOverCopies } from "../amounts.ts";
import { piecesPerCopy } from "../schedule.ts";
import type { Objective } from "./objective.ts";

/** Pieces that stand where the earlier plan has no piece of their task copy; see `Earlier.migrates`. */
export const migrations: Objective = {
  sense: "min",
  unit: "chosen moves",
  perUnit: () => 1,
  parts({ earlier, resources }) {
    const migrates = earlier?.migrates;
    if (migrates === undefined) throw new InvariantError("Migrations need an earlier plan.");
    const amount = (task: number, resource: number) =>
      migrates[task * resources.length + resource]!;
    return [{ kind: "pieces", isGain: false, byPlace: true, amount }];
  },
  worst: (setting) => sumOverCopies(setting, (t) => piecesPerCopy(setting, t)),
  lacks: ({ earlier }) => (earlier?.migrates === undefined ? "needs an earlier plan" : undefined),
  counts: { what: "prices of migrations", unit: "units of money" },
  ofChange: true,
};
