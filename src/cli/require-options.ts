import type { Command } from "commander";
import { type Required, type Unmet, unmetLevels } from "../planner/required.ts";
import type { Outcome } from "../planner/types.ts";
import { formatGap, formatPercent } from "../report/format.ts";
import { defined } from "../util/defined.ts";
import { parseGap } from "./options.ts";

/** What a plan must come with, or the command ends with its own exit code; the plan is kept all the same. */
export interface RequireFlags {
  /** A share. */
  readonly requireGap?: number;
  readonly requireCertified?: boolean;
}

/** Adds the options that insist on bounds. */
export function withRequireOptions(command: Command): Command {
  return command
    .option(
      "--require-gap <percent>",
      "fail unless every objective has a gap of at most this",
      parseGap,
    )
    .option("--require-certified", "fail unless every objective has a bound that anyone can check");
}

/** The objectives of an outcome's plan that are not as required; none without a plan, which ends the command by itself. */
export function unmetBy(
  { plan, levels }: Pick<Outcome, "plan" | "levels">,
  flags: RequireFlags,
): readonly Unmet[] {
  return plan === undefined ? [] : unmetLevels(levels, requiredBy(flags));
}

/** What the flags ask for. */
export function requiredBy({ requireGap, requireCertified }: RequireFlags): Required {
  return defined({ gap: requireGap, certified: requireCertified });
}

/** "Not as required (a certified gap of at most 1 %): makespan (gap 6 %), cost (no such bound)." */
export function unmetText(unmet: readonly Unmet[], { gap: most, certified }: Required): string {
  const kind = certified === true ? "a certified" : "a";
  const asked =
    most === undefined ? `${kind} bound` : `${kind} gap of at most ${formatPercent(most)}`;
  const names = unmet.map(
    ({ objective, gap }) =>
      `${objective} (${gap === undefined ? "no such bound" : `gap ${formatGap(gap)}`})`,
  );
  return `Not as required (${asked}): ${names.join(", ")}.`;
}
