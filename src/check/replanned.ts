import { objectivesFromText } from "../instance/objective-text.ts";
import type { Instance } from "../instance/types.ts";
import type { NamedPlan } from "../io/named-plan.ts";
import type { StatedPlan } from "../io/plan-file.ts";
import { durationText } from "../plan/wording.ts";
import { ruleOf } from "../replan/record.ts";
import { situate } from "../replan/replan.ts";
import { downCopies } from "../replan/resources.ts";
import { timeText } from "../report/when.ts";
import { UsageError } from "../util/errors.ts";

/**
 * The instance whose plans may replace the earlier one, as the file says when and what was down: certificates of a replan speak of
 * that. Throws UsageError where the two do not go together.
 */
export function replannedBy(
  instance: Instance,
  { replan }: Pick<StatedPlan, "replan">,
  earlier: NamedPlan,
): Instance {
  if (replan === undefined) {
    throw new UsageError(
      "The plan file does not come from a replan, so nothing is known of what had begun.\nMaybe leave --from out.",
    );
  }
  if (replan.now_ms < (earlier.replan?.now_ms ?? 0)) {
    throw new UsageError(
      `The plan says that it was made at ${durationText(replan.now_ms)}, before the one of --from.\nMaybe the two files are swapped.`,
    );
  }
  const { replanned } = situate({
    instance,
    earlier: earlier.assignments,
    now: replan.now_ms,
    down: downCopies(instance, replan.down, [], []),
    migrations: ruleOf(replan),
    ...(replan.objective !== undefined && {
      objectives: objectivesFromText(instance, replan.objective),
    }),
  });
  return replanned;
}

/** What the plan file itself says of its replan; whoever reads it knows whether that is so. */
export function replanNote(
  instance: Instance,
  { replan }: Pick<StatedPlan, "replan">,
): string | undefined {
  if (replan === undefined) return undefined;
  const down = replan.down.length === 0 ? "nothing was down" : `down: ${replan.down.join(", ")}`;
  const when =
    instance.mode === "placement" ? "" : ` at ${timeText(replan.now_ms, instance.origin)}`;
  return `Checked as the replan that the file says it is${when}; ${down}.`;
}
