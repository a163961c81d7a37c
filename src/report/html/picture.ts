import { resourceCopyId, taskCopyId } from "../../instance/ids.ts";
import { pieceEnd } from "../../plan/piece.ts";
import type { VerifiedPlan } from "../../plan/types.ts";
import { lastEnd } from "../agenda.ts";
import { type Blame, blameOf, blameText } from "../blame.ts";
import { count } from "../groups.ts";
import { startText } from "../when.ts";
import { barChart } from "./bars.ts";
import { heatChart } from "./heat.ts";
import type { PlanStory } from "./story.ts";
import type { BarBlame, ReportPart, ReportSection, ReportTable } from "./types.ts";

/** More pieces than this are not drawn one by one, and more than that are not listed on the page. */
const MOST_PIECES = 60_000;
const MOST_LISTED = 400;

/** What of a story is in the picture. */
type Shown = Pick<PlanStory, "marks" | "proofs">;

/** The plan as a picture, as a list where it is short, and what was folded where it is not. */
export function pictureSection(verified: VerifiedPlan, story: Shown): ReportSection {
  const { instance, plan } = verified;
  const isTimed = instance.mode !== "placement";
  const pieces = plan.task.length;
  const parts: ReportPart[] = [];
  const used = new Set(plan.resource).size;
  const all = instance.resourceOfCopy.length;
  parts.push({
    kind: "text",
    text: `${count(pieces)} ${pieces === 1 ? "piece" : "pieces"} on ${count(used)} of ${count(all)} ${all === 1 ? "resource" : "resources"}.`,
  });
  if (pieces > MOST_PIECES) parts.push(...folded(verified));
  else if (pieces > 0) parts.push({ kind: "chart", chart: drawn(verified, story) });
  if (pieces > 0 && pieces <= MOST_LISTED) parts.push(listOf(verified));
  const title = isTimed ? "Who runs where, and when" : "Who stands where";
  return { id: "plan", title, parts };
}

function folded(verified: VerifiedPlan): ReportPart[] {
  const { chart, hidden } = heatChart(verified);
  const rest = hidden === 0 ? "" : ` ${count(hidden)} more groups are left out.`;
  const text = `Folded: more than ${count(MOST_PIECES)} pieces are not drawn one by one. A row is a group of resources, a cell how full they are on average in their fullest dimension.${rest} berth solve -o writes every piece.`;
  return [
    { kind: "text", text },
    { kind: "chart", chart },
  ];
}

function drawn(verified: VerifiedPlan, { marks, proofs }: Shown) {
  const { instance, plan } = verified;
  const last = lastEnd(instance, plan);
  const found = proofs.flatMap(({ target, certificate }) => {
    const blame = blameOf(instance, target, certificate);
    return blame === undefined ? [] : [{ name: target.name, blame }];
  });
  return barChart(verified, {
    marks,
    blames: (rows, stems) =>
      found.map(({ name, blame }) => ({
        label: `what the bound on ${name} rests on`,
        text: blameText(instance, name, blame, last),
        ...blamedBars(verified, blame, rows, stems),
      })),
  });
}

function blamedBars(
  { instance }: VerifiedPlan,
  { resources, tasks, from, until }: Blame,
  rows: ArrayLike<number>,
  stems: readonly string[],
): Omit<BarBlame, "label" | "text"> {
  const blamed = Array.from(rows).flatMap((copy, i) =>
    resources.has(instance.resourceOfCopy[copy]) ? [i] : [],
  );
  const names = new Set([...(tasks ?? [])].map((t) => instance.tasks[t].id));
  return {
    rows: blamed,
    ...(tasks !== undefined && {
      stems: stems.flatMap((stem, i) => (names.has(stem) ? [i] : [])),
    }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
}

/** Every piece in words, for who cannot see the picture or wants to copy a line. */
function listOf({ instance, plan }: VerifiedPlan): ReportTable {
  const isTimed = instance.mode !== "placement";
  const last = lastEnd(instance, plan);
  const order = [...plan.task.keys()].sort(
    (a, b) => plan.resource[a] - plan.resource[b] || plan.start[a] - plan.start[b] || a - b,
  );
  const timeCell = (time: number) => ({ text: startText(time, instance.origin, last), raw: time });
  return {
    kind: "table",
    caption: "Every piece in words",
    head: ["resource", "task", ...(isTimed ? ["from", "until"] : [])],
    rows: order.map((k) => [
      resourceCopyId(instance, plan.resource[k]),
      taskCopyId(instance, plan.task[k]),
      ...(isTimed ? [plan.start[k], pieceEnd(instance, plan, k)].map(timeCell) : []),
    ]),
    file: "pieces.csv",
    isFolded: true,
  };
}
