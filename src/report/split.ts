import { draftOf } from "../edit/draft.ts";
import { billedTime, HOUR, timesTime } from "../instance/billing.ts";
import { costOf, isEligible, runtimeOf } from "../instance/features.ts";
import { taskCopyId } from "../instance/ids.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { type Contributions, contributionsOf } from "../plan/contributions.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { formatValue } from "../plan/value-text.ts";
import { durationText, moneyText } from "../plan/wording.ts";
import { exactValue, printedValue } from "../planner/objective-value.ts";
import { UsageError } from "../util/errors.ts";
import { costSplit } from "./costs.ts";
import { formatPercent, formatTable, wrap } from "./format.ts";
import { count } from "./groups.ts";

/** By what values are split: where pieces are, whose they are, or a label of resources. */
export const GROUPINGS = ["resource", "kind", "task", "queue"] as const;

/** One summand of an objective: internal units. */
export interface SplitPart {
  readonly name: string;
  readonly amount: number;
}

/** An objective of a plan in parts that sum to it exactly; without parts where it is no sum. */
export interface SplitValue {
  readonly target: Target;
  readonly value: number;
  /** By name of the grouping. */
  readonly groups: ReadonlyMap<string, readonly SplitPart[]>;
}

/**
 * Splits each target of a plan by each grouping: one of GROUPINGS or a label. `document` is what the instance was parsed from, for what only it
 * says, such as queues. The largest parts come first. Throws UsageError for an unknown grouping.
 */
export function splitValues(
  { instance, plan }: VerifiedPlan,
  targets: readonly Target[],
  groupings: readonly string[],
  document: unknown,
): readonly SplitValue[] {
  const namers = groupings.map((name) => [name, namerOf(instance, name, document)] as const);
  return targets.map((target) => {
    const value = evaluateTarget(instance, plan, target);
    const found = contributionsOf(instance, plan, target);
    if (found === undefined) return { target, value, groups: new Map() };
    const groups = namers.map(([name, namer]) => [name, partsBy(plan, found, namer)] as const);
    return { target, value, groups: new Map(groups) };
  });
}

/** Where what pieces and resource copies add is counted. */
interface Namer {
  readonly ofPiece: (task: number, resource: number) => string;
  readonly ofCopy: (resource: number) => string;
}

const RESOURCES = "(paid for resources)";
const TRANSFERS = "(moved data)";
const NONE = "(none)";

function namerOf(instance: Instance, name: string, document: unknown): Namer {
  const { resources, resourceOfCopy, tasks, taskOfCopy } = instance;
  const byResource = (of: (entry: number) => string): Namer => {
    const ofCopy = (copy: number) => of(resourceOfCopy[copy]);
    return { ofCopy, ofPiece: (_, copy) => ofCopy(copy) };
  };
  if (name === "resource") return byResource((entry) => resources[entry].id);
  if (name === "kind") return byResource((entry) => resources[entry].kind);
  if (name === "task") {
    return { ofPiece: (copy) => tasks[taskOfCopy[copy]].id, ofCopy: () => RESOURCES };
  }
  if (name === "queue") {
    const queues = new Map(draftOf(document).tasks.map((task) => [task?.id, task?.queue]));
    return {
      ofCopy: () => RESOURCES,
      ofPiece: (copy) => {
        const row = taskCopyId(instance, copy).replace(/#\d+$/, "");
        const queue = queues.get(row) ?? queues.get(row.replace(/\/[^/]*$/, ""));
        return typeof queue === "string" ? queue : NONE;
      },
    };
  }
  if (resources.some(({ labels }) => labels[name] !== undefined)) {
    return byResource((entry) => resources[entry].labels[name] ?? NONE);
  }
  throw new UsageError(
    `Nothing is split by "${name}".\nMaybe use ${GROUPINGS.join(", ")} or a label of resources.`,
  );
}

function partsBy(
  plan: VerifiedPlan["plan"],
  { pieces, copies, transfers }: Contributions,
  { ofPiece, ofCopy }: Namer,
): readonly SplitPart[] {
  const sums = new Map<string, number>();
  const add = (name: string, amount: number) => {
    if (amount !== 0) sums.set(name, (sums.get(name) ?? 0) + amount);
  };
  for (const [k, amount] of pieces.entries()) add(ofPiece(plan.task[k], plan.resource[k]), amount);
  for (const [copy, amount] of copies) add(ofCopy(copy), amount);
  add(TRANSFERS, transfers);
  return [...sums]
    .map(([name, amount]) => ({ name, amount }))
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount) || (a.name < b.name ? -1 : 1));
}

/** Rows of one table that a person is shown; `--json` has them all. */
const MOST_ROWS = 20;

