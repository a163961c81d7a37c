import pc from "picocolors";
import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { type PlanMetrics, planMetrics, type ResourceUse } from "../plan/metrics.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { durationText } from "../plan/wording.ts";
import { objectiveValue } from "../planner/objective-value.ts";
import type { Outcome } from "../planner/types.ts";
import { plain } from "../util/plain.ts";
import { formatTable, wrap } from "./format.ts";
import { ganttLines } from "./gantt.ts";
import { lossesSentence } from "./losses.ts";
import { objectiveLines } from "./objectives.ts";
import { runText, verdict } from "./sentence.ts";

/** More rows than this hide the verdict; the plan file has them all. */
const MOST_RESOURCES = 40;
const MOST_NAMES = 20;

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

function planLines({ instance, plan }: VerifiedPlan, width: number): string[] {
  const metrics = planMetrics(instance, plan);
  const names = tasksByResource({ instance, plan } as VerifiedPlan, metrics);
  const shown = metrics.resources.slice(0, MOST_RESOURCES);
  const rows = shown.map((use) => resourceRow(instance, use));
  const tasks = shown.map((use) => names.get(use.resource) ?? "");
  const table = formatTable([headings(instance), ...rows], width);
  const lines = instance.mode === "schedule" ? [...table] : withTasks(table, tasks, width);
  const hidden = metrics.resources.length - shown.length;
  if (instance.mode === "schedule") {
    lines.push("", ...ganttLines({ instance, plan } as VerifiedPlan, width));
  } else if (hidden > 0) {
    lines.push(pc.dim(`and ${hidden} more resources; -o FILE writes the whole plan`));
  }
  const survives = lossesSentence({ instance, plan } as VerifiedPlan);
  if (survives !== undefined) lines.push(...wrap(survives, width));
  return [...lines, ...remarks(instance, metrics, width)];
}

/** The tasks of each row beside it if all of them fit, else below it, wrapped and indented. */
function withTasks(table: readonly string[], tasks: readonly string[], width: number): string[] {
  const [head, ...rows] = table;
  const column = Math.max(...table.map((line) => line.length)) + 2;
  if (tasks.every((text) => column + text.length <= width)) {
    return [
      pc.dim(`${head.padEnd(column)}tasks`),
      ...rows.map((row, k) => `${row.padEnd(column)}${tasks[k]}`),
    ];
  }
  const below = (text: string) => wrap(text, width - 4).map((line) => pc.dim(`    ${line}`));
  return [pc.dim(head), ...rows.flatMap((row, k) => [row, ...below(tasks[k])])];
}

/** Dimensions that any resource has; a table of zeros tells nothing. */
function tellingDimensions(instance: Instance): number[] {
  return instance.dimensions
    .map((_, d) => d)
    .filter((d) => instance.resources.some(({ capacity }) => capacity[d] > 0));
}

function headings(instance: Instance): string[] {
  const time = instance.mode !== "placement" ? ["busy", "end"] : [];
  const names = tellingDimensions(instance).map((d) => instance.dimensions[d].name);
  return ["resource", ...time, ...names];
}

function resourceRow(instance: Instance, use: ResourceUse): string[] {
  const time =
    instance.mode === "placement" ? [] : [durationText(use.busy), durationText(use.end ?? 0)];
  const loads = tellingDimensions(instance).map((d) => {
    const utilization = use.utilization[d];
    return utilization === undefined ? "-" : `${Math.round(utilization / 10_000)} %`;
  });
  return [resourceCopyId(instance, use.resource), ...time, ...loads];
}

/** Task names by shown resource copy, in order of start. */
function tasksByResource(verified: VerifiedPlan, metrics: PlanMetrics): Map<number, string> {
  const { instance, plan } = verified;
  const shown = new Set(metrics.resources.slice(0, MOST_RESOURCES).map(({ resource }) => resource));
  const pieces = new Map<number, number[]>();
  for (let k = 0; k < plan.task.length; k++) {
    if (!shown.has(plan.resource[k])) continue;
    const list = pieces.get(plan.resource[k]);
    if (list === undefined) pieces.set(plan.resource[k], [k]);
    else list.push(k);
  }
  const names = new Map<number, string>();
  for (const [resource, list] of pieces) {
    list.sort((a, b) => plan.start[a] - plan.start[b] || a - b);
    const told = list.slice(0, MOST_NAMES).map((k) => taskCopyId(instance, plan.task[k]));
    const more = list.length > MOST_NAMES ? ` and ${list.length - MOST_NAMES} more` : "";
    names.set(resource, `${told.join(" ")}${more}`);
  }
  return names;
}

function remarks(instance: Instance, metrics: PlanMetrics, width: number): string[] {
  const lines: string[] = [];
  const list = (tasks: readonly number[]) => {
    const told = tasks.slice(0, MOST_NAMES).map((task) => taskCopyId(instance, task));
    const more = tasks.length > MOST_NAMES ? ` and ${tasks.length - MOST_NAMES} more` : "";
    return `${told.join(" ")}${more}`;
  };
  if (metrics.unassigned.length > 0) {
    lines.push(...wrap(`Not placed (optional): ${list(metrics.unassigned)}`, width));
  }
  if (metrics.late.length > 0) {
    const worst = Math.max(...metrics.late.map(({ lateness }) => lateness));
    const late = list(metrics.late.map(({ task }) => task));
    lines.push(...wrap(`Past their due date (by up to ${durationText(worst)}): ${late}`, width));
  }
  return lines;
}
