import pc from "picocolors";
import type { Instance } from "../instance/types.ts";
import { pieceEnd } from "../plan/piece.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { formatTable } from "./format.ts";
import {
  type CopyGroup,
  count,
  namesWithin,
  resourcesText,
  taskNamesText,
  tasksText,
} from "./groups.ts";
import { spanText, startText } from "./when.ts";

/** Pieces of one row: of one task entry, on one resource copy or more. */
interface Group {
  readonly tasks: Set<number>;
  readonly resources: Set<number>;
  start: number;
  end: number;
}

/** What tells groups apart, the finest first. */
const KEYS: readonly ((instance: Instance, plan: Plan, k: number) => number)[] = [
  ({ taskOfCopy, resourceOfCopy }, plan, k) =>
    taskOfCopy[plan.task[k]!]! * resourceOfCopy.length + plan.resource[k]!,
  ({ taskOfCopy, resources, resourceOfCopy }, plan, k) =>
    taskOfCopy[plan.task[k]!]! * resources.length + resourceOfCopy[plan.resource[k]!]!,
  ({ taskOfCopy }, plan, k) => taskOfCopy[plan.task[k]!]!,
];

/**
 * Who runs where and when, in at most `most` lines below a head: pieces of one task entry together, by resource copy, else by
 * resource entry, else all of them; in order of their first start. Undefined where that is not short enough. O(pieces).
 */
export function agendaLines(
  { instance, plan }: VerifiedPlan,
  width: number,
  most: number,
): readonly string[] | undefined {
  const groups = folded(instance, plan, most).sort((a, b) => a.start - b.start || a.end - b.end);
  if (groups.length > most) return undefined;
  const last = lastEnd(instance, plan);
  const rows = groups.map(({ tasks, resources, start, end }) => [
    tasksText(instance, ascending(tasks)),
    resourcesText(instance, ascending(resources)),
    spanText(start, end, instance.origin, last),
  ]);
  const [head = "", ...lines] = formatTable([["who", "where", "when"], ...rows], width);
  return [pc.dim(head), ...lines];
}

/** What a list of who runs where is ordered by. */
export type AgendaOrder = "task" | "time";

/**
 * Who runs where and, over time, when, at any size: each piece, or those of one task entry together where `most` rows ask for it, in the order of the
 * instance or of their starts; what does not fit is counted. O(pieces log pieces).
 */
export function listLines(
  { instance, plan }: VerifiedPlan,
  width: number,
  most: number,
  by: AgendaOrder,
): readonly string[] {
  const groups = folded(instance, plan, most, [(_instance, _plan, k) => k, ...KEYS]);
  const first = ({ tasks }: Group) => tasks.values().next().value ?? 0;
  groups.sort(
    (a, b) => (by === "time" ? a.start - b.start || a.end - b.end : 0) || first(a) - first(b),
  );
  const last = lastEnd(instance, plan);
  const isTimed = instance.mode !== "placement";
  const rows = groups
    .slice(0, most)
    .map(({ tasks, resources, start, end }) => [
      tasksText(instance, ascending(tasks)),
      resourcesText(instance, ascending(resources)),
      ...(isTimed ? [spanText(start, end, instance.origin, last)] : []),
    ]);
  const titles = ["who", "where", ...(isTimed ? ["when"] : [])];
  const [head = "", ...lines] = formatTable([titles, ...rows], width);
  const hidden = groups.length - rows.length;
  const more = hidden > 0 ? [pc.dim(`and ${count(hidden)} more: --rows shows them`)] : [];
  return [pc.dim(head), ...lines, ...more];
}

/**
 * By group of resource copies: who runs there, over time with the starts, in their order; each cut to `lines` lines of `width`
 * characters. O(pieces log pieces).
 */
export function tasksByGroup(
  { instance, plan }: VerifiedPlan,
  groups: readonly CopyGroup[],
  width: number,
  lines: number,
): readonly string[] {
  const groupOf = new Map(groups.flatMap((copies, g) => copies.map((copy) => [copy, g] as const)));
  const held: number[][] = groups.map(() => []);
  for (let k = 0; k < plan.task.length; k++) {
    const group = groupOf.get(plan.resource[k]!);
    if (group !== undefined) held[group]!.push(k);
  }
  const last = lastEnd(instance, plan);
  return held.map((pieces) => {
    pieces.sort((a, b) => plan.start[a]! - plan.start[b]! || a - b);
    const names =
      instance.mode === "placement"
        ? taskNamesText(instance, [...new Set(pieces.map((k) => plan.task[k]!))])
        : startsText(instance, plan, pieces, last);
    return namesWithin(names, lines * width - width / 8);
  });
}

/** "18:00 a", "b#1-4,", "19:30 c": a start, with its day where that is another one, then who begins then. */
function startsText(
  instance: Instance,
  plan: Plan,
  pieces: readonly number[],
  last: number,
): readonly string[] {
  const { origin } = instance;
  const names: string[] = [];
  let day = "";
  for (let i = 0; i < pieces.length; ) {
    const start = plan.start[pieces[i]!]!;
    let end = i;
    while (end < pieces.length && plan.start[pieces[end]!] === start) end++;
    const tasks = [...new Set(pieces.slice(i, end).map((k) => plan.task[k]!))];
    const [first, ...others] = taskNamesText(instance, tasks);
    const whole = startText(start, origin, last);
    const isSameDay = origin !== undefined && whole.length > 5 && whole.startsWith(day) && i > 0;
    names.push(`${isSameDay ? whole.slice(6) : whole} ${first}`, ...others);
    if (end < pieces.length) names[names.length - 1] += ",";
    day = whole.slice(0, 5);
    i = end;
  }
  return names;
}

/** When the last piece ends. */
export function lastEnd(instance: Instance, plan: Plan): number {
  return plan.task.reduce((end, _, k) => Math.max(end, pieceEnd(instance, plan, k)), 0);
}

function folded(instance: Instance, plan: Plan, most: number, keys = KEYS): Group[] {
  let groups: Group[] = [];
  for (const key of keys) {
    groups = grouped(instance, plan, key);
    if (groups.length <= most) break;
  }
  return groups;
}

function grouped(
  instance: Instance,
  plan: Plan,
  key: (instance: Instance, plan: Plan, k: number) => number,
): Group[] {
  const groups = new Map<number, Group>();
  for (let k = 0; k < plan.task.length; k++) {
    const [start, end] = [plan.start[k]!, pieceEnd(instance, plan, k)];
    const found = groups.get(key(instance, plan, k));
    if (found === undefined) {
      const [tasks, resources] = [new Set([plan.task[k]!]), new Set([plan.resource[k]!])];
      groups.set(key(instance, plan, k), { tasks, resources, start, end });
      continue;
    }
    found.tasks.add(plan.task[k]!);
    found.resources.add(plan.resource[k]!);
    found.start = Math.min(found.start, start);
    found.end = Math.max(found.end, end);
  }
  return [...groups.values()];
}

function ascending(copies: ReadonlySet<number>): readonly number[] {
  return [...copies].sort((a, b) => a - b);
}
