import type { Findings } from "../check/findings.ts";
import { withFoundRecoveries } from "../check/recoveries.ts";
import { type VerifyOptions, verifyPlanFile } from "../check/verify-plan-file.ts";
import { withoutLosses } from "../instance/losses.ts";
import type { Instance } from "../instance/types.ts";
import { readPlan, type StatedPlan } from "../io/plan-file.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { formatIssue, UsageError } from "../util/errors.ts";

/** A plan file that is what it says. */
export interface CheckedPlan {
  readonly verified: VerifiedPlan;
  readonly stated: StatedPlan;
  readonly findings: Findings;
}

/** The plan in a file, if it keeps every rule and says nothing of its instance that is not so. */
export async function readVerified(path: string, instance: Instance): Promise<VerifiedPlan> {
  const options = { certificates: false, what: "written to the cluster" };
  const { verified } = await readChecked(path, instance, options);
  return verified;
}

/** The same with all that was found. Throws UsageError, which says that the plan is not `what`, and why. */
export async function readChecked(
  path: string,
  instance: Instance,
  { what, ...options }: VerifyOptions & { readonly what: string },
): Promise<CheckedPlan> {
  const stated = await readPlan(path, instance);
  const findings = verifyPlanFile(instance, stated, options);
  const isLeftOut = instance.robust !== undefined && stated.replan?.robust !== undefined;
  const own = isLeftOut ? withoutLosses(instance) : instance;
  const checked = verify(own, withFoundRecoveries(own, stated.plan).plan);
  const { violations, contradictions } = findings;
  if (checked.ok && findings.ok) return { verified: checked.plan, stated, findings };
  const broken = checked.ok ? violations : checked.violations;
  const wrong =
    broken.length === 0
      ? contradictions.map(formatIssue)
      : broken.map(({ rule, message }) => `${rule}: ${message}`);
  const first = wrong.slice(0, MOST_FAULTS).map((line) => `\n  ${line}`);
  throw new UsageError(
    `${path} is not ${what}, since it is not what it says:${first.join("")}\nMaybe see them all: berth verify INSTANCE PLAN.`,
  );
}

/** Most faults of a plan that are told; `berth verify` tells all. */
const MOST_FAULTS = 5;
