import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import { lossName } from "../instance/losses.ts";
import { WHOLE } from "../instance/types.ts";
import { requireArgument } from "../util/arguments.ts";
import { VERIFIED_PLAN } from "./arguments.ts";
import type { VerifiedPlan } from "./types.ts";

/** One piece of a plan in names: share and devices only where they say something. */
export interface Assignment {
  readonly task: string;
  readonly resource: string;
  readonly start_ms: number;
  /** Millionths of a divisible task. */
  readonly share?: number;
  readonly devices?: readonly number[];
}

/** Where what is lost goes, in names. */
export interface RecoveryAssignments {
  /** A resource, or all of a label: "dgx#2", "rack=r1". */
  readonly lost: string;
  readonly assignments: readonly Assignment[];
}

/** The recoveries of a verified plan in its order, ready for JSON; none where the instance has no losses. */
export function* recoveryAssignments(verified: VerifiedPlan): Generator<RecoveryAssignments> {
  requireArgument("recoveryAssignments", VERIFIED_PLAN, verified);
  const { instance, plan } = verified;
  const { robust } = instance;
  if (robust === undefined) return;
  for (const { loss, moved } of plan.recoveries ?? []) {
    const pieces = [...assignments({ instance, plan: moved })];
    yield { lost: lossName(instance, robust, loss), assignments: pieces };
  }
}

/** The pieces of a verified plan in its order, ready for JSON. */
export function* assignments(
  verified: Pick<VerifiedPlan, "instance" | "plan">,
): Generator<Assignment> {
  requireArgument("assignments", VERIFIED_PLAN, verified);
  const { instance, plan } = verified;
  for (let k = 0; k < plan.task.length; k++) {
    const devices = plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1]);
    yield {
      task: taskCopyId(instance, plan.task[k]),
      resource: resourceCopyId(instance, plan.resource[k]),
      start_ms: plan.start[k],
      ...(plan.share[k] === WHOLE ? {} : { share: plan.share[k] }),
      ...(devices.length === 0 ? {} : { devices: [...devices] }),
    };
  }
}