/** What each objective is made of, for a person; `width` in columns. */
export function splitText(
  { instance, plan }: VerifiedPlan,
  split: readonly SplitValue[],
  width: number,
): string {
  const blocks = split.flatMap(({ target, value, groups }) => {
    const total = formatValue(printedValue(target, value), target.unit);
    if (groups.size === 0) {
      const text = `${target.name} ${total} is no sum of parts, so nothing is split.`;
      return [wrap(text, width)];
    }
    if ([...groups.values()].every((parts) => parts.length === 0)) {
      return [wrap(`${target.name} is ${total}, and no part of the plan adds to it.`, width)];
    }
    const idle = target.name === "cost" ? costSplit(instance, plan).resources : [];
    const unused = idle.reduce((sum, one) => sum + one.idle, 0);
    const tables = [...groups].map(([name, parts]) =>
      formatTable(rowsOf(target, value, name, parts), width),
    );
    if (unused === 0) return tables;
    const text = `Of it ${moneyText(unused)} is paid for time in which nothing runs.`;
    return [...tables, wrap(text, width)];
  });
  return [...blocks, candidateLines(instance, plan, width)]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function rowsOf(
  target: Target,
  value: number,
  grouping: string,
  parts: readonly SplitPart[],
): readonly (readonly string[])[] {
  const row = (name: string, amount: number) => [
    name,
    formatValue(printedValue(target, amount), target.unit),
    value === 0 ? "" : formatPercent(amount / value),
  ];
  const [shown, rest] = [parts.slice(0, MOST_ROWS), parts.slice(MOST_ROWS)];
  const others = rest.reduce((sum, { amount }) => sum + amount, 0);
  return [
    [grouping, target.name, "of it"],
    ...shown.map(({ name, amount }) => row(name, amount)),
    ...(rest.length > 0 ? [row(`${count(rest.length)} others`, others)] : []),
    row("all", value),
  ];
}

/** Micro-dollars of one copy by itself: of the piece, or, over time, of the time that its resource is paid for then. */
function costAlone(instance: Instance, t: number, r: number): number {
  const own = costOf(instance, t, r);
  if (instance.schedule === undefined || !instance.tasks[t].hasRuntime) return own;
  const until = runtimeOf(instance, t, r);
  const paid = billedTime(instance, r, { from: [0], until: [until] });
  return own + timesTime(instance.resources[r].pricePerHour, until === 0 ? 0 : paid, HOUR);
}

/** For each task entry the kinds that it can run on, with runtime, cost and how many copies are there. */
function candidateLines(
  instance: Instance,
  plan: VerifiedPlan["plan"],
  width: number,
): readonly string[] {
  const { tasks, resources, taskOfCopy, resourceOfCopy } = instance;
  const chosen = new Map<string, number>();
  for (const [k, copy] of plan.task.entries()) {
    const key = `${taskOfCopy[copy]} ${resources[resourceOfCopy[plan.resource[k]]].kind}`;
    chosen.set(key, (chosen.get(key) ?? 0) + 1);
  }
  const rows = [...tasks.keys()].slice(0, MOST_ROWS).flatMap((t) => {
    const seen = new Set<string>();
    return [...resources.keys()].flatMap((r) => {
      const { kind } = resources[r];
      const runtime = tasks[t].hasRuntime ? durationText(runtimeOf(instance, t, r)) : "-";
      const cost = moneyText(costAlone(instance, t, r));
      if (!isEligible(instance, t, r) || seen.has(`${kind} ${runtime} ${cost}`)) return [];
      const first = seen.size === 0 ? tasks[t].id : "";
      seen.add(`${kind} ${runtime} ${cost}`);
      const here = chosen.get(`${t} ${kind}`);
      return [[first, kind, runtime, cost, here === undefined ? "" : `<- ${here}`]];
    });
  });
  if (rows.length === 0) return [];
  const more = tasks.length - MOST_ROWS;
  return [
    ...formatTable([["task", "on kind", "runtime", "alone it costs", "chosen"], ...rows], width),
    ...(more > 0 ? [`and ${count(more)} more tasks`] : []),
  ];
}

/** The same for programs: exact integers in units of 1 / per_unit. */
export function splitReport(split: readonly SplitValue[]): object {
  return {
    objectives: split.map(({ target, value, groups }) => ({
      ...{ name: target.name, unit: target.unit, sense: target.sense, per_unit: target.perUnit },
      value_exact: exactValue(target, value),
      ...(groups.size > 0 && {
        parts: Object.fromEntries(
          [...groups].map(([name, parts]) => [
            name,
            parts.map((part) => ({
              name: part.name,
              amount_exact: exactValue(target, part.amount),
            })),
          ]),
        ),
      }),
    })),
  };
}
