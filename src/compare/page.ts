import { formatValue } from "../plan/value-text.ts";
import { printedValue } from "../planner/objective-value.ts";
import { formatGap, formatPercent } from "../report/format.ts";
import { count } from "../report/groups.ts";
import type { CurveChart, ReportCell, ReportPage, ReportPart } from "../report/html/types.ts";
import { ratioOf } from "./profile.ts";
import { type ContestantStanding, type JudgedRecord, standingsOf } from "./standing.ts";
import { aboutLines, type Comparison, failureLines } from "./text.ts";

/** Rows of instances on the page, and the ratio up to which the profile is drawn. */
const MOST_ROWS = 1000;
const MOST_RATIO = 2;

/** A comparison as a page: gaps of each contestant, its performance profile, where it is worst, and every instance. */
export function comparisonPage(comparison: Comparison): ReportPage {
  const { contestants, judged, unread } = comparison;
  const standings = standingsOf(contestants, judged);
  const known = standings.filter(({ gap }) => gap !== undefined);
  const best = known.reduce(
    (least: ContestantStanding | undefined, one) =>
      least === undefined || one.gap!.mean < least.gap!.mean ? one : least,
    undefined,
  );
  const failures = standings.flatMap((one) => failureLines(one, comparison));
  const chart = profileChart(comparison);
  return {
    about: "contestants on instances",
    title: contestants.length === 1 ? contestants[0] : `${count(contestants.length)} contestants`,
    verdict:
      best === undefined
        ? "No contestant has a gap that is known."
        : `${best.contestant} has the least mean gap: ${formatGap(best.gap!.mean)} over ${count(best.judged)} instances, ${formatGap(best.gap!.worst)} at worst.`,
    tone: failures.length + unread.length > 0 ? "open" : "proven",
    badge: failures.length > 0 ? "some failed" : "all have plans",
    facts: [
      ["instances", count(judged.length + unread.length)],
      ["contestants", count(contestants.length)],
    ],
    sections: [
      {
        id: "gaps",
        title: "How far from the proven bound",
        parts: [
          {
            kind: "table",
            caption:
              "Gaps of all instances with a plan and a bound; the bar goes from the median to the ninth tenth",
            head: [
              "contestant",
              "plans",
              "mean",
              "median",
              "p90",
              "worst",
              "optimal",
              "won",
              "lost",
              "seconds",
            ],
            rows: standings.map((one) => standingRow(one, standings)),
            file: "gaps.csv",
          },
          ...[...failures, ...aboutLines(comparison)].map(paragraph),
        ],
      },
      ...(chart === undefined
        ? []
        : [
            {
              id: "profile",
              title: "Performance profile",
              parts: [PROFILE, { kind: "chart", chart } as const],
            },
          ]),
      ...(known.length === 0
        ? []
        : [{ id: "worst", title: "Where each is worst", parts: [worstTable(known)] }]),
      ...(judged.length === 0
        ? []
        : [{ id: "all", title: "Every instance", parts: [allTable(judged)] }]),
    ],
  };
}

const PROFILE = paragraph(
  "The share of instances on which a contestant is within so many times the best plan of all of them: the higher the better, and at the left edge the share on which it is the best.",
);

function paragraph(text: string): ReportPart {
  return { kind: "text", text };
}

function gapCell(gap: number | undefined): ReportCell {
  return gap === undefined ? "-" : { text: formatGap(gap), raw: gap, isNumber: true };
}

function standingRow(
  one: ContestantStanding,
  all: readonly ContestantStanding[],
): readonly ReportCell[] {
  const { contestant, plans, asked, gap, judged, optimal, won, lost, seconds } = one;
  const widest = Math.max(...all.map((other) => other.gap?.p90 ?? 0));
  const number = (value: number): ReportCell => ({
    text: count(value),
    raw: value,
    isNumber: true,
  });
  const at = (value: number) => (widest === 0 ? 0 : value / widest);
  return [
    contestant,
    `${plans}/${asked}`,
    gapCell(gap?.mean),
    gapCell(gap?.median),
    gap === undefined
      ? "-"
      : {
          ...{ text: formatGap(gap.p90), raw: gap.p90 },
          stretch: { from: at(gap.median), until: at(gap.p90) },
        },
    gapCell(gap?.worst),
    judged === 0
      ? "-"
      : { text: formatPercent(optimal / judged), raw: optimal / judged, isNumber: true },
    number(won),
    number(lost),
    { text: seconds.toFixed(1), raw: seconds, isNumber: true },
  ];
}

/** Each step of the profile, not only those that are told; absent of one contestant alone. */
function profileChart({ contestants, judged }: Comparison): CurveChart | undefined {
  const known = judged.filter(({ runs }) => runs.some(({ value }) => value !== undefined));
  if (contestants.length < 2 || known.length === 0) return undefined;
  const ratios = contestants.map((name) => known.map((record) => ratioOf(record, name)));
  const steps = ratios.flat().filter((ratio) => ratio <= MOST_RATIO);
  const last = Math.min(MOST_RATIO, Math.max(1.01, ...steps));
  const x = [...new Set([1, ...steps, last])].sort((a, b) => a - b);
  return {
    kind: "curves",
    label: "Share of instances within a ratio to the best plan, by contestant",
    file: "profile.csv",
    unit: "ratio",
    valueUnit: "fraction",
    x,
    curves: contestants.map((name, i) => ({
      name,
      y: x.map((most) => ratios[i].filter((ratio) => ratio <= most).length / known.length),
    })),
  };
}

function worstTable(known: readonly ContestantStanding[]): ReportPart {
  return {
    kind: "table",
    caption: "The instance with the widest gap of each contestant",
    head: ["contestant", "instance", "gap"],
    rows: known.map(({ contestant, gap }) => [
      contestant,
      gap!.worst_instance,
      gapCell(gap!.worst),
    ]),
    file: "worst.csv",
  };
}

function allTable(judged: readonly JudgedRecord[]): ReportPart {
  const rows = judged.flatMap(({ name, target, bound, infeasible, runs }) => {
    const shown = (value: number | undefined): ReportCell => {
      if (value === undefined) return "-";
      const raw = printedValue(target, value);
      return { text: formatValue(raw, target.unit), raw, isNumber: true };
    };
    if (infeasible !== undefined) return [[name, "", target.name, "no plan exists", "-", "-", ""]];
    return runs.map(({ contestant, value, gap, trouble }): readonly ReportCell[] => [
      ...[name, contestant, target.name, shown(value), shown(bound?.value), gapCell(gap)],
      trouble === undefined ? "" : trouble.reason,
    ]);
  });
  const more =
    rows.length > MOST_ROWS ? `, the first ${count(MOST_ROWS)} of ${count(rows.length)}` : "";
  return {
    kind: "table",
    caption: `Every instance and contestant${more}`,
    head: ["instance", "contestant", "objective", "value", "bound", "gap", "failure"],
    rows: rows.slice(0, MOST_ROWS),
    file: "compare.csv",
    isFolded: true,
  };
}
