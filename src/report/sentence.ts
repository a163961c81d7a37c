import type { Target } from "../instance/targets.ts";
import { printedValue } from "../planner/objective-value.ts";
import type { LevelOutcome, Outcome } from "../planner/types.ts";
import { formatPercent, formatValue } from "./format.ts";

/** One paragraph in plain words: what was found, what was proven, and by whom. */
export function verdict(outcome: Outcome): string {
  if (outcome.termination === "infeasible")
    return `No plan exists. ${outcome.notes.join(" ")}`.trim();
  if (outcome.plan === undefined) {
    return `No plan was found: ${STOPPED[outcome.termination]}. ${outcome.notes.join(" ")}`.trim();
  }
  const sentences = outcome.levels.map((level, index) => levelSentence(level, index));
  return sentences.join(" ");
}

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

function levelSentence(level: LevelOutcome, index: number): string {
  const { target } = level;
  const held = level.best ?? level.value;
  if (held === undefined) return `Nothing is known about ${target.name}.`;
  const text = show(target, held);
  const among = index === 0 ? "No plan" : "Among plans as good on the earlier objectives, none";
  const better = target.sense === "max" ? "above" : "below";
  if (level.bound === undefined) {
    return `${capitalised(target.name)} is ${text}; nothing was proven about how good that is.`;
  }
  const by = level.bound.proof === "ours" ? "proven exactly" : `as ${level.bound.source} claims`;
  if (level.termination === "optimal") {
    return `${among} has ${target.name} ${better} ${text}: optimal, ${by}.${traded(level)}`;
  }
  const gap = level.gap === undefined ? "" : `, within ${formatPercent(level.gap)} of the bound`;
  const bound = show(target, level.bound.value);
  return `${capitalised(target.name)} is ${text}${gap}: ${lower(among)} has it ${better} ${bound} (${by}).${traded(level)}`;
}

/** Tolerance that later objectives used. */
function traded({ target, value, best }: LevelOutcome): string {
  if (value === undefined || best === undefined || value === best) return "";
  return ` Within its tolerance, this plan trades it for later objectives: ${show(target, value)}.`;
}

function show(target: Target, value: number): string {
  return formatValue(printedValue(target, value), target.unit);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
