import { targetsOf } from "../instance/targets.ts";
import type { ObjectiveSpec } from "../instance/types.ts";
import type { StatedPlan } from "../io/plan-file.ts";
import type { Certificate } from "../plan/certificate/types.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { formatValue } from "../plan/value-text.ts";
import type { ObjectiveValue } from "../planner/objective-value.ts";
import { boundMark, mood, type PlanStory, type ToldObjective } from "../report/html/story.ts";
import { objectivesVerdict } from "../report/sentence.ts";
import { defined } from "../util/defined.ts";
import type { Findings, ObjectiveFinding } from "./findings.ts";

/**
 * What a report tells of a plan file whose plan keeps every rule: all of it recomputed but the name of the method and how the run
 * went, which are told as the file has them. `asked` are the objectives that it was judged by, if not the instance's own.
 */
export function checkedStory(
  verified: VerifiedPlan,
  { statements }: StatedPlan,
  findings: Findings,
  asked?: readonly ObjectiveSpec[],
): PlanStory {
  const { instance } = verified;
  const { objectives, notes } = findings;
  const told = objectives.map(toldOf);
  const proofs = targetsOf(instance, asked).flatMap((target) => {
    const found = objectives.find(({ name }) => name === target.name);
    const stated = statements.objectives.find(({ name }) => name === target.name);
    // What was checked has passed the checker, so it is what it says.
    if (found === undefined || !isCertified(found) || stated?.certificate === undefined) return [];
    const certificate = stated.certificate as Certificate;
    return [{ target, certificate, bound: found.bound.bound_exact }];
  });
  const { method, solver, seconds, trace = [] } = statements;
  const by = solver === undefined ? method : `${method} with ${solver}`;
  return {
    instance,
    verified,
    verdict: objectivesVerdict(objectives.map(asValue)),
    ...mood(told, true, ""),
    facts: [
      ["checked", "every rule, every value and every bound with a certificate"],
      ...(by === undefined ? [] : [["method, as the file says", by] as const]),
    ],
    objectives: told,
    proofs,
    marks: proofs.flatMap(({ target, bound }) => boundMark(target, bound)),
    trace: trace.map(({ objective, seconds: at, value, bound }) => ({
      ...{ objective, seconds: at },
      ...defined({ value, bound }),
    })),
    ...defined({ seconds }),
    notes: [...notes, ...claimNotes(findings)],
  };
}

function isCertified({ bound: { status } }: ObjectiveFinding): boolean {
  return status === "checked" || status === "conditional";
}

function toldOf(finding: ObjectiveFinding): ToldObjective {
  const { name, unit, sense, value, bound: found } = finding;
  const { bound, condition, proof, trusts, status, source = "the file" } = found;
  const over = trusts === undefined ? "" : ", over the formulation of the integer program";
  const words = {
    checked: `checked: ${proof}${over}`,
    conditional: `checked: ${proof}${over}`,
    proven: `ours: ${source}`,
    claimed: `claimed: ${source}`,
    stated: "claimed: the file, without proof",
    none: "",
  };
  const certified = isCertified(finding) ? bound : undefined;
  return {
    ...{ name, unit, sense, value, proof: words[status], ended: "" },
    ...defined({ bound, gap: gapOf(finding), condition, certified }),
  };
}

/** The same for the sentence: what was checked is ours, all else a word. */
function asValue(finding: ObjectiveFinding): ObjectiveValue {
  const { name, unit, sense, per_unit, value, value_exact, bound: found } = finding;
  const { bound, condition, proof, source = "the file" } = found;
  const gap = gapOf(finding);
  return {
    ...{ name, unit, sense, per_unit, value, value_exact },
    ...defined({ bound, condition, gap }),
    proof: isCertified(finding) || found.status === "proven" ? "ours" : "claimed",
    source: proof === "never negative" ? "zero" : source,
    termination: gap === 0 ? "optimal" : "completed",
  };
}

function gapOf({ value, bound: { bound } }: ObjectiveFinding): number | undefined {
  if (bound === undefined) return undefined;
  return Math.abs(value - bound) / Math.max(Math.abs(value), 1e-10);
}

/** Bounds that a file states and nothing here proves, as sentences. */
export function claimNotes({ objectives }: Findings): readonly string[] {
  return objectives.flatMap(claimNote);
}

function claimNote({ name, unit, claim }: ObjectiveFinding): readonly string[] {
  if (claim?.bound === undefined) return [];
  const by =
    claim.status === "claimed" ? `${claim.source ?? "a solver"} claims` : "The file states";
  const among = claim.condition === undefined ? "" : ` ${claim.condition}`;
  return [
    `${by} a bound of ${formatValue(claim.bound, unit)}${among} on ${name}, which was not checked.`,
  ];
}
