import { formatValue } from "../../plan/value-text.ts";
import { formatGap, formatPercent } from "../format.ts";
import type { ToldObjective } from "./story.ts";
import type { ReportCell, ReportSection } from "./types.ts";

/** Value, bound and gap of each objective, and how much of the bound anyone can check. */
export function objectivesSection(objectives: readonly ToldObjective[]): ReportSection {
  const conditions = objectives.flatMap(({ name, condition }) =>
    condition === undefined ? [] : [`* ${name}: ${condition}`],
  );
  return {
    id: "objectives",
    title: "What was reached, and what is proven",
    parts: [
      {
        kind: "table",
        caption: "Objectives in their order",
        head: [
          "objective",
          "value",
          "bound",
          "gap",
          "certified",
          "the bound reaches",
          "ended",
          "proof",
        ],
        rows: objectives.map(rowOf),
        file: "objectives.csv",
      },
      ...conditions.map((text) => ({ kind: "text", text }) as const),
      { kind: "text", text: CERTIFIED },
    ],
  };
}

const CERTIFIED =
  "A bound says that no plan is better. Its certified part carries a proof that berth verify recomputes from the plan file without any search.";

function rowOf(objective: ToldObjective): readonly ReportCell[] {
  const { name, unit, value, bound, gap, condition, proof, ended } = objective;
  const amount = (one: number | undefined, mark = ""): ReportCell =>
    one === undefined
      ? "-"
      : { text: `${formatValue(one, unit)}${mark}`, raw: one, isNumber: true };
  return [
    name,
    amount(value),
    amount(bound, condition === undefined ? "" : "*"),
    gap === undefined ? "-" : { text: formatGap(gap), raw: gap, isNumber: true },
    certifiedCell(objective),
    proofCell(objective),
    ended,
    proof,
  ];
}

function certifiedCell({ unit, sense, bound, certified }: ToldObjective): ReportCell {
  if (bound === undefined) return "-";
  if (certified === undefined) return { text: "nothing", raw: "" };
  if (certified === bound) return { text: "all of it", raw: certified };
  const [less, more] = sense === "max" ? [bound, certified] : [certified, bound];
  const part = less > 0 && more > 0 ? ` (${formatPercent(less / more)} of the bound)` : "";
  return { text: `${formatValue(certified, unit)}${part}`, raw: certified };
}

/** How much of the value the bounds account for, as a picture with its number. */
function proofCell({ sense, value, bound, certified }: ToldObjective): ReportCell {
  const partOf = (one: number | undefined) => {
    if (one === undefined || value === undefined) return 0;
    if (one === value) return 1;
    const [less, more] = sense === "max" ? [value, one] : [one, value];
    return less >= 0 && more > 0 ? Math.min(1, less / more) : 0;
  };
  if (value === undefined || bound === undefined) return "-";
  const proof = { bounded: partOf(bound), certified: partOf(certified) };
  return { text: formatPercent(proof.bounded), raw: proof.bounded, proof };
}
