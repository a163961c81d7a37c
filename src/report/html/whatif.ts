import { isAlike } from "../../whatif/comparable.ts";
import { savingOf } from "../../whatif/saving.ts";
import type { CellOutcome, WhatIf } from "../../whatif/whatif.ts";
import { count } from "../groups.ts";
import { boundText, eachTexts, savingText, valueText, whatIfSentences } from "../whatif.ts";
import type { ReportCell, ReportPage } from "./types.ts";

/** What changes of an instance would save, as a page: every row with its value, its bound, and the proven interval of what it saves. */
export function whatIfPage(name: string, table: WhatIf): ReportPage {
  const { axes, outcomes } = table;
  const [first] = outcomes;
  const said = whatIfSentences(table);
  const each = eachTexts(table);
  const isProven = outcomes.every((one) => isClosed(one) && !one.isClaimed);
  const open = outcomes.filter((one) => !isClosed(one)).length;
  const columns = axes.map((axis) => axis.name);
  return {
    ...{ about: "what changes would save", title: name, verdict: said.join(" ") || PLAIN },
    tone: isProven ? "proven" : "open",
    badge: isProven ? "every row proven" : open > 0 ? `${count(open)} rows open` : "claimed",
    facts: [
      ["compared", first.target.name],
      ["rows", count(outcomes.length)],
      ["time", `${outcomes.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)} s`],
    ],
    sections: [
      {
        id: "rows",
        title: "What each change would save",
        parts: [
          {
            kind: "table",
            caption: "Every combination; the first row is the document as it is",
            head: [
              ...[...columns, first.target.name, "bound", "saves"],
              ...(each === undefined ? [] : ["per unit"]),
            ],
            rows: outcomes.map((one) => {
              const row = rowOf(table, one);
              return each === undefined ? row : [...row, each.get(one) ?? ""];
            }),
            file: "whatif.csv",
          },
          { kind: "text", text: INTERVAL },
        ],
      },
    ],
  };
}

const PLAIN = "Every combination of what is varied, against the document as it is.";

const INTERVAL =
  "What a row saves against the first one lies in its interval. The bars share one scale, from the least to the most of all rows.";

function isClosed({ value, bound, isInfeasible }: CellOutcome): boolean {
  return isInfeasible || (value !== undefined && value === bound);
}

function rowOf(table: WhatIf, one: CellOutcome): readonly ReportCell[] {
  const { cell, value, target } = one;
  const [first] = table.outcomes;
  const amount = (text: string, raw: number | undefined): ReportCell =>
    raw === undefined ? text : { text, raw: raw / target.perUnit, isNumber: true };
  return [
    ...cell.steps.map(({ label }) => label),
    amount(valueText(one), value),
    boundText(one),
    one === first ? "" : savingCell(table, one),
  ];
}

/** The interval as a stretch, where both its ends are known. */
function savingCell(table: WhatIf, one: CellOutcome): ReportCell {
  const [first, ...others] = table.outcomes;
  const text = savingText(table, first, one);
  const intervalOf = (to: CellOutcome) => savingOf(first, to, table.isMonotone);
  const { least, most } = intervalOf(one);
  if (!isAlike(first.target, one.target) || least === undefined || most === undefined) return text;
  const ends = others.map(intervalOf).flatMap((saving) => [saving.least ?? 0, saving.most ?? 0]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const at = (saving: number) => (high === low ? 0 : (saving - low) / (high - low));
  return { text, raw: text, stretch: { from: at(least), until: at(most) } };
}
