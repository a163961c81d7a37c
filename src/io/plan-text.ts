import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { WHOLE } from "../instance/types.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import type { LevelOutcome, Outcome } from "../planner/types.ts";

/** Version of the plan file; readers refuse others. */
export const PLAN_VERSION = 1;

/** What a plan file says of the run that made the plan. */
export type PlanOrigin = Pick<Outcome, "levels" | "termination" | "method" | "solver">;

/**
 * The text of a plan file in pieces: one line for each assignment. Its objectives carry values and
 * bounds twice: as printed and as exact integers in units of 1 / `per_unit`.
 */
export function* planText(
  { instance, plan }: VerifiedPlan,
  outcome: PlanOrigin,
): Generator<string> {
  const head = {
    berth_plan: PLAN_VERSION,
    instance: instance.name,
    termination: outcome.termination,
    method: outcome.method,
    ...(outcome.solver === undefined ? {} : { solver: outcome.solver }),
    objectives: outcome.levels.map(objectiveEntry),
  };
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "assignments": [`;
  for (let k = 0; k < plan.task.length; k++) {
    yield `${k === 0 ? "" : ","}\n    ${JSON.stringify(assignmentEntry(instance, plan, k))}`;
  }
  yield `${plan.task.length === 0 ? "" : "\n  "}]\n}\n`;
}

function objectiveEntry({ target, value, bound, gap, termination }: LevelOutcome): object {
  return {
    name: target.name,
    unit: target.unit,
    sense: target.sense,
    per_unit: target.perUnit,
    ...(value === undefined ? {} : amount(value, target, "value")),
    ...(bound === undefined
      ? {}
      : { ...amount(bound.value, target, "bound"), source: bound.source, proof: bound.proof }),
    ...(gap === undefined ? {} : { gap }),
    termination,
  };
}

function amount(internal: number, target: LevelOutcome["target"], name: string): object {
  // Adding 0 turns -0 into 0.
  const exact = (target.sense === "max" ? -internal : internal) + 0;
  return { [name]: exact / target.perUnit, [`${name}_exact`]: exact };
}

function assignmentEntry(instance: Instance, plan: Plan, k: number): object {
  const devices = plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1]);
  return {
    task: taskCopyId(instance, plan.task[k]),
    resource: resourceCopyId(instance, plan.resource[k]),
    start_ms: plan.start[k],
    ...(plan.share[k] === WHOLE ? {} : { share: plan.share[k] }),
    ...(devices.length === 0 ? {} : { devices: [...devices] }),
  };
}
