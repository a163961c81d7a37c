import pc from "picocolors";
import type { Instance } from "../instance/types.ts";
import { objectiveValue } from "../planner/objective-value.ts";
import type { Outcome } from "../planner/types.ts";
import { plain } from "../util/plain.ts";
import { wrap } from "./format.ts";
import { objectiveLines } from "./objectives.ts";
import { planLines } from "./plan-lines.ts";
import { runText, verdict } from "./sentence.ts";

/** The end of a run for a person: resources with their tasks, objectives, and what was proven. */
export function outcomeText(instance: Instance, outcome: Outcome, width: number): string {
  const objectives = outcome.levels.map(objectiveValue);
  const lines = [
    pc.bold(plain(`${instance.name}: ${runText(outcome.termination, objectives)}`)),
    "",
  ];
  if (outcome.plan !== undefined) lines.push(...planLines(outcome.plan, width), "");
  lines.push(...objectiveLines(objectives, width), "");
  lines.push(...wrap(verdict(outcome), width));
  if (outcome.plan !== undefined) {
    for (const note of outcome.notes) lines.push(...wrap(`Note: ${note}`, width));
  }
  lines.push(pc.dim(`${methodText(outcome)}, ${outcome.seconds.toFixed(1)} s`));
  return lines.join("\n");
}

function methodText({ method, solver }: Outcome): string {
  return solver === undefined ? method : `${method} with ${solver}`;
}
