import pc from "picocolors";
import { formatValue } from "../plan/value-text.ts";
import type { ObjectiveValue } from "../planner/objective-value.ts";
import { cut, formatGap, formatTable, wrap } from "../report/format.ts";
import { runText } from "../report/sentence.ts";
import { formatIssue } from "../util/errors.ts";
import type { UnitRecord } from "./record.ts";
import { secondsOf } from "./results.ts";
import type { Standing } from "./rounds.ts";

/** More rows than this hide the end; results.ndjson has them all. */
const MOST_ROWS = 100;
const MOST_ISSUES = 3;
/** Widest cells, so that a row fits 80 columns. */
const WIDEST = { name: 24, value: 24 } as const;

/** The end of a batch for a person: a row for each unit, what is wrong with some, and how many came to what. */
export function summaryText(standings: readonly Standing[], width: number): string {
  const units = standings.filter(({ record }) => record?.status !== "no-instance");
  const open = units.filter(({ record }) => !outcomeOf(record).startsWith("optimal"));
  const shown = (units.length <= MOST_ROWS ? units : open).slice(0, MOST_ROWS);
  const [head, ...rows] = formatTable([HEAD, ...shown.map(row)], width);
  const hidden = units.length - shown.length;
  const more = hidden === 0 ? [] : [pc.dim(`and ${hidden} more, in results.ndjson`)];
  const troubles = units.flatMap((standing) => troubleLines(standing, width));
  const gaveWay = shown.some(({ record }) => record?.objectives?.[0]?.best !== undefined);
  const note = gaveWay ? wrap(GAVE_WAY, width) : [];
  const counted = wrap(countsText(units), width);
  return [pc.dim(head), ...rows, ...more, ...note, ...troubles, "", ...counted].join("\n");
}

const HEAD = ["instance", "outcome", "value", "gap", "seconds"];

function row({ unit, record }: Standing): string[] {
  const [first] = record?.objectives ?? [];
  const value = first?.value === undefined ? "-" : `${first.name} ${valueText(first)}`;
  return [
    cut(unit.name, WIDEST.name),
    outcomeOf(record),
    cut(value, WIDEST.value),
    gapText(gapOf(record)),
    record === undefined ? "-" : secondsOf(record).toFixed(1),
  ];
}

/** What the gap beside it is of: what the level reached, marked where the plan gave some of that away. */
function valueText({ value, best, unit }: ObjectiveValue): string {
  const text = formatValue((best ?? value) as number, unit);
  return best === undefined ? text : `${text}*`;
}

const GAVE_WAY =
  "* reached by the first objective alone; within its tolerance the plan gives some of it away for later ones.";

/** What became of a unit, in a word or two. */
export function outcomeOf(record: UnitRecord | undefined): string {
  if (record === undefined) return "not planned";
  const { status, termination = status, objectives = [], refuted } = record;
  if (status !== "planned" && status !== "infeasible") return status.replace("-", " ");
  return runText(termination, objectives, refuted?.proof);
}

/** The gap of the first objective that is not proven; 0 if all are. */
function gapOf(record: UnitRecord | undefined): number | undefined {
  if (record?.plan === undefined) return undefined;
  const open = record.objectives?.find(({ termination }) => termination !== "optimal");
  return open === undefined ? 0 : (open.best_gap ?? open.gap);
}

const gapText = (gap: number | undefined) => (gap === undefined ? "-" : formatGap(gap));

function troubleLines({ unit, record }: Standing, width: number): string[] {
  if (record?.message === undefined) return [];
  const { issues, message } = record;
  const told = issues?.map(formatIssue) ?? message.split("\n");
  const lines = told.slice(0, MOST_ISSUES).flatMap((line) => wrap(line, width - 4));
  const more = told.length > MOST_ISSUES ? [`and ${told.length - MOST_ISSUES} more lines`] : [];
  return [
    pc.red(`${cut(unit.name, width - 1)}:`),
    ...[...lines, ...more].map((line) => `    ${line}`),
  ];
}

/** How many units came to what, in a sentence. */
export function countsText(units: readonly Standing[]): string {
  const counts = new Map<string, number>();
  for (const { record } of units) {
    const outcome = WORDS[outcomeOf(record)] ?? "planned with an open gap";
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const told = [...counts].map(([outcome, count]) => `${count} ${outcome}`);
  const gaps = units
    .map(({ unit, record }) => ({ name: unit.name, gap: gapOf(record) ?? 0 }))
    .sort((a, b) => b.gap - a.gap);
  const widest = gaps[0];
  const gap =
    widest === undefined || widest.gap === 0
      ? ""
      : ` The widest gap is ${formatGap(widest.gap)} (${widest.name}).`;
  return `${units.length} ${units.length === 1 ? "instance" : "instances"}: ${told.join(", ")}.${gap}`;
}

const WORDS: Readonly<Record<string, string>> = {
  optimal: "proven optimal",
  "optimal (claimed)": "claimed to be optimal",
  "gap-reached": "within the gap asked for",
  infeasible: "proven infeasible",
  "infeasible (claimed)": "claimed to be infeasible",
  "no plan": "without a plan",
  "not planned": "not planned yet",
  "bad input": "with bad input",
  fault: "with a fault",
};
