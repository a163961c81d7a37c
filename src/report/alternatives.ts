import type { Alternative, Alternatives, Forced } from "../alternatives/types.ts";
import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { endsOf } from "../plan/rules/sweep.ts";
import type { Plan } from "../plan/types.ts";
import { formatValue } from "../plan/value-text.ts";
import { exactValue, printedValue } from "../planner/objective-value.ts";
import { formatTable, wrap } from "./format.ts";
import { listed } from "./groups.ts";
import { spanText } from "./when.ts";

/** Why a task copy is where it is, for a person; `width` in columns. */
export function alternativesText(
  instance: Instance,
  plan: Plan,
  found: Alternatives,
  width: number,
): string {
  const { head, rows } = alternativesRows(found);
  const notes = alternativesNotes(found);
  return [
    ...wrap(whereText(instance, plan, found.task), width),
    ...found.waits.flatMap((text) => wrap(text, width)),
    ...(rows.length === 0 ? [] : ["", ...tableOrBlocks(head, rows, width)]),
    "",
    ...notes.flatMap((text) => wrap(text, width)),
  ].join("\n");
}

/** The places that it can have, and what each would change. */
export function alternativesRows(found: Alternatives) {
  const { targets, values, list } = found;
  const possible = list.filter(({ forced }) => forced?.isInfeasible !== true);
  return {
    head: ["on", "it alone moves", `whatever else moves: ${targets[0].name}`],
    rows: possible.map((one) => [
      `${one.place.name}${one.isNow ? " (now)" : ""}`,
      aloneText(found, one),
      forcedText(targets[0], values[0], one.forced),
    ]),
  };
}

/** The places that it cannot have, what all together say of the plan, and what was not looked at. */
export function alternativesNotes(found: Alternatives): readonly string[] {
  const { list, others, isRobustLeftOut } = found;
  return [
    ...impossibleTexts(list),
    ...sentences(found),
    ...(isRobustLeftOut ? [ROBUST] : []),
    ...(others > 0 ? [`${others} more places are not shown. Maybe name one: --on RESOURCE.`] : []),
    ...(list.some(({ forced }) => forced === undefined) ? [CUT] : []),
  ];
}

/** A table, or a paragraph for each row where the table would be cut. */
function tableOrBlocks(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const table = formatTable([head, ...rows], Number.POSITIVE_INFINITY);
  if (table.every((line) => line.length <= width)) return table;
  return rows.flatMap(([name, ...cells]) => [
    ...wrap(`${name}:`, width),
    ...cells.flatMap((cell, i) =>
      cell === "" ? [] : wrap(`${head[i + 1]}: ${cell}`, width - 2).map((line) => `  ${line}`),
    ),
  ]);
}

/** What stands in the way of all places that it cannot have at all, those of one reason together. */
function impossibleTexts(list: readonly Alternative[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { place, forced } of list) {
    if (forced?.isInfeasible !== true) continue;
    const word = forced.proof === "claimed" ? " (a solver's word)" : "";
    const reason = `${(forced.reason ?? "there is no plan").replace(/\.$/, "")}${word}`;
    const names = byReason.get(reason);
    if (names === undefined) byReason.set(reason, [place.name]);
    else names.push(place.name);
  }
  return [...byReason].map(([reason, names]) => `Not on ${listed(names)}: ${reason}.`);
}

const ROBUST =
  "What is proven leaves losses aside; with them nothing gets better, so it holds for plans that survive them too.";
const CUT = "The time was over before every place was looked at. Maybe give more: --time-limit 5m.";

/** Where it is, and when. */
export function whereText(instance: Instance, plan: Plan, copy: number): string {
  const own = [...plan.task.keys()].filter((k) => plan.task[k] === copy);
  const name = taskCopyId(instance, copy);
  if (own.length === 0) return `${name} is left out.`;
  const places = [...new Set(own.map((k) => resourceCopyId(instance, plan.resource[k])))];
  const where = `${name} is on ${listed(places)}`;
  if (instance.mode === "placement") return `${where}.`;
  const start = Math.min(...own.map((k) => plan.start[k]));
  const ends = endsOf(instance, plan);
  const end = Math.max(...own.map((k) => ends[k]));
  const last = ends.reduce((most, one) => Math.max(most, one), 0);
  return `${where}, ${spanText(start, end, instance.origin, last)}.`;
}

