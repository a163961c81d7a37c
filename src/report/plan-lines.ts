import pc from "picocolors";
import { taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { type PlanMetrics, planMetrics, type ResourceUse } from "../plan/metrics.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { durationText } from "../plan/wording.ts";
import { agendaLines, lastEnd, tasksByGroup } from "./agenda.ts";
import { formatTable, wrap } from "./format.ts";
import { loadLines, pieceLines } from "./gantt.ts";
import { type CopyGroup, count, groupCopies, namesWithin, resourcesText } from "./groups.ts";
import { lossesSentence } from "./losses.ts";
import { startText, timeText } from "./when.ts";

/** A screenful: rows of resources, bars of pieces, rows of who runs where and when, lines of names (in all, of a row). */
const SCREENFUL = { placed: 24, timed: 12, bars: 40, agenda: 24, names: 48, own: 6 } as const;

type Most = Readonly<Record<keyof typeof SCREENFUL, number>>;

/** Parts of a screenful that are tried one after the other, until the whole fits. */
const SHARES = [1, 0.85, 0.7, 0.55, 0.4, 0.3, 0.2] as const;

/**
 * A plan for a person, in at most `room` lines at any size (from some 15 on): its resources, and who runs where and, over time,
 * when. What is folded is told.
 */
export function planLines(verified: VerifiedPlan, width: number, room: number): string[] {
  const metrics = planMetrics(verified.instance, verified.plan);
  let lines: string[] = [];
  for (const share of SHARES) {
    lines = linesWithin(verified, metrics, width, shareOf(share));
    if (lines.length <= room) break;
  }
  return lines;
}

function shareOf(share: number): Most {
  const part = (most: number) => Math.ceil(most * share);
  const { placed, timed, bars, agenda, names, own } = SCREENFUL;
  return {
    placed: part(placed),
    timed: part(timed),
    bars: part(bars),
    agenda: part(agenda),
    names: part(names),
    own: part(own),
  };
}

function linesWithin(
  verified: VerifiedPlan,
  metrics: PlanMetrics,
  width: number,
  most: Most,
): string[] {
  const { instance, plan } = verified;
  const uses = new Map(metrics.resources.map((use) => [use.resource, use]));
  const isTimed = instance.mode !== "placement";
  const rowsMost = isTimed ? most.timed : most.placed;
  const groups = groupCopies(instance, [...uses.keys()], rowsMost);
  const shown = groups.slice(0, rowsMost);
  const last = lastEnd(instance, plan);
  const rows = shown.map((copies) => {
    const own = copies.flatMap((copy) => uses.get(copy) ?? []);
    return groupRow(instance, copies, own, last);
  });
  const table = formatTable([headings(instance), ...rows], width);
  const lines = isTimed
    ? timedLines(verified, shown, table, width, most)
    : withNames(verified, shown, table, width, most);
  const hidden = groups.length - shown.length;
  if (hidden > 0) lines.push(pc.dim(`and ${count(hidden)} more kinds of resources`));
  if (groups.length < uses.size) {
    const time = isTimed ? "time in all, their last end and their " : "";
    const told = `A row of several resources has their ${time}mean use.`;
    lines.push(...wrap(told, width).map((line) => pc.dim(line)));
  }
  if (groups.length < uses.size || hidden > 0 || plan.task.length > most.bars) {
    const size = `${count(plan.task.length)} pieces on ${count(uses.size)} resources`;
    lines.push(...wrap(`${size}: -o FILE writes every one.`, width).map((line) => pc.dim(line)));
  }
  const survives = lossesSentence(verified);
  if (survives !== undefined) lines.push(...wrap(survives, width));
  return [...lines, ...remarks(instance, metrics, width)];
}

function timedLines(
  verified: VerifiedPlan,
  groups: readonly CopyGroup[],
  table: readonly string[],
  width: number,
  most: Most,
): string[] {
  const { instance, plan } = verified;
  const [head = "", ...rows] = table;
  if (plan.task.length <= most.bars) {
    return [pc.dim(head), ...rows, "", ...pieceLines(verified, width)];
  }
  const agenda = agendaLines(verified, width, most.agenda);
  const named = agenda === undefined ? withNames(verified, groups, table, width, most) : undefined;
  // One after the other leaves no more to see than when each resource is done.
  const chart = instance.mode === "schedule" ? ["", ...loadLines(verified, groups, width)] : [];
  if (named !== undefined) return [...named, ...chart];
  return [pc.dim(head), ...rows, ...chart, "", ...(agenda ?? [])];
}

/** The tasks of each row beside it if all of them fit, else below it, wrapped and indented. */
function withNames(
  verified: VerifiedPlan,
  groups: readonly CopyGroup[],
  table: readonly string[],
  width: number,
  most: Most,
): string[] {
  const [head = "", ...rows] = table;
  const column = Math.max(...table.map((line) => line.length)) + 2;
  const share = Math.floor(most.names / Math.max(1, groups.length)) - 1;
  const lines = Math.min(most.own, Math.max(1, share));
  const names = tasksByGroup(verified, groups, width - 4, lines);
  if (names.every((text) => column + text.length <= width)) {
    return [
      pc.dim(`${head.padEnd(column)}tasks`),
      ...rows.map((row, i) => `${row.padEnd(column)}${names[i]}`),
    ];
  }
  const below = (text: string) => wrap(text, width - 4).map((line) => pc.dim(`    ${line}`));
  return [pc.dim(head), ...rows.flatMap((row, i) => [row, ...below(names[i])])];
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

function groupRow(
  instance: Instance,
  copies: CopyGroup,
  uses: readonly ResourceUse[],
  last: number,
): string[] {
  const busy = uses.reduce((sum, use) => sum + use.busy, 0);
  const end = uses.reduce((latest, use) => Math.max(latest, use.end ?? 0), 0);
  const time =
    instance.mode === "placement"
      ? []
      : [timeText(busy, undefined), startText(end, instance.origin, last)];
  const loads = tellingDimensions(instance).map((d) => {
    const known = uses.flatMap((use) => use.utilization[d] ?? []);
    if (known.length === 0) return "-";
    const mean = known.reduce((sum, share) => sum + share, 0) / known.length;
    return `${Math.round(mean / 10_000)} %`;
  });
  return [resourcesText(instance, copies), ...time, ...loads];
}

function remarks(instance: Instance, metrics: PlanMetrics, width: number): string[] {
  const lines: string[] = [];
  const list = (tasks: readonly number[]) =>
    namesWithin(
      tasks.map((task) => taskCopyId(instance, task)),
      2 * width,
    );
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
