import { type ReplanReport, situationSentences, VALUE_HEAD, valueRows } from "../replan.ts";
import { changeTables } from "./difference.ts";
import type { ReportPart, ReportSection } from "./types.ts";

/** What changed against the earlier plan, for whom, and what that comes to. */
export function replanSection(report: ReplanReport): ReportSection {
  const values = valueRows(report);
  const groups = changeTables(report);
  const table: readonly ReportPart[] =
    values.length === 0
      ? []
      : [
          {
            kind: "table",
            caption: "The earlier plan and this one",
            head: VALUE_HEAD,
            rows: values,
            file: "before-and-now.csv",
          },
        ];
  const told = situationSentences(report).map((text): ReportPart => ({ kind: "text", text }));
  return { id: "changes", title: "What changed", parts: [...told, ...table, ...groups] };
}
