import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import { WHOLE } from "../instance/types.ts";
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

/** The pieces of a verified plan in its order, ready for JSON. */
export function* assignments({ instance, plan }: VerifiedPlan): Generator<Assignment> {
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
