import pc from "picocolors";
import type { Instance } from "../instance/types.ts";
import { objectiveValue } from "../planner/objective-value.ts";
import type { Outcome } from "../planner/types.ts";
import { plain } from "../util/plain.ts";
import { wrap } from "./format.ts";
import { objectiveLines } from "./objectives.ts";
import { planLines } from "./plan-lines.ts";
import { runText, verdict } from "./sentence.ts";

/** Lines of a report, at any size of the plan. */
const LINES = 60;

/** The end of a run for a person: resources with their tasks, objectives, and what was proven. */
export function outcomeText(instance: Instance, outcome: Outcome, width: number): string {
  const objectives = outcome.levels.map(objectiveValue);
  const { refuted } = outcome;
  const ended = runText(outcome.termination, objectives, refuted?.proof);
  const lines = [pc.bold(plain(`${instance.name}: ${ended}`)), ""];
  const table = objectiveLines(objectives, width, refuted?.proof);
  const rest = [...table, "", ...wrap(verdict(outcome), width)];
  // Without a plan the verdict has them, but for what is no reason that there is none.
  if (outcome.plan !== undefined || refuted !== undefined) {
    for (const note of outcome.notes) {
      if (note !== refuted?.reason) rest.push(...wrap(`Note: ${note}`, width));
    }
  }
  rest.push(pc.dim(`${methodText(outcome)}, ${outcome.seconds.toFixed(1)} s`));
  if (outcome.plan !== undefined) {
    lines.push(...planLines(outcome.plan, width, LINES - lines.length - 1 - rest.length), "");
  }
  return [...lines, ...rest].join("\n");
}

function methodText({ method, solver }: Outcome): string {
  return solver === undefined ? method : `${method} with ${solver}`;
}
