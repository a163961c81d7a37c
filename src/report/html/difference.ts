import type { VerifiedPlan } from "../../plan/types.ts";
import type { ComparedPlans } from "../difference.ts";
import { formatPercent } from "../format.ts";
import { count, namesWithin } from "../groups.ts";
import { changeGroups, VALUE_HEAD, valueRows } from "../replan.ts";
import { pictureSection } from "./picture.ts";
import type { ReportPage, ReportPart, ReportSection } from "./types.ts";

/** Rows of one kind of change, and letters of names in a sentence. */
const MOST_ROWS = 500;
const MOST_LETTERS = 2000;

/** What another plan of an instance changes, as a page with both plans. */
export function differencePage(
  compared: ComparedPlans,
  before: VerifiedPlan,
  after: VerifiedPlan,
): ReportPage {
  const { instance, changes, inside, same } = compared;
  const moved = changes.length + inside.length;
  const all = moved + same;
  return {
    about: "two plans",
    title: instance.name,
    verdict:
      moved === 0
        ? "Both plans are the same."
        : `${count(moved)} of ${count(all)} task copies stand elsewhere, at another time or on other devices.`,
    tone: moved === 0 ? "proven" : "open",
    badge: moved === 0 ? "the same" : `${formatPercent(moved / all)} differ`,
    facts: [["unchanged", `${count(same)} of ${count(all)}`]],
    sections: [valuesSection(compared), ...changesSection(compared), ...pictures(before, after)],
  };
}

function valuesSection(compared: ComparedPlans): ReportSection {
  return {
    id: "values",
    title: "What becomes of each objective",
    parts: [
      {
        kind: "table",
        caption: "The first plan and the second",
        head: VALUE_HEAD,
        rows: valueRows(compared),
        file: "before-and-now.csv",
      },
    ],
  };
}

function changesSection({ instance, changes, inside }: ComparedPlans): readonly ReportSection[] {
  if (changes.length + inside.length === 0) return [];
  const parts: ReportPart[] = changeTables({ instance, changes, now: 0 });
  if (inside.length > 0) {
    const names = namesWithin(inside, MOST_LETTERS);
    const text = `On other devices, or with other shares, of the same resources: ${names}.`;
    parts.push({ kind: "text", text });
  }
  return [{ id: "changes", title: "Who moves", parts }];
}

/** A table for each kind of change. */
export function changeTables(changed: Parameters<typeof changeGroups>[0]): ReportPart[] {
  const isTimed = changed.instance.mode !== "placement";
  return changeGroups(changed, MOST_ROWS).map(({ title, rows, hidden }): ReportPart => {
    const more = hidden > 0 ? `, the first ${MOST_ROWS} of ${rows.length + hidden}` : "";
    return {
      kind: "table",
      caption: `${title}${more}`,
      head: ["task", "where", ...(isTimed ? ["when"] : [])],
      rows,
      file: "changes.csv",
    };
  });
}

function pictures(before: VerifiedPlan, after: VerifiedPlan): readonly ReportSection[] {
  const of = (verified: VerifiedPlan, word: "first" | "second"): ReportSection => {
    const { parts, title } = pictureSection(verified, { marks: [], proofs: [] });
    const named = parts.map((part): ReportPart => {
      if (part.kind === "text") return part;
      const file = `${word}-${part.kind === "chart" ? part.chart.file : part.file}`;
      return part.kind === "chart"
        ? { ...part, chart: { ...part.chart, file } }
        : { ...part, caption: `${part.caption}, ${word} plan`, file };
    });
    return { id: `${word}-plan`, title: `The ${word} plan: ${title.toLowerCase()}`, parts: named };
  };
  return [of(before, "first"), of(after, "second")];
}
