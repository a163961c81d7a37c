import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance, Origin } from "../instance/types.ts";
import { pieceEnd } from "../plan/piece.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { lastEnd } from "./agenda.ts";
import { cut } from "./format.ts";
import { fullness } from "./fullness.ts";
import { type CopyGroup, resourcesText } from "./groups.ts";
import { spanText, timeText } from "./when.ts";

/** Columns of the names, and from which width on times stand beside them. */
const MOST_NAME = 28;
const ROOM_FOR_TIMES = 72;

const LEVELS = " ▁▂▃▄▅▆▇█";

/** A row of a chart: names, perhaps a text beside them, and what is drawn. */
interface Row {
  readonly name: string;
  readonly beside?: string;
  cells(bar: number, last: number): string;
}

/** One bar for each piece, by resource and start, with its times where there is room. At most `width` columns. */
export function pieceLines({ instance, plan }: VerifiedPlan, width: number): readonly string[] {
  const order = [...plan.task.keys()].sort(
    (a, b) => plan.resource[a] - plan.resource[b] || plan.start[a] - plan.start[b] || a - b,
  );
  const last = lastEnd(instance, plan);
  let before = -1;
  const rows = order.map((k): Row => {
    const isNew = plan.resource[k] !== before;
    before = plan.resource[k];
    const resource = resourceCopyId(instance, plan.resource[k]);
    const task = taskCopyId(instance, plan.task[k]);
    const end = pieceEnd(instance, plan, k);
    return {
      name: `${isNew ? resource : " ".repeat(resource.length)} ${task}`,
      ...(width >= ROOM_FOR_TIMES && {
        beside: spanText(plan.start[k], end, instance.origin, last),
      }),
      cells: (bar) => {
        const from = Math.min(bar - 1, Math.floor((plan.start[k] / last) * bar));
        const to = Math.max(from + 1, Math.round((end / last) * bar));
        return `${"·".repeat(from)}${"█".repeat(to - from)}`;
      },
    };
  });
  return chart(rows, last, instance.origin, width);
}

/**
 * How full each group of resource copies is in each stretch of time: its fullest dimension, on average, in eighths. At most
 * `width` columns.
 */
export function loadLines(
  { instance, plan }: VerifiedPlan,
  groups: readonly CopyGroup[],
  width: number,
): readonly string[] {
  const groupOf = new Map(groups.flatMap((copies, g) => copies.map((copy) => [copy, g] as const)));
  const held: number[][] = groups.map(() => []);
  for (let k = 0; k < plan.task.length; k++) {
    const group = groupOf.get(plan.resource[k]);
    if (group !== undefined) held[group].push(k);
  }
  const rows = groups.map((copies, g): Row => {
    return {
      name: resourcesText(instance, copies),
      cells: (bar, last) => loadText(instance, plan, held[g], copies.length, bar, last),
    };
  });
  return chart(rows, lastEnd(instance, plan), instance.origin, width);
}

function chart(
  rows: readonly Row[],
  last: number,
  origin: Origin | undefined,
  width: number,
): readonly string[] {
  if (rows.length === 0 || last === 0) return [];
  const names = rows.map(({ name }) => cut(name, Math.min(MOST_NAME, Math.floor(width / 2))));
  const column = Math.max(...names.map((name) => name.length));
  const times = Math.max(...rows.map(({ beside = "" }) => beside.length));
  const lead = column + 2 + (times === 0 ? 0 : times + 2);
  const bar = Math.max(1, width - lead);
  const lines = rows.map(({ beside = "", cells }, i) => {
    const start = `${names[i].padEnd(column)}  ${times === 0 ? "" : `${beside.padEnd(times)}  `}`;
    return `${start}${cells(bar, last)}`.trimEnd();
  });
  return [`${" ".repeat(lead)}${axisText(bar, last, origin)}`, ...lines];
}

function loadText(
  instance: Instance,
  plan: Plan,
  pieces: readonly number[],
  copies: number,
  bar: number,
  last: number,
): string {
  return Array.from(fullness(instance, plan, pieces, copies, bar, last), (most) => {
    return LEVELS[Math.min(8, Math.ceil(most * 8 - 1e-9))];
  }).join("");
}

/** Begin, middle and end, as many as there is room for; as times of day where the document says when the plan begins. */
function axisText(bar: number, last: number, origin: Origin | undefined): string {
  const [begin, middle, end] = [0, last / 2, last].map((time) =>
    timeText(Math.round(time), origin),
  );
  if (begin.length + end.length + 1 > bar) return cut(begin, bar);
  if (begin.length + middle.length + end.length + 4 > bar) {
    return `${begin}${" ".repeat(bar - begin.length - end.length)}${end}`;
  }
  const half = Math.floor(bar / 2) - begin.length - Math.floor(middle.length / 2);
  const left = `${begin}${" ".repeat(Math.max(1, half))}${middle}`;
  return `${left}${" ".repeat(Math.max(1, bar - left.length - end.length))}${end}`;
}
