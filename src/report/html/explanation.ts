import type { Conflict } from "../../explain/conflict.ts";
import type { Explanation } from "../../explain/explain.ts";
import { conflictSentences, leastText, leftText, OPEN } from "../explanation.ts";
import { count } from "../groups.ts";
import type { ReportPage, ReportPart, ReportSection } from "./types.ts";

/** Why an instance has no plan and what would help, as a page. */
export function explanationPage(name: string, explanation: Explanation): ReportPage {
  const { kind, conflicts, repairs, isCut } = explanation;
  const said = {
    plan: "There is a plan: nothing stands in the way.",
    open: OPEN,
    none: "No plan keeps all that the instance asks for.",
  };
  const sections = [
    ...conflicts.map((conflict, i) => conflictSection(explanation, conflict, i)),
    ...(kind === "none" ? [repairsSection(explanation)] : []),
  ];
  return {
    ...{ about: "why there is no plan", title: name, verdict: said[kind] },
    tone: kind === "plan" ? "proven" : kind === "open" ? "open" : "none",
    badge: { plan: "there is a plan", open: "open", none: "no plan" }[kind],
    facts: [
      ["conflicts", count(conflicts.length)],
      ["repairs", count(repairs.length)],
      ...(isCut ? [["cut", "time was over before everything was looked for"] as const] : []),
    ],
    sections,
  };
}

function conflictSection(
  { givenUp }: Explanation,
  conflict: Conflict,
  number: number,
): ReportSection {
  const title =
    number === 0
      ? "What cannot be kept together"
      : `What still stands in the way without ${givenUp[number - 1].text}`;
  return {
    id: `conflict-${number + 1}`,
    title,
    parts: [
      {
        kind: "table",
        caption: number === 0 ? "All of this together" : `Of conflict ${number + 1}, together`,
        head: ["what is asked for", "kind", "where it is said", "the others alone"],
        rows: conflict.members.map(({ requirement, isNeeded }) => [
          requirement.text,
          requirement.kind,
          requirement.place,
          isNeeded ? "have a plan" : "may have none either",
        ]),
        file: `conflict-${number + 1}.csv`,
      },
      ...conflictSentences(conflict).map(paragraph),
    ],
  };
}

function repairsSection({ repairs, together, givenUp, leftOut }: Explanation): ReportSection {
  const parts: ReportPart[] = [];
  if (repairs.length === 0) {
    parts.push(paragraph("No single change was found that is enough."));
  } else {
    parts.push({
      kind: "table",
      caption: "Any one of these is enough: for each a verified plan was found",
      head: ["change", "kind", "where", "how small"],
      rows: repairs.map((repair) => [
        repair.text,
        repair.requirement.kind,
        repair.requirement.place,
        leastText(repair).replace(/^ \((.*)\)$/, "$1"),
      ]),
      file: "repairs.csv",
    });
  }
  if (repairs.length === 0 && together !== undefined) {
    const names = givenUp.map(({ text }) => `without ${text}`).join(", ");
    parts.push(paragraph(`Together these are enough (a verified plan was found): ${names}.`));
  }
  if (leftOut !== undefined && leftOut.tasks.length > 0) parts.push(paragraph(leftText(leftOut)));
  return { id: "repairs", title: "What would help", parts };
}

function paragraph(text: string): ReportPart {
  return { kind: "text", text };
}
