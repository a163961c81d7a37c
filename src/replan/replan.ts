import { resourceCopyId } from "../instance/ids.ts";
import { withoutLosses } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { startClock } from "../planner/clock.ts";
import { checkOptions } from "../planner/options.ts";
import { plan } from "../planner/plan.ts";
import type { Outcome, PlanOptions } from "../planner/types.ts";
import { defined } from "../util/defined.ts";
import { InvariantError } from "../util/errors.ts";
import { asSchedule } from "./as-schedule.ts";
import { refuseImpossiblePast } from "./began.ts";
import { checkSituation } from "./check-situation.ts";
import { replannedInstance } from "./derive.ts";
import { offGrid } from "./off-grid.ts";
import { pastOf } from "./past.ts";
import { repairedPlan } from "./repair.ts";
import type { Past, Situation } from "./types.ts";

/** What a replan came to. */
export interface Replanned extends Situated {
  /** With plan and bounds of `replanned`. */
  readonly outcome: Outcome;
}

/** A situation as an instance. */
export interface Situated {
  /** The instance whose plans may replace the earlier one; see `replannedInstance`. */
  readonly replanned: Instance;
  readonly past: Past;
  /** The instance of the situation asks for plans that survive losses, and `replanned` does not. */
  readonly isRobustLeftOut: boolean;
}

/** The instance of a situation, with what began checked. Throws UsageError where no replan can be. */
export function situate(situation: Situation): Situated {
  const timed = asSchedule(situation);
  const past = pastOf(timed);
  const { robust } = situation.instance;
  const isRobustLeftOut =
    robust !== undefined && (situation.isRobustLeftOut === true || hasBegun(past));
  const instance = isRobustLeftOut ? withoutLosses(timed.instance) : timed.instance;
  const replanned = replannedInstance({ ...timed, instance }, past);
  refuseImpossiblePast(replanned);
  return { past, replanned, isRobustLeftOut };
}

/** What has begun would have to keep its start elsewhere, and it runs where it is: it has no recovery. */
function hasBegun({ fate }: Past): boolean {
  return fate.some((one) => one === "ended" || one === "running");
}

/**
 * Plans what has not begun anew: running tasks stay, ended ones are history, lost ones run again. The plan is never worse than an
 * easy repair of the earlier one, and it is a plan of the instance of the situation, too. A plan that must survive a loss need
 * survive none once something has begun, nor after the loss of something if no plan survives one more; the notes say so.
 * Throws UsageError for what cannot be replanned, and as `plan` does.
 */
export async function replan(situation: Situation, options: PlanOptions = {}): Promise<Replanned> {
  checkSituation(situation);
  checkOptions("replan", options);
  const found = await planSituated(situation, situate(situation), options);
  const { outcome, isRobustLeftOut } = found;
  const { instance, down } = situation;
  const names = [...down].map((copy) => resourceCopyId(instance, copy)).join(", ");
  const isWithout = outcome.plan === undefined && down.size > 0;
  const isStrict = instance.robust !== undefined && !isRobustLeftOut;
  if (isWithout && isStrict && outcome.termination === "infeasible") {
    const left = leftOf(options, outcome);
    const again = await replan({ ...situation, isRobustLeftOut: true }, left);
    const by = outcome.refuted?.proof === "claimed" ? ", as a solver claims" : "";
    const none = `Without ${names} no plan survives one more loss${by}: robust is left out.`;
    return withNote(again, none);
  }
  const isNew = isRobustLeftOut && situation.isRobustLeftOut !== true;
  const fine = offGrid(situation);
  const placed = fine === undefined ? found : withNote(found, fine);
  const told = isNew ? withNote(placed, BEGUN) : placed;
  return isWithout ? withNote(told, `Nothing runs on what is down: ${names}.`) : told;
}

function withNote({ outcome, ...situated }: Replanned, note: string): Replanned {
  return { ...situated, outcome: { ...outcome, notes: [...outcome.notes, note] } };
}

/** With the time that an outcome has left. */
function leftOf(options: PlanOptions, { seconds }: Outcome): PlanOptions {
  const { timeLimit } = options;
  if (timeLimit === undefined) return options;
  return { ...options, timeLimit: Math.max(0, timeLimit - seconds * 1000) };
}

const BEGUN = "What has begun has no recovery from a loss: robust is left out.";

async function planSituated(
  situation: Situation,
  situated: Situated,
  options: PlanOptions,
): Promise<Replanned> {
  const { replanned, past, isRobustLeftOut } = situated;
  const { timeLimit, signal } = options;
  const clock = startClock({ ...defined({ timeLimit, signal }) });
  const isLate = () =>
    clock.stopped() !== undefined || clock.seconds() * 1000 * 2 > (timeLimit ?? Infinity);
  const start = repairedPlan(replanned, past, isLate);
  const { objectives: _, ...rest } = options;
  const spent = clock.seconds();
  const found = await plan(replanned, {
    ...rest,
    ...defined({ timeLimit: clock.left() }),
    ...(start !== undefined && { earlier: { plan: start, levels: [] } }),
  });
  const outcome = { ...found, seconds: spent + found.seconds };
  const { instance } = situation;
  if (outcome.plan !== undefined) {
    holdsAsWell(isRobustLeftOut ? withoutLosses(instance) : instance, outcome.plan.plan);
  }
  return { ...situated, outcome };
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