function aloneText({ targets, values }: Alternatives, one: Alternative): string {
  if (one.isNow) return "";
  if (one.alone === undefined) return one.whyNot ?? "-";
  const changes = targets.flatMap((target, level) => {
    const change = (one.alone?.values[level] ?? 0) - values[level];
    return change === 0 ? [] : [`${target.name} ${changeText(target, change)}`];
  });
  return changes.length === 0 ? "no change" : changes.join(", ");
}

/** The proven limit of the change, and that of the best plan that was found. */
function forcedText(target: Target, value: number, forced: Forced | undefined): string {
  if (forced === undefined) return "-";
  const { found, bound, proof, isInfeasible } = forced;
  const word = proof === "claimed" ? " (claimed)" : "";
  if (isInfeasible) return `no plan${word}`;
  const best = found?.values[0];
  if (bound === undefined) {
    return best === undefined ? "-" : `${changeText(target, best - value)} found`;
  }
  if (bound === best) return `${changeText(target, bound - value)}, exactly${word}`;
  const limit = target.sense === "max" ? "at most" : "at least";
  const least = `${limit} ${changeText(target, bound - value)}${word}`;
  return best === undefined ? least : `${least}, ${changeText(target, best - value)} found`;
}

/** "+1h", "-$2" or "no change": what is added to the printed value. */
function changeText(target: Target, change: number): string {
  const printed = printedValue(target, change);
  if (printed === 0) return "no change";
  return `${printed > 0 ? "+" : "-"}${formatValue(Math.abs(printed), target.unit)}`;
}

/** What all places together say of the plan. */
function sentences({ targets, values, list }: Alternatives): readonly string[] {
  const [target] = targets;
  const elsewhere = list.filter(({ isNow }) => !isNow);
  const better = list
    .filter(({ forced }) => (forced?.found?.values[0] ?? Infinity) < values[0])
    .sort((a, b) => (a.forced?.found?.values[0] ?? 0) - (b.forced?.found?.values[0] ?? 0));
  const given = target.tolerance > 0 ? ", which this plan may give up for later objectives" : "";
  const told = better.slice(0, 1).map(({ place, isNow, forced }) => {
    const value = formatValue(printedValue(target, forced?.found?.values[0] ?? 0), target.unit);
    const where = isNow ? "where it is" : `on ${place.name}`;
    return `With it ${where} a better plan was found: ${target.name} ${value}${given}.`;
  });
  const isNoBetter = ({ forced }: Alternative) =>
    forced !== undefined &&
    forced.proof === "ours" &&
    (forced.isInfeasible || (forced.bound ?? -Infinity) >= values[0]);
  const isAnywhere = elsewhere.some(({ forced }) => forced?.isInfeasible !== true);
  if (isAnywhere && elsewhere.every(isNoBetter)) {
    told.push(`With it anywhere else in this table ${target.name} is no better, proven.`);
  }
  return told;
}

/** The same for programs: exact integers in units of 1 / per_unit, absent where nothing is known. */
export function alternativesReport(instance: Instance, found: Alternatives): object {
  const { task, targets, values, waits, list, others, isRobustLeftOut } = found;
  const exact = (all: readonly number[]) =>
    targets.map((target, level) => exactValue(target, all[level]));
  return {
    task: taskCopyId(instance, task),
    objectives: targets.map(({ name, unit, sense, perUnit }, level) => ({
      ...{ name, unit, sense, per_unit: perUnit },
      value_exact: exactValue(targets[level], values[level]),
    })),
    waits,
    places: list.map(({ place, isNow, alone, whyNot, forced }) => ({
      on: place.name,
      now: isNow,
      ...(alone && { alone_exact: exact(alone.values) }),
      ...(whyNot !== undefined && { why_not: whyNot }),
      ...(forced && { forced: forcedReport(targets, forced) }),
    })),
    ...(others > 0 && { others }),
    ...(isRobustLeftOut && { robust: "left out" }),
  };
}

function forcedReport([target]: readonly Target[], forced: Forced): object {
  const { found, bound, proof, isInfeasible, reason } = forced;
  return {
    ...(isInfeasible && { infeasible: proof, reason }),
    ...(found && { value_exact: exactValue(target, found.values[0]) }),
    ...(bound !== undefined && { bound_exact: exactValue(target, bound), proof }),
  };
}
