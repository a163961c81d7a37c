import type { Instance } from "../instance/types.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { UsageError } from "../util/errors.ts";

/** A plan to start from, verified. Throws UsageError where it breaks a rule. */
export function verifiedStart(instance: Instance, start: Plan): VerifiedPlan {
  const checked = verify(instance, start);
  if (checked.ok) return checked.plan;
  const [{ rule, message }] = checked.violations;
  const more = checked.violations.length > 1 ? ` and ${checked.violations.length - 1} more` : "";
  throw new UsageError(
    `The plan to start from breaks a rule: ${rule}: ${message}${more}.\nMaybe see verify(instance, start).`,
  );
}
