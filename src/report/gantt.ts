import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance, Origin } from "../instance/types.ts";
import { pieceEnd, pieceRuntime, taskDemand } from "../plan/piece.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { durationText } from "../plan/wording.ts";

/** More pieces than this are shown as loads of resources, not one by one; more resources than that not at all. */
const MOST_PIECES = 40;
const MOST_ROWS = 40;

/** Columns of the names, and the least that is left for time. */
const MOST_NAME = 28;
const LEAST_BAR = 20;

const LEVELS = " ▁▂▃▄▅▆▇█";

/**
 * A plan over time as text: one bar for each piece, by resource and start, or, where there are many, how full each resource
 * is in each stretch of time (its fullest dimension, on average, in eighths). Empty without pieces. At most `width` columns.
 */
export function ganttLines({ instance, plan }: VerifiedPlan, width: number): readonly string[] {
  const last = plan.task.reduce((end, _, k) => Math.max(end, pieceEnd(instance, plan, k)), 0);
  if (plan.task.length === 0 || last === 0) return [];
  const rows =
    plan.task.length <= MOST_PIECES ? pieceRows(instance, plan) : loadRows(instance, plan);
  const column = Math.min(MOST_NAME, Math.max(...rows.map(({ name }) => name.length)));
  const bar = Math.max(LEAST_BAR, width - column - 2);
  const lines = rows
    .slice(0, MOST_ROWS)
    .map(({ name, cells }) => `${cut(name, column).padEnd(column)}  ${cells(bar, last)}`.trimEnd());
  const hidden = rows.length - MOST_ROWS;
  const axis = `${" ".repeat(column)}  ${axisText(bar, last, instance.origin)}`;
  return [axis, ...lines, ...(hidden > 0 ? [`and ${hidden} more resources`] : [])];
}

interface Row {
  readonly name: string;
  cells(bar: number, last: number): string;
}

function pieceRows(instance: Instance, plan: Plan): readonly Row[] {
  const order = [...plan.task.keys()].sort(
    (a, b) => plan.resource[a] - plan.resource[b] || plan.start[a] - plan.start[b] || a - b,
  );
  let before = -1;
  return order.map((k) => {
    const isNew = plan.resource[k] !== before;
    before = plan.resource[k];
    const resource = resourceCopyId(instance, plan.resource[k]);
    const task = taskCopyId(instance, plan.task[k]);
    return {
      name: `${isNew ? resource : " ".repeat(resource.length)} ${task}`,
      cells: (bar, last) => {
        const from = Math.min(bar - 1, Math.floor((plan.start[k] / last) * bar));
        const to = Math.max(from + 1, Math.round((pieceEnd(instance, plan, k) / last) * bar));
        return `${"·".repeat(from)}${"█".repeat(to - from)}`;
      },
    };
  });
}

function loadRows(instance: Instance, plan: Plan): readonly Row[] {
  const held = new Map<number, number[]>();
  for (let k = 0; k < plan.task.length; k++) {
    const list = held.get(plan.resource[k]);
    if (list === undefined) held.set(plan.resource[k], [k]);
    else list.push(k);
  }
  return [...held.keys()]
    .sort((a, b) => a - b)
    .map((resource) => ({
      name: resourceCopyId(instance, resource),
      cells: (bar, last) => loadText(instance, plan, held.get(resource) ?? [], bar, last),
    }));
}

function loadText(
  instance: Instance,
  plan: Plan,
  pieces: readonly number[],
  bar: number,
  last: number,
): string {
  const { resources, resourceOfCopy, dimensions, schedule } = instance;
  const entry = resourceOfCopy[plan.resource[pieces[0]]];
  const { capacity } = resources[entry];
  const loads = dimensions.map(() => new Float64Array(bar));
  for (const k of pieces) {
    const start = plan.start[k];
    const end = start + pieceRuntime(instance, plan, k);
    const from = Math.floor((start / last) * bar);
    for (let i = from; i < bar && (i * last) / bar < end; i++) {
      const inside = Math.min(end, ((i + 1) * last) / bar) - Math.max(start, (i * last) / bar);
      loads.forEach((load, d) => {
        if (capacity[d] > 0)
          load[i] += ((inside * bar) / last) * (taskDemand(instance, plan, k, d) / capacity[d]);
      });
      // Without capacities to speak of a piece fills its resource.
      if (schedule?.exclusiveResource[entry] === 1 && loads.length > 0) loads[0][i] = 1;
    }
  }
  return Array.from({ length: bar }, (_, i) => {
    const most = loads.reduce((all, load) => Math.max(all, load[i]), 0);
    return LEVELS[Math.min(8, Math.ceil(most * 8 - 1e-9))];
  }).join("");
}

/** Begin, middle and end; as times of day where the document says when the plan begins. */
function axisText(bar: number, last: number, origin: Origin | undefined): string {
  const [begin, middle, end] = [0, last / 2, last].map((time) =>
    timeText(Math.round(time), origin),
  );
  const half = Math.floor(bar / 2) - begin.length - Math.floor(middle.length / 2);
  const left = `${begin}${" ".repeat(Math.max(1, half))}${middle}`;
  return `${left}${" ".repeat(Math.max(1, bar - left.length - end.length))}${end}`;
}

/** A time of a plan: of day where the document says when the plan begins, else since then. */
export function timeText(time: number, origin: Origin | undefined): string {
  if (origin === undefined)
    return durationText(time - (time % 60_000 === 0 || time < 60_000 ? 0 : time % 1000));
  const local = new Date(origin.epoch + time + origin.offset * 60_000).toISOString();
  return `${local.slice(5, 10)} ${local.slice(11, 16)}`;
}

function cut(name: string, length: number): string {
  return name.length <= length ? name : `${name.slice(0, length - 1)}…`;
}
