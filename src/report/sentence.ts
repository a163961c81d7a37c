import { formatValue } from "../plan/value-text.ts";
import { type ObjectiveValue, objectiveValue } from "../planner/objective-value.ts";
import { OUTCOME } from "../planner/options.ts";
import type { Outcome, Refuted } from "../planner/types.ts";
import { requireArgument } from "../util/arguments.ts";
import { formatGap, formatPercent, isWideGap } from "./format.ts";

/** One paragraph in plain words: what was found, what was proven, and by whom. */
export function verdict(outcome: Outcome): string {
  requireArgument("verdict", OUTCOME, outcome);
  if (outcome.termination === "infeasible") return refutedText(outcome);
  if (outcome.plan === undefined) {
    return `No plan was found: ${STOPPED[outcome.termination]}. ${outcome.notes.join(" ")}`.trim();
  }
  const objectives = outcome.levels.map(objectiveValue);
  return [objectivesVerdict(objectives), ...exhausted(outcome.method, objectives)].join(" ");
}

/** Of each objective that ended by itself and is not proven: that waiting longer would have brought nothing. */
function exhausted(method: string, objectives: readonly ObjectiveValue[]): readonly string[] {
  const who =
    method === "auto" ? "Nothing is left to try" : `The method ${method} has nothing left to try`;
  return objectives.flatMap(({ name, termination, best_gap, gap }) => {
    if (termination !== "completed") return [];
    const open = best_gap ?? gap;
    const stays =
      open === undefined ? "what it may lack stays unknown" : `a gap of ${formatGap(open)} stays`;
    return [`${who} for ${name}: ${stays}.`];
  });
}

/** Why there is no plan; "No plan exists" only where that is proven. */
function refutedText({ refuted, notes }: Outcome): string {
  if (refuted?.proof === "claimed") return refuted.reason;
  return `No plan exists. ${refuted?.reason ?? notes.join(" ")}`.trim();
}

/** The same of a plan, from what is told of its objectives. */
export function objectivesVerdict(objectives: readonly ObjectiveValue[]): string {
  return objectives.map(objectiveSentence).join(" ");
}

/**
 * True if a bound needs no argument: nothing that is added up or compared is negative. A weighted sum may subtract, so of
 * those only what says so itself.
 */
export function isTrivial({ unit, sense, bound, source }: ObjectiveValue): boolean {
  return source === "zero" || (bound !== undefined && bound <= 0 && sense === "min" && unit !== "");
}

/**
 * How a level ended: "optimal (claimed)" or "infeasible (claimed)" where that rests on the word of a solver. `refuted`: whose word
 * it is that there is no plan.
 */
export function terminationText(
  { termination, proof }: Pick<ObjectiveValue, "termination" | "proof">,
  refuted?: Proof,
): string {
  const by = termination === "infeasible" ? refuted : proof;
  const isWord = termination === "optimal" || termination === "infeasible";
  return isWord && by === "claimed" ? `${termination} (claimed)` : termination;
}

/** How a whole run ended; one level that rests on a claim is enough for "optimal (claimed)". */
export function runText(
  termination: string,
  objectives: readonly Pick<ObjectiveValue, "termination" | "proof">[],
  refuted?: Proof,
): string {
  if (termination === "infeasible") return terminationText({ termination }, refuted);
  const isClaimed = objectives.some(
    (one) => one.termination === "optimal" && one.proof === "claimed",
  );
  return termination === "optimal" && isClaimed ? "optimal (claimed)" : termination;
}

type Proof = Refuted["proof"];

const STOPPED = {
  optimal: "the search ended",
  "gap-reached": "the search ended",
  completed: "the method ran to its end, which does not prove that there is none",
  "time-limit": "the time limit came first",
  "work-limit": "the work limit came first",
  "memory-limit": "the solver ran out of memory",
  interrupted: "the run was interrupted",
  infeasible: "there is none",
  unsupported: "the method cannot express this instance",
} satisfies Record<Outcome["termination"], string>;

function objectiveSentence(objective: ObjectiveValue): string {
  const { name, unit, value, bound, best_gap: gap = objective.gap } = objective;
  const held = objective.best ?? value;
  if (held === undefined) return `Nothing is known about ${name}.`;
  const text = formatValue(held, unit);
  const found = `${capitalised(name)} is ${text}`;
  const rest = traded(objective);
  if (bound === undefined) return `${found}; nothing was proven about how good that is.${rest}`;
  const least = formatValue(bound, unit);
  if (isTrivial(objective)) {
    if (objective.termination === "optimal")
      return `${found}, and cannot be below that: optimal.${rest}`;
    return `${found}; it cannot be below ${least}, and nothing more was proven about it.${rest}`;
  }
  const isOurs = objective.proof === "ours";
  if (objective.termination === "optimal") {
    const better = noneBetter(objective, text);
    if (isOurs) return `${capitalised(better)}: optimal, proven exactly.${rest}`;
    return `${found}: ${better}, as ${objective.source} claims and Berth has not checked.${rest}`;
  }
  const isNear = gap !== undefined && !isWideGap(gap);
  const open = isNear ? `, within ${formatPercent(gap)} of the bound` : "";
  const by = isOurs ? "proven exactly" : `as ${objective.source} claims, not checked`;
  return `${found}${open}: ${noneBetter(objective, least)} (${by}).${rest}`;
}

/** "no plan has cost below $4", "among plans with makespan of at most 4h none has cost below $40". */
function noneBetter({ name, sense, condition }: ObjectiveValue, text: string): string {
  const among = condition === undefined ? "no plan" : `${condition} none`;
  return `${among} has ${name} ${sense === "max" ? "above" : "below"} ${text}`;
}

/** Tolerance that later objectives used. */
function traded({ value, best, unit }: ObjectiveValue): string {
  if (value === undefined || best === undefined) return "";
  return ` Within its tolerance, this plan gives some of that away for later objectives: ${formatValue(value, unit)}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
