import pc from "picocolors";
import { resourceCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { formatValue } from "../plan/value-text.ts";
import { durationText } from "../plan/wording.ts";
import { printedValue } from "../planner/objective-value.ts";
import type { LevelOutcome } from "../planner/types.ts";
import type { Change, ChangeKind } from "../replan/changes.ts";
import type { LostWork } from "../replan/lost-work.ts";
import type { MoveCounts } from "../replan/moves.ts";
import { formatTable, wrap } from "./format.ts";
import { timeText } from "./when.ts";

/** What the report of a replan is about. */
export interface ReplanReport {
  readonly instance: Instance;
  readonly now: number;
  readonly down: ReadonlySet<number>;
  /** Absent without a plan. */
  readonly changes?: readonly Change[];
  readonly levels: readonly LevelOutcome[];
  /** By level: the value of the earlier plan in printed units, where it has one. */
  readonly before: readonly (number | undefined)[];
  /** Absent without a plan. */
  readonly moves?: MoveCounts;
  readonly lost: LostWork;
}

/** What a list of changes is made from. */
type Changed = Pick<ReplanReport, "instance" | "changes" | "now">;

/** What a table of objectives is made from. */
type ValuedLevels = Pick<ReplanReport, "before" | "moves"> & {
  readonly levels: readonly Pick<LevelOutcome, "target" | "value">[];
};

/** Lines of one kind of change and names in a list; the plan file has them all. */
const MOST_LINES = 40;
const MOST_NAMES = 12;

/** The changes of a replan for a person: what happened, what changes for whom, and what it costs. */
export function replanText(report: ReplanReport, width: number): string {
  return [
    ...situationLines(report, width),
    ...changeLines(report, width),
    ...valueLines(report, width),
  ].join("\n");
}

function situationLines(report: ReplanReport, width: number): string[] {
  return situationSentences(report).flatMap((text) => wrap(text, width));
}

/** What happened, and how much moves and is lost, in sentences. */
export function situationSentences(report: ReplanReport): readonly string[] {
  const { instance, now, down, changes, moves, lost } = report;
  const time = instance.mode === "placement" ? "" : ` at ${timeText(now, instance.origin)}`;
  const names = [...down].map((copy) => resourceCopyId(instance, copy));
  const out = names.length === 0 ? "Nothing is down." : `Down: ${list(names)}.`;
  const counts = (["ended", "running", "kept"] as const).flatMap((kind) => {
    const count = changes?.filter((change) => change.kind === kind).length ?? 0;
    return count === 0 ? [] : [`${count} ${QUIET[kind]}`];
  });
  const quiet = counts.length === 0 ? "" : ` Unchanged: ${counts.join(", ")}.`;
  const told = [`Replanned${time}. ${out}${quiet}`];
  if (moves !== undefined) told.push(movesText(moves));
  if (lost.runs > 0) told.push(lostText(lost));
  return told;
}

function movesText({ forced, chosen }: MoveCounts): string {
  if (forced + chosen === 0) return "Nothing moves.";
  return `Moves: ${forced} forced (down, gone or no longer fitting), ${chosen} by choice.`;
}

function lostText({ runs, time, cost }: LostWork): string {
  const what = runs === 1 ? "1 run" : `${runs} runs`;
  const paid = cost === 0 ? "" : ` and ${formatValue(cost / 1e6, "USD")}`;
  return `Lost with it: ${what}, ${durationText(time)} of work${paid}, in no value below.`;
}

const QUIET = {
  ended: "ended",
  running: "running on",
  kept: "to run as planned",
} as const;

const GROUPS: readonly { readonly kind: ChangeKind; readonly title: string }[] = [
  { kind: "restarted", title: "Run again, since what they ran on is down" },
  { kind: "moved", title: "Moved" },
  { kind: "later", title: "Later" },
  { kind: "earlier", title: "Earlier" },
  { kind: "added", title: "New" },
  { kind: "unplaced", title: "No longer planned" },
  { kind: "dropped", title: "Dropped" },
];

/** A list for each kind of change, in lines. */
export function changeLines(report: Changed, width: number): string[] {
  return changeGroups(report, MOST_LINES).flatMap(({ title, rows, hidden }) => {
    const table = formatTable(rows, width - 2).map((line) => `  ${line}`);
    const more = hidden > 0 ? [`  and ${hidden} more`] : [];
    return ["", pc.bold(`${title}:`), ...table, ...more];
  });
}

/** What changes for whom, by kind of change: task, where and, over time, when; `most` rows of each kind, and how many more there are. */
export function changeGroups({ instance, changes = [], now }: Changed, most: number) {
  const isShort = changes.every(({ from, to }) => Math.max(from?.start ?? 0, to?.end ?? 0) < DAY);
  return GROUPS.flatMap(({ kind, title }) => {
    const own = changes.filter((change) => change.kind === kind);
    if (own.length === 0) return [];
    const isLost = instance.mode === "placement" && kind === "restarted";
    const rows = own.slice(0, most).map((change) => changeRow(instance, change, now, isShort));
    return [{ title: isLost ? LOST : title, rows, hidden: own.length - rows.length }];
  });
}

const LOST = "Moved, since what they ran on is down";

function changeRow(instance: Instance, change: Change, now: number, isShort: boolean): string[] {
  const { task, kind, from, to, lost } = change;
  const old = from === undefined ? "" : list(from.resources);
  const fresh = to === undefined ? "" : list(to.resources);
  const mark = kind === "moved" && lost !== undefined ? " (down)" : "";
  const where =
    old === "" || fresh === "" || old === fresh ? old || fresh : `${old}${mark} -> ${fresh}`;
  if (instance.mode === "placement") return [task, where];
  const when = timesText(instance, change, isShort);
  const cancelled = kind === "dropped" && from !== undefined && from.start < now ? "cancelled" : "";
  return [task, where, [when, cancelled].filter((text) => text !== "").join(", ")];
}

const DAY = 86_400_000;

function timesText({ origin }: Instance, { kind, from, to }: Change, isShort: boolean): string {
  // Within a day the hour says it all.
  const at = (time: number) => timeText(time, origin).slice(isShort && origin ? 6 : 0);
  if (to === undefined) return from === undefined ? "" : at(from.start);
  const ends = to.end === undefined ? "" : `, ends ${at(to.end)}`;
  if (from === undefined || kind === "restarted" || from.start === to.start)
    return `${at(to.start)}${ends}`;
  const by = durationText(Math.abs(to.start - from.start));
  const shift = to.start > from.start ? `${by} later` : `${by} earlier`;
  return `${at(from.start)} -> ${at(to.start)} (${shift})`;
}

/** A table of the objectives: before, now, and the change. */
export function valueLines(report: ValuedLevels, width: number): string[] {
  const rows = valueRows(report);
  if (rows.length === 0) return [];
  const [head, ...lines] = formatTable([VALUE_HEAD, ...rows], width);
  return ["", pc.dim(head), ...lines];
}

/** What stands above values of two plans. */
export const VALUE_HEAD = ["objective", "before", "now", "change"];

/** Each objective of the earlier plan and of the new one, under `VALUE_HEAD`; none without a plan. */
export function valueRows({ levels, before, moves }: ValuedLevels): readonly string[][] {
  const rows = levels.flatMap(({ target, value }, i) => {
    if (value === undefined) return [];
    const show = (amount: number) => formatValue(amount, target.unit);
    const now = printedValue(target, value);
    const old = before[i];
    const change = old === undefined ? "" : differenceText(now - old, show);
    return [[target.name, old === undefined ? "-" : show(old), show(now), change]];
  });
  if (rows.length === 0 || moves === undefined) return rows;
  const isLevel = levels.some(({ target }) => target.name === "migrations");
  return isLevel ? rows : [...rows, ["moves by choice", "-", `${moves.chosen}`, ""]];
}

function differenceText(difference: number, show: (amount: number) => string): string {
  // Sums of printed values carry the noise of floating point.
  const rounded = Number(difference.toPrecision(12));
  if (Math.abs(rounded) < 1e-9) return "none";
  return `${rounded > 0 ? "+" : "-"}${show(Math.abs(rounded))}`;
}

function list(names: readonly string[]): string {
  const told = names.slice(0, MOST_NAMES).join(" ");
  return names.length > MOST_NAMES ? `${told} and ${names.length - MOST_NAMES} more` : told;
}
