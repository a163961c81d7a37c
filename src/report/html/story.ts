import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { Certificate } from "../../plan/certificate/types.ts";
import type { VerifiedPlan } from "../../plan/types.ts";
import {
  type ObjectiveValue,
  objectiveValue,
  printedValue,
} from "../../planner/objective-value.ts";
import type { LevelOutcome, Outcome } from "../../planner/types.ts";
import { defined } from "../../util/defined.ts";
import { formatGap } from "../format.ts";
import { proofText } from "../objectives.ts";
import { isTrivial, runText, terminationText, verdict } from "../sentence.ts";
import type { ReportPage, ReportSection } from "./types.ts";

/** One objective of a plan as a report tells it; amounts in printed units. */
export interface ToldObjective
  extends Pick<
    ObjectiveValue,
    "name" | "unit" | "sense" | "value" | "bound" | "gap" | "condition"
  > {
  /** Between what the level reached by itself and its bound, where later ones took some of that back. */
  readonly ownGap?: number;
  /** The part of the bound that has a certificate, or needs none. */
  readonly certified?: number;
  /** Who proved the bound, and how its level ended, in a few words each. */
  readonly proof: string;
  readonly ended: string;
}

/** A bound's certificate, and the target that it is about. */
export interface ToldProof {
  readonly target: Target;
  readonly certificate: Certificate;
}

/** What a run learned and when; amounts in printed units. */
export interface ToldTrace {
  readonly objective: string;
  readonly seconds: number;
  readonly value?: number;
  readonly bound?: number;
}

/** All that a report of one plan tells. */
export interface PlanStory extends Pick<ReportPage, "verdict" | "tone" | "badge" | "facts"> {
  readonly instance: Instance;
  /** Absent where there is no plan. */
  readonly verified?: VerifiedPlan;
  readonly objectives: readonly ToldObjective[];
  readonly proofs: readonly ToldProof[];
  /** Times at which bounds on the last end lie, ms. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
  readonly trace: readonly ToldTrace[];
  /** How long the run took, if that is known. */
  readonly seconds?: number;
  readonly notes: readonly string[];
  /** Sections behind those of the plan itself. */
  readonly more?: readonly ReportSection[];
}

/** What a run of the planner came to; `instance` as the document of the user has it. */
export function outcomeStory(instance: Instance, outcome: Outcome): PlanStory {
  const { levels, plan, trace, seconds, notes, method, solver, refuted, termination } = outcome;
  const objectives = levels.map((level) => told(level, refuted?.proof));
  const ended = runText(termination, levels.map(objectiveValue), refuted?.proof);
  return {
    instance: plan?.instance ?? instance,
    ...(plan !== undefined && { verified: plan }),
    verdict: verdict(outcome),
    ...mood(objectives, plan !== undefined, ended),
    facts: [
      ["ended", ended],
      ["method", solver === undefined ? method : `${method} with ${solver}`],
      ["time", `${seconds.toFixed(1)} s`],
    ],
    objectives,
    proofs: levels.flatMap(({ target, bound, certified }) => {
      const certificate = bound?.certificate ?? certified?.certificate;
      return certificate === undefined ? [] : [{ target, certificate }];
    }),
    marks: levels.flatMap(({ target, bound }) => boundMark(target, bound?.value)),
    trace: trace.map(({ target, seconds: at, value, bound }) => ({
      objective: target.name,
      seconds: at,
      ...defined({
        value: value === undefined ? undefined : printedValue(target, value),
        bound: bound === undefined ? undefined : printedValue(target, bound),
      }),
    })),
    seconds,
    notes:
      plan === undefined && refuted === undefined
        ? []
        : notes.filter((note) => note !== refuted?.reason),
  };
}

/** Where a bound on a last end lies in time. */
export function boundMark(target: Target, bound: number | undefined): PlanStory["marks"] {
  const [{ objective, factor }] = target.terms;
  const isEnd = target.terms.length === 1 && factor === 1 && objective.name === "makespan";
  if (!isEnd || bound === undefined || bound <= 0) return [];
  return [{ at: bound, label: "bound: no plan ends earlier" }];
}

/** The tone of a report and its word: proven where every gap is closed by proofs of ours. */
export function mood(
  objectives: readonly ToldObjective[],
  hasPlan: boolean,
  ended: string,
): Pick<PlanStory, "tone" | "badge"> {
  if (!hasPlan) return { tone: "none", badge: ended };
  const left = objectives.map(({ name, gap, ownGap }) => ({ name, gap: ownGap ?? gap }));
  const open = left.find(({ gap }) => gap !== 0);
  if (open === undefined) {
    const isOwn = objectives.every(({ bound, certified, proof }) => {
      return certified === bound || !proof.startsWith("claimed");
    });
    return isOwn
      ? { tone: "proven", badge: "proven optimal" }
      : { tone: "open", badge: "optimal (claimed)" };
  }
  if (open.gap === undefined) return { tone: "open", badge: "no bound" };
  return { tone: "open", badge: `${open.name}: gap ${formatGap(open.gap)}` };
}

function told(level: LevelOutcome, refuted: "ours" | "claimed" | undefined): ToldObjective {
  const objective = objectiveValue(level);
  const { name, unit, sense, value, bound, gap, condition, certified } = objective;
  const isWhole = level.bound?.certificate !== undefined || isTrivial(objective);
  return {
    ...{ name, unit, sense },
    ...defined({
      value,
      bound,
      gap,
      condition,
      certified: isWhole ? bound : certified,
      ownGap: objective.best_gap,
    }),
    proof: proofText(objective),
    ended:
      objective.best === undefined
        ? terminationText(objective, refuted)
        : "gave way to later objectives",
  };
}
