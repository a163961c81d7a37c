import { withFoundRecoveries } from "../check/recoveries.ts";
import { verifyPlanFile } from "../check/verify-plan-file.ts";
import type { Instance } from "../instance/types.ts";
import { readPlan } from "../io/plan-file.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { formatIssue, UsageError } from "../util/errors.ts";

/** The plan in a file, if it keeps every rule and says nothing of its instance that is not so. */
export async function readVerified(path: string, instance: Instance): Promise<VerifiedPlan> {
  const stated = await readPlan(path, instance);
  const { contradictions } = verifyPlanFile(instance, stated, { certificates: false });
  const checked = verify(instance, withFoundRecoveries(instance, stated.plan).plan);
  if (checked.ok && contradictions.length === 0) return checked.plan;
  const wrong = checked.ok
    ? contradictions.map(formatIssue)
    : checked.violations.map(({ rule, message }) => `${rule}: ${message}`);
  const first = wrong.slice(0, MOST_FAULTS).map((line) => `\n  ${line}`);
  throw new UsageError(
    `${path} is not written to the cluster, since it is not what it says:${first.join("")}\nMaybe see them all: berth verify INSTANCE PLAN.`,
  );
}

/** Most faults of a plan that are told; `berth verify` tells all. */
const MOST_FAULTS = 5;
