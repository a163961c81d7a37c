import { formatValue } from "../plan/value-text.ts";
import type { ObjectiveValue } from "../planner/objective-value.ts";
import { formatGap } from "../report/format.ts";
import { count } from "../report/groups.ts";
import type { ReportCell, ReportPage, ReportPart } from "../report/html/types.ts";
import { secondsOf } from "./results.ts";
import type { Standing } from "./rounds.ts";
import { countsText, outcomeOf } from "./summary.ts";

/** Rows on the page; results.ndjson has them all. */
const MOST_ROWS = 2000;

/** What the instances of a batch came to, as a page; `name` is that of the batch. */
export function batchPage(name: string, standings: readonly Standing[]): ReportPage {
  const units = standings.filter(({ record }) => record?.status !== "no-instance");
  const open = units.filter(({ record }) => !outcomeOf(record).startsWith("optimal"));
  const without = units.filter(({ record }) => record?.plan === undefined);
  const seconds = units.reduce((sum, { record }) => sum + (record ? secondsOf(record) : 0), 0);
  const widest = widestOf(units);
  const more = units.length > MOST_ROWS ? `, the first ${count(MOST_ROWS)}` : "";
  return {
    ...{ about: "a batch", title: name, verdict: countsText(units) },
    tone: without.length > 0 ? "none" : open.length > 0 ? "open" : "proven",
    badge:
      without.length > 0
        ? `${count(without.length)} without a plan`
        : open.length > 0
          ? `${count(open.length)} open`
          : "all optimal",
    facts: [
      ["instances", count(units.length)],
      ["planning", `${seconds.toFixed(1)} s in all`],
    ],
    sections: [
      {
        id: "results",
        title: "What each instance came to",
        parts: [
          {
            kind: "table",
            caption: `Instances in their order${more}; the bar is the gap beside the widest one`,
            head: ["instance", "outcome", "objective", "value", "bound", "gap", "seconds"],
            rows: units.slice(0, MOST_ROWS).flatMap((unit) => rowsOf(unit, widest)),
            file: "results.csv",
          },
        ],
      },
      ...troubles(units),
    ],
  };
}

function widestOf(units: readonly Standing[]): number {
  const gaps = units.flatMap(({ record }) => (record?.objectives ?? []).map(gapOf));
  return gaps.reduce((most: number, gap) => Math.max(most, Math.min(1, gap ?? 0)), 0);
}

function gapOf({ best_gap, gap }: ObjectiveValue): number | undefined {
  return best_gap ?? gap;
}

/** A row for each objective; the name stands in each, so that a download can be sorted. */
function rowsOf({ unit, record }: Standing, widest: number): readonly (readonly ReportCell[])[] {
  const outcome = outcomeOf(record);
  const took: ReportCell =
    record === undefined
      ? "-"
      : { text: secondsOf(record).toFixed(1), raw: secondsOf(record), isNumber: true };
  const planned = (record?.objectives ?? []).filter(({ value }) => value !== undefined);
  if (planned.length === 0) return [[unit.name, outcome, "", "-", "-", "-", took]];
  return planned.map((objective) => {
    const { name, unit: of, value, bound } = objective;
    const gap = gapOf(objective);
    const amount = (one: number | undefined): ReportCell =>
      one === undefined ? "-" : { text: formatValue(one, of), raw: one, isNumber: true };
    const share = gap === undefined || widest === 0 ? 0 : Math.min(1, gap / widest);
    const gapCell: ReportCell =
      gap === undefined
        ? "-"
        : {
            text: formatGap(gap),
            raw: gap,
            ...(share > 0 && { stretch: { from: 0, until: share } }),
          };
    return [unit.name, outcome, name, amount(value), amount(bound), gapCell, took];
  });
}

function troubles(units: readonly Standing[]): ReportPage["sections"] {
  const parts = units.flatMap(({ unit, record }): readonly ReportPart[] =>
    record?.message === undefined
      ? []
      : [{ kind: "text", text: `${unit.name}: ${record.message.replaceAll("\n", " ")}` }],
  );
  return parts.length === 0 ? [] : [{ id: "troubles", title: "What went wrong", parts }];
}
