/** The library: `import { plan, parseInstance } from "@berthplan/berth"`. */
export { type AlternativesOptions, alternativesOf } from "./alternatives/alternatives.ts";
export type {
  Alternative,
  Alternatives,
  Forced,
  TaskPlace,
  ValuedPlan,
} from "./alternatives/types.ts";
export type { OtherPlan } from "./check/against.ts";
export type {
  BoundFinding,
  Contradiction,
  Findings,
  MetValue,
  ObjectiveFinding,
} from "./check/findings.ts";
export { type JudgeOptions, judgePlanFile } from "./check/judge-plan-file.ts";
export { type CheckedProof, checkProof } from "./check/proof.ts";
export { type VerifyOptions, verifyPlanFile } from "./check/verify-plan-file.ts";
export type { Contestant, Played, PlayLimits, Subject, Trouble } from "./compare/types.ts";
export { type Explanation, explain } from "./explain/explain.ts";
export type { ExplainLimits } from "./explain/verdict.ts";
export {
  type FamilyFinds,
  type Hunted,
  type HuntOptions,
  hunt,
  huntedMethod,
} from "./hunt/hunt.ts";
export type { Judgement } from "./hunt/judge.ts";
export { contentHash } from "./instance/content-hash.ts";
export { findResourceCopy, findTaskCopy, resourceCopyId, taskCopyId } from "./instance/ids.ts";
export { instanceJsonSchema } from "./instance/json-schema.ts";
export { objectivesFromText } from "./instance/objective-text.ts";
export { type ParseOptions, parseInstance } from "./instance/parse.ts";
export { type Target, targetsOf } from "./instance/targets.ts";
export type { Instance, ObjectiveSpec } from "./instance/types.ts";
export { type NamedPlan, readNamedPlan } from "./io/named-plan.ts";
export { readPlan, type StatedPlan, writePlan } from "./io/plan-file.ts";
export { readPolicyFile } from "./io/policy-file.ts";
export { readInstance } from "./io/read-instance.ts";
export type { Policy } from "./learn/policy/policy.ts";
export {
  type Assignment,
  assignments,
  type RecoveryAssignments,
  recoveryAssignments,
} from "./plan/assignments.ts";
export { type Checked, checkCertificate } from "./plan/certificate/check.ts";
export type { Certificate, GivenLimit } from "./plan/certificate/types.ts";
export { conditionText } from "./plan/condition.ts";
export { evaluateTarget } from "./plan/evaluate.ts";
export type { Bound, Condition, Plan, Recovery, VerifiedPlan, Violation } from "./plan/types.ts";
export { type Verification, verify } from "./plan/verify.ts";
export {
  type BoundSearch,
  type BoundSearchOptions,
  type JudgedLevel,
  type KnownBounds,
  searchBounds,
} from "./planner/bound-search.ts";
export { type MethodFit, methodsFor } from "./planner/methods-for.ts";
export { type ObjectiveValue, objectiveValue, printedValue } from "./planner/objective-value.ts";
export { plan } from "./planner/plan.ts";
export type {
  EarlierLevel,
  EarlierRun,
  LevelOutcome,
  Outcome,
  PlanOptions,
  Refuted,
  Termination,
  TraceEntry,
} from "./planner/types.ts";
export { type Change, type ChangeKind, changesOf, type TaskStand } from "./replan/changes.ts";
export { differenceOf, type PlanDifference } from "./replan/difference.ts";
export { type Replanned, replan } from "./replan/replan.ts";
export type { MigrationRule, Situation } from "./replan/types.ts";
export { alternativesPage } from "./report/html/alternatives.ts";
export { differencePage } from "./report/html/difference.ts";
export { explanationPage } from "./report/html/explanation.ts";
export { pageHtml } from "./report/html/page.ts";
export { planPage } from "./report/html/plan-page.ts";
export { outcomeStory, type PlanStory } from "./report/html/story.ts";
export type { ReportPage } from "./report/html/types.ts";
export { whatIfPage } from "./report/html/whatif.ts";
export { outcomeDocument } from "./report/json.ts";
export { verdict } from "./report/sentence.ts";
export { planSvg, type SvgOptions } from "./report/svg.ts";
export {
  InstanceError,
  InvariantError,
  type Issue,
  SolverError,
  UsageError,
} from "./util/errors.ts";
export { AXIS_KINDS, type WhatIfAxis } from "./whatif/axis.ts";
export { type Saving, savingOf } from "./whatif/saving.ts";
export { type WhatIf, type WhatIfOptions, whatIf } from "./whatif/whatif.ts";
