import type { Instance } from "../instance/types.ts";
import type { StatedPlan } from "../io/plan-file.ts";
import type { StatedObjective } from "../io/statements.ts";
import type { Certificate } from "../plan/certificate/types.ts";
import type { Bound } from "../plan/types.ts";
import { exactValue } from "../planner/objective-value.ts";
import { formatIssue, UsageError } from "../util/errors.ts";
import type { ObjectiveFinding } from "./findings.ts";
import type { OutsideLevel } from "./outside.ts";
import { type VerifyOptions, verifyPlanFile } from "./verify-plan-file.ts";

/** The file of another plan for the same instance. */
export interface OtherPlan {
  /** What messages call it: its path. */
  readonly source: string;
  readonly file: StatedPlan;
}

/** Most faults of a file that are told; `berth verify` tells all. */
const MOST_FAULTS = 5;

/**
 * What another plan file knows of each objective, by its name: the value of its plan, and its bounds, those with a certificate to be
 * recomputed and the others as its word. Throws UsageError if anything in the file is not so, or if it is a replan, whose bounds speak of another instance.
 */
export function againstPlan(
  whole: Instance,
  { source, file }: OtherPlan,
  { objectives }: VerifyOptions,
): ReadonlyMap<string, OutsideLevel> {
  if (file.replan !== undefined) {
    throw new UsageError(
      `${source} is of a replan, and its bounds speak of what was left to plan.\nMaybe give a plan of berth solve.`,
    );
  }
  const findings = verifyPlanFile(whole, file, objectives === undefined ? {} : { objectives });
  if (!findings.ok) {
    const wrong = [
      ...findings.violations.map(({ rule, message }) => `${rule}: ${message}`),
      ...findings.contradictions.map(formatIssue),
    ];
    const first = wrong.slice(0, MOST_FAULTS).map((line) => `\n  ${line}`);
    throw new UsageError(
      `${source} is not what it says, so nothing of it counts:${first.join("")}\nMaybe see all of it: berth verify INSTANCE ${source}`,
    );
  }
  const stated = new Map(file.statements.objectives.map((one) => [one.name, one]));
  return new Map(
    findings.objectives.map((finding) => {
      const bounds = boundsOf(finding, stated.get(finding.name), source);
      const value = exactValue(finding, finding.value_exact);
      return [finding.name, { alone: { bounds, met: { value, source } } }];
    }),
  );
}

function boundsOf(
  finding: ObjectiveFinding,
  stated: StatedObjective | undefined,
  source: string,
): readonly Bound[] {
  if (stated === undefined) return [];
  const { certificate, condition, bound_exact, bound } = stated;
  const bounds: Bound[] = [];
  const whole = bound_exact ?? (bound === undefined ? undefined : bound * finding.per_unit);
  const value = whole === undefined ? undefined : exactValue(finding, Math.round(whole));
  if (certificate !== undefined) {
    // What it proves is worked out from the certificate, not read.
    const proven = certificate as Certificate;
    bounds.push({ value: value ?? 0, source, proof: "ours", certificate: proven });
  }
  // Within other limits than those of this plan nobody knows what a word is worth.
  const { claim } = finding;
  const word = claim ?? (certificate === undefined ? finding.bound : undefined);
  const isWord = word?.status === "claimed" || word?.status === "stated";
  if (isWord && condition === undefined && value !== undefined) {
    bounds.push({ value, source, proof: "claimed", given: [] });
  }
  return bounds;
}
