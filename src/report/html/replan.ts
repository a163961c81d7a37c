import {
  changeGroups,
  type ReplanReport,
  situationSentences,
  VALUE_HEAD,
  valueRows,
} from "../replan.ts";
import type { ReportPart, ReportSection } from "./types.ts";

/** Rows of one kind of change. */
const MOST_ROWS = 500;

/** What changed against the earlier plan, for whom, and what that comes to. */
export function replanSection(report: ReplanReport): ReportSection {
  const isTimed = report.instance.mode !== "placement";
  const values = valueRows(report);
  const groups = changeGroups(report, MOST_ROWS).map(({ title, rows, hidden }): ReportPart => {
    const more = hidden > 0 ? `, the first ${MOST_ROWS} of ${rows.length + hidden}` : "";
    return {
      kind: "table",
      caption: `${title}${more}`,
      head: ["task", "where", ...(isTimed ? ["when"] : [])],
      rows,
      file: "changes.csv",
    };
  });
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
