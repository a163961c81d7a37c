import { formatValue } from "../../plan/value-text.ts";
import { printedValue } from "../../planner/objective-value.ts";
import { formatPercent } from "../format.ts";
import { count } from "../groups.ts";
import type { SplitPart, SplitValue } from "../split.ts";
import { type PlanStanding, worthTexts } from "../standing.ts";
import type { ReportCell, ReportPart, ReportSection } from "./types.ts";

/** What limits a plan, what its bounds rest on, and what one more of each resource is worth; a section behind those of the plan. */
export function standingSection({ blames, tight, worth }: PlanStanding): ReportSection {
  const texts = [...blames, ...(worth === undefined ? [] : worthTexts(worth))];
  const parts: ReportPart[] = [];
  if (tight.length > 0) {
    parts.push({
      kind: "table",
      caption: "Limits, the tightest first",
      head: ["limit", "kind", "what is left"],
      rows: tight.map(({ text, kind, isFull }) => [text, kind, isFull ? "nothing" : "something"]),
      file: "limits.csv",
    });
  }
  parts.push(...texts.map((text): ReportPart => ({ kind: "text", text })));
  return { id: "limits", title: "What limits it, and what more would be worth", parts };
}

/** Rows of one table; the rest is one row. */
const MOST_ROWS = 60;

/** What each objective is made of: a table for each grouping, whose rows sum to the value exactly. */
export function splitSection(split: readonly SplitValue[]): ReportSection {
  const parts = split.flatMap(({ target, value, groups }): readonly ReportPart[] => {
    if (groups.size === 0) {
      return [{ kind: "text", text: `${target.name} is no sum of parts, so nothing is split.` }];
    }
    return [...groups].map(([grouping, all]): ReportPart => {
      const row = (name: string, amount: number): readonly ReportCell[] => {
        const of = value === 0 ? 0 : amount / value;
        const raw = printedValue(target, amount);
        return [
          name,
          { text: formatValue(raw, target.unit), raw, isNumber: true },
          { text: formatPercent(of), raw: of, proof: { certified: of, bounded: of } },
        ];
      };
      const sum = (list: readonly SplitPart[]) => list.reduce((to, { amount }) => to + amount, 0);
      const [shown, rest] = [all.slice(0, MOST_ROWS), all.slice(MOST_ROWS)];
      return {
        kind: "table",
        caption: `${target.name} by ${grouping}`,
        head: [grouping, target.name, "of it"],
        rows: [
          ...shown.map(({ name, amount }) => row(name, amount)),
          ...(rest.length > 0 ? [row(`${count(rest.length)} others`, sum(rest))] : []),
          row("all", value),
        ],
        file: `${target.name}-by-${grouping}.csv`.replace(/[^A-Za-z0-9.-]+/g, "-"),
      };
    });
  });
  return { id: "split", title: "What each objective is made of", parts };
}
