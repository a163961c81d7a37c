import { resourceCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { plan } from "../planner/plan.ts";
import type { Outcome, PlanOptions } from "../planner/types.ts";
import { InvariantError } from "../util/errors.ts";
import { asSchedule } from "./as-schedule.ts";
import { refuseImpossiblePast } from "./began.ts";
import { replannedInstance } from "./derive.ts";
import { pastOf } from "./past.ts";
import { repairedPlan } from "./repair.ts";
import type { Past, Situation } from "./types.ts";

/** What a replan came to. */
export interface Replanned {
  /** With plan and bounds of `replanned`. */
  readonly outcome: Outcome;
  /** The instance whose plans may replace the earlier one; see `replannedInstance`. */
  readonly replanned: Instance;
  readonly past: Past;
}

/** The instance of a situation, with what began checked. Throws UsageError where no replan can be. */
export function situate(situation: Situation): {
  readonly past: Past;
  readonly replanned: Instance;
} {
  const timed = asSchedule(situation);
  const past = pastOf(timed);
  const replanned = replannedInstance(timed, past);
  refuseImpossiblePast(replanned);
  return { past, replanned };
}

/**
 * Plans what has not begun anew: running tasks stay, ended ones are history, lost ones run again. The plan is never worse than an
 * easy repair of the earlier one, and it is a plan of the instance of the situation, too.
 * Throws UsageError for what cannot be replanned, and as `plan` does.
 */
export async function replan(situation: Situation, options: PlanOptions): Promise<Replanned> {
  const { past, replanned } = situate(situation);
  const start = repairedPlan(replanned, past);
  const { objectives: _, ...rest } = options;
  const outcome = await plan(replanned, {
    ...rest,
    ...(start !== undefined && { earlier: { plan: start, levels: [] } }),
  });
  if (outcome.plan !== undefined) holdsAsWell(situation.instance, outcome.plan.plan);
  const isLeftWithout = outcome.plan === undefined && situation.down.size > 0;
  const notes = isLeftWithout ? [...outcome.notes, downText(situation)] : outcome.notes;
  return { outcome: { ...outcome, notes }, replanned, past };
}

function downText({ instance, down }: Situation): string {
  const names = [...down].map((copy) => resourceCopyId(instance, copy));
  const nothing = `Nothing runs on what is down: ${names.join(", ")}.`;
  if (instance.robust === undefined) return nothing;
  return `${nothing} The plan must also survive one more loss; maybe give a copy of the instance without "robust" as --changed, beside the file that the earlier plan is for.`;
}

/** The pins and the split only add rules, so a plan that breaks one of the instance itself is a fault. */
function holdsAsWell(instance: Instance, found: Plan): void {
  const checked = verify(instance, found);
  if (checked.ok) return;
  const [{ rule, message }] = checked.violations;
  throw new InvariantError(
    `The new plan breaks a rule of the instance itself: ${rule}: ${message}`,
  );
}
