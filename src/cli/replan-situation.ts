import { resourceCopyId } from "../instance/ids.ts";
import { withoutLosses } from "../instance/losses.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { timeFromText } from "../instance/time-text.ts";
import type { Instance } from "../instance/types.ts";
import { readPlan, type StatedPlan } from "../io/plan-file.ts";
import { assignments } from "../plan/assignments.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { durationText } from "../plan/wording.ts";
import { type ReplanRecord, recordedRule } from "../replan/record.ts";
import type { Replanned } from "../replan/replan.ts";
import { downCopies } from "../replan/resources.ts";
import type { MigrationRule, Situation } from "../replan/types.ts";
import { InstanceError, UsageError } from "../util/errors.ts";
import type { PlanningFlags } from "./planning-options.ts";
import type { PictureFlags } from "./report-output.ts";
import type { RequireFlags } from "./require-options.ts";

/** The options of `berth replan`. */
export interface ReplanFlags extends PlanningFlags, PictureFlags, RequireFlags {
  readonly from: string;
  readonly now?: string;
  readonly down?: readonly string[];
  readonly up?: readonly string[];
  readonly changed?: string;
  readonly migrations?: "first" | "last" | "ignore";
  /** Micro-dollars. */
  readonly migrationPrice?: number;
  readonly output?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The plan in the file; an id that the instance does not know is told with the likeliest reason. */
export async function earlierPlan(path: string, instance: Instance): Promise<StatedPlan> {
  try {
    return await readPlan(path, instance);
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    const unknown = error.issues.find(({ message }) => /expected the id of a/.test(message));
    if (unknown === undefined) throw error;
    const hint =
      "Maybe the plan is for another instance: the first file is the one that it was made for, --changed names the new one.";
    throw new InstanceError(
      error.issues.map((issue) => (issue === unknown ? { ...issue, hint } : issue)),
    );
  }
}

/** Times of the earlier plan count from its beginning, so the changed instance must count from there, too. */
export function refuseOtherTimes(before: Instance, instance: Instance): void {
  if ((before.mode === "placement") !== (instance.mode === "placement")) {
    throw new UsageError(
      "Of the two instances one is a placement and the other one runs over time.\n" +
        "Maybe --changed names the wrong file.",
    );
  }
  const [a, b] = [before.origin?.epoch, instance.origin?.epoch];
  if (a === undefined || b === undefined || a === b) return;
  throw new UsageError(
    "The changed instance begins at another time than the earlier plan.\n" +
      "Maybe keep its start: what has begun belongs to the plan, and --now says how late it is.",
  );
}

/** What is to be replanned, from the files and the flags. Throws UsageError for a time before the earlier replan. */
export function situationOf(
  instance: Instance,
  before: Instance,
  { plan, replan: record }: StatedPlan,
  flags: ReplanFlags,
): Situation {
  const { objective } = flags;
  const now = nowOf(instance, record, flags.now);
  return {
    instance,
    earlier: [...assignments({ instance: before, plan } as VerifiedPlan)],
    now,
    down: downCopies(instance, record?.down ?? [], flags.down ?? [], flags.up ?? []),
    migrations: ruleOfFlags(flags),
    ...(objective !== undefined && { objectives: objectivesFromText(instance, objective) }),
  };
}

/** By default the time of the earlier replan, else the beginning. */
function nowOf(
  instance: Instance,
  record: ReplanRecord | undefined,
  text: string | undefined,
): number {
  const last = record?.now_ms ?? 0;
  if (text === undefined) return last;
  const now = timeFromText(instance, text);
  if (now >= last) return now;
  throw new UsageError(
    `The earlier plan was made at ${durationText(last)}, and --now ${text} lies before that.\n` +
      "Maybe give the plan that held then as --from.",
  );
}

function ruleOfFlags({ migrations, migrationPrice }: ReplanFlags): MigrationRule {
  if (migrationPrice !== undefined) return { price: migrationPrice };
  return migrations === "ignore" ? migrations : { level: migrations ?? "first" };
}

/** What the plan file says of the replan. */
export function recordOf(
  { instance, now, down, migrations }: Situation,
  { isRobustLeftOut }: Replanned,
  flags: ReplanFlags,
): ReplanRecord {
  return {
    now_ms: now,
    down: [...down].sort((a, b) => a - b).map((copy) => resourceCopyId(instance, copy)),
    migrations: recordedRule(migrations),
    ...(flags.objective !== undefined && { objective: flags.objective }),
    ...(isRobustLeftOut && { robust: "left-out" as const }),
  };
}

/** A sentence if the earlier plan as a whole is none any more; what began is looked at in `replan`. */
export function earlierNote(before: Instance, { plan }: StatedPlan): string | undefined {
  // Recoveries from losses are of no use to what has begun.
  const { recoveries: _, ...pieces } = plan;
  const checked = verify(withoutLosses(before), pieces);
  if (checked.ok) return undefined;
  const rules = [...new Set(checked.violations.map(({ rule }) => rule))].join(", ");
  // As one that was read from what runs.
  if (rules === "assignment")
    return "The earlier plan does not place every task; the others are new.";
  return `The earlier plan breaks rules of its own instance (${rules}); what began keeps them, the rest is only where the search starts.`;
}
