import type { Alternatives } from "../../alternatives/types.ts";
import { taskCopyId } from "../../instance/ids.ts";
import type { VerifiedPlan } from "../../plan/types.ts";
import { alternativesNotes, alternativesRows, whereText } from "../alternatives.ts";
import { pictureSection } from "./picture.ts";
import type { ReportPage, ReportPart } from "./types.ts";

/** Why a task copy is where it is and what each other place would change, as a page, with the plan. */
export function alternativesPage(verified: VerifiedPlan, found: Alternatives): ReportPage {
  const { instance, plan } = verified;
  const { head, rows } = alternativesRows(found);
  const where = whereText(instance, plan, found.task);
  const notes = alternativesNotes(found);
  const texts = (all: readonly string[]) => all.map((text): ReportPart => ({ kind: "text", text }));
  const caption = "Places, and the change of each objective";
  const table: ReportPart = { kind: "table", caption, head, rows, file: "places.csv" };
  const isOpen = found.others > 0 || found.list.some(({ forced }) => forced === undefined);
  return {
    about: "why a task is where it is",
    title: `${taskCopyId(instance, found.task)} in ${instance.name}`,
    verdict: [where, ...found.waits].join(" "),
    tone: isOpen ? "open" : "proven",
    badge: isOpen ? "not every place looked at" : "every place looked at",
    facts: [["judged by", found.targets.map(({ name }) => name).join(", ")]],
    sections: [
      {
        id: "places",
        title: "What each other place would change",
        parts: [...(rows.length === 0 ? [] : [table]), ...texts(notes)],
      },
      pictureSection(verified, { marks: [], proofs: [] }),
    ],
  };
}
