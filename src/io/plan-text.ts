import { contentHash } from "../instance/content-hash.ts";
import type { Instance } from "../instance/types.ts";
import { assignments, recoveryAssignments } from "../plan/assignments.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { objectiveValue } from "../planner/objective-value.ts";
import type { LevelOutcome, Outcome } from "../planner/types.ts";
import type { ReplanRecord } from "../replan/record.ts";

/** Version of the plan file; readers refuse others. */
export const PLAN_VERSION = 1;

/** What a plan file says of the run that made the plan. */
export type PlanOrigin = Pick<
  Outcome,
  "levels" | "termination" | "method" | "without" | "solver"
> & {
  /** Where the plan replaces an earlier one. */
  readonly replan?: ReplanRecord;
  /** The instance as its document has it, where the plan was made on one derived from it. */
  readonly document?: Instance;
};

/**
 * The text of a plan file in pieces: one line for each assignment. Its objectives carry values and
 * bounds twice: as printed and as exact integers in units of 1 / `per_unit`; the best bound that has a certificate
 * brings it along: `certified` if that is not `bound`. Recoveries from losses stand behind the assignments.
 */
export function* planText(verified: VerifiedPlan, outcome: PlanOrigin): Generator<string> {
  const document = outcome.document ?? verified.instance;
  const head = {
    berth_plan: PLAN_VERSION,
    instance: document.name,
    instance_hash: contentHash(document),
    termination: outcome.termination,
    method: outcome.method,
    ...(outcome.without === undefined ? {} : { without: outcome.without }),
    ...(outcome.solver === undefined ? {} : { solver: outcome.solver }),
    ...(outcome.replan === undefined ? {} : { replan: outcome.replan }),
  };
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "objectives": [`;
  for (const [index, level] of outcome.levels.entries()) {
    yield `${index === 0 ? "" : ","}\n    ${objectiveText(level)}`;
  }
  yield `${outcome.levels.length === 0 ? "" : "\n  "}],\n  "assignments": [`;
  let separator = "\n";
  for (const assignment of assignments(verified)) {
    yield `${separator}    ${JSON.stringify(assignment)}`;
    separator = ",\n";
  }
  yield `${verified.plan.task.length === 0 ? "" : "\n  "}]`;
  if (verified.instance.robust !== undefined) yield* recoveriesText(verified);
  yield "\n}\n";
}

/** One line for each loss that takes something. */
function* recoveriesText(verified: VerifiedPlan): Generator<string> {
  yield ',\n  "recoveries": [';
  let separator = "\n";
  for (const recovery of recoveryAssignments(verified)) {
    yield `${separator}    ${JSON.stringify(recovery)}`;
    separator = ",\n";
  }
  yield `${separator === "\n" ? "" : "\n  "}]`;
}

/** One line for each statement. A certificate is one of them: the tree of a proof would be mostly white space. */
function objectiveText(level: LevelOutcome): string {
  const text = JSON.stringify(objectiveValue(level), undefined, 2);
  const certificate = (level.certified ?? level.bound)?.certificate;
  const proof =
    certificate === undefined ? "" : `,\n  "certificate": ${JSON.stringify(certificate)}`;
  return `${text.slice(0, -2)}${proof}\n}`.replaceAll("\n", "\n    ");
}
