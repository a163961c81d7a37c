import { taskCopyId } from "../../instance/ids.ts";
import { planMetrics } from "../../plan/metrics.ts";
import type { VerifiedPlan } from "../../plan/types.ts";
import { durationText } from "../../plan/wording.ts";
import { count, namesWithin, taskNamesText } from "../groups.ts";
import { lossesSentence } from "../losses.ts";
import type { ReportPart, ReportSection } from "./types.ts";

/** Letters of names before the rest is a number, and rows of late tasks. */
const MOST_LETTERS = 2000;
const MOST_LATE = 50;

/** What is not placed, what is late, what the plan survives, and what the run noted; absent where there is nothing to say. */
export function remarksSection(
  verified: VerifiedPlan | undefined,
  notes: readonly string[],
): ReportSection | undefined {
  const own = verified === undefined ? [] : planParts(verified);
  const parts = [...own, ...notes.map((text): ReportPart => ({ kind: "text", text }))];
  return parts.length === 0 ? undefined : { id: "remarks", title: "Remarks", parts };
}

function planParts(verified: VerifiedPlan): ReportPart[] {
  const { instance, plan } = verified;
  const { unassigned, late } = planMetrics(instance, plan);
  const parts: ReportPart[] = [];
  if (unassigned.length > 0) {
    const names = namesWithin(taskNamesText(instance, unassigned), MOST_LETTERS);
    const text = `Not placed, which is allowed (${count(unassigned.length)}): ${names}.`;
    parts.push({ kind: "text", text });
  }
  const survives = lossesSentence(verified);
  if (survives !== undefined) parts.push({ kind: "text", text: survives });
  if (late.length > 0) {
    const worst = [...late].sort((a, b) => b.lateness - a.lateness).slice(0, MOST_LATE);
    const rest = late.length - worst.length;
    const caption = `Past their due dates: ${count(late.length)}${rest > 0 ? `, the worst ${MOST_LATE}` : ""}`;
    parts.push({
      kind: "table",
      caption,
      head: ["task", "late by"],
      rows: worst.map(({ task, lateness }) => [
        taskCopyId(instance, task),
        { text: durationText(lateness), raw: lateness, isNumber: true },
      ]),
      file: "late.csv",
    });
  }
  return parts;
}
