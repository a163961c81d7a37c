import { type BatchVerdict, verdictOf } from "../batch/results.ts";
import type { Standing } from "../batch/rounds.ts";
import { type Required, unmetLevels } from "../planner/required.ts";
import { UsageError } from "../util/errors.ts";
import type { EmitFlags } from "./emit.ts";
import { EXIT } from "./failure.ts";
import { tell } from "./print.ts";
import { type RequireFlags, requiredBy, unmetText } from "./require-options.ts";

/** What the exit codes of a batch say, for its help. */
export const EXITS =
  "\nExit codes, the first that holds: 4 a fault, 1 bad input, 3 some without a plan,\n" +
  "            2 some infeasible, 6 some not as required, 0 all planned and verified;\n" +
  "            129, 130, 143 as in berth --help.";

/** A cron job may trust them. */
const EXIT_OF = {
  fault: EXIT.fault,
  "bad-input": EXIT.usage,
  "no-plan": EXIT.noPlan,
  infeasible: EXIT.infeasible,
  planned: EXIT.plan,
} satisfies Record<BatchVerdict, number>;

/** Most instances that are told one by one. */
const MOST_NAMES = 10;

/** Throws UsageError where something is required of a command that plans nothing. */
export function refuseRequired(flags: EmitFlags & RequireFlags): void {
  if (flags.emit === undefined || Object.keys(requiredBy(flags)).length === 0) return;
  throw new UsageError(
    "--emit plans nothing, so nothing can be required of plans.\nMaybe give it to the batch that merges.",
  );
}

/** How a batch ends; plans that are not as required are told. */
export function exitOf(standings: readonly Standing[], required: Required): number {
  const isShort = tellUnmet(standings, required);
  const verdict = verdictOf(standings);
  return isShort && verdict === "planned" ? EXIT.missing : EXIT_OF[verdict];
}

function tellUnmet(standings: readonly Standing[], required: Required): boolean {
  let count = 0;
  for (const { unit, record } of standings) {
    const unmet = record?.status === "planned" ? unmetLevels(record.levels, required) : [];
    if (unmet.length > 0 && count++ < MOST_NAMES)
      tell(`${unit.name}: ${unmetText(unmet, required)}`);
  }
  if (count > MOST_NAMES) tell(`and ${count - MOST_NAMES} more are not as required.`);
  return count > 0;
}
