import type { Target } from "../instance/targets.ts";
import { formatValue } from "../plan/value-text.ts";
import { printedValue } from "../planner/objective-value.ts";
import { defined } from "../util/defined.ts";
import { isAlike } from "../whatif/comparable.ts";
import { type Saving, savingOf } from "../whatif/saving.ts";
import type { CellOutcome, WhatIf } from "../whatif/whatif.ts";
import { formatTable, wrap } from "./format.ts";

/** A table for a person: each combination with value, bound and what is saved against the document as it is. */
export function whatIfText(table: WhatIf, width: number): string {
  const { axes, outcomes } = table;
  const each = eachTexts(table);
  const head = [
    ...axes.map(({ name }) => name),
    ...[outcomes[0].target.name, "bound", "saves"],
    ...(each === undefined ? [] : ["per unit"]),
  ];
  const rows = outcomes.map((one) => [
    ...one.cell.steps.map(({ label }) => label),
    valueText(one),
    boundText(one),
    one === outcomes[0] ? "" : savingText(table, outcomes[0], one),
    ...(each === undefined ? [] : [each.get(one) ?? ""]),
  ]);
  const whole = [head, ...rows];
  // The sentences say it too, where steps are of one copy.
  const isWide = formatTable(whole, Number.POSITIVE_INFINITY).some((line) => line.length > width);
  const fitting = each !== undefined && isWide ? whole.map((row) => row.slice(0, -1)) : whole;
  const lines = [
    ...formatTable(fitting, width),
    "",
    ...whatIfSentences(table).flatMap((text) => wrap(text, width)),
  ];
  return lines.join("\n");
}

export function valueText({ value, target, isInfeasible }: CellOutcome): string {
  if (value !== undefined) return said(target, value);
  return isInfeasible ? "no plan" : "-";
}

export function boundText({ value, bound, target, isInfeasible, isClaimed }: CellOutcome): string {
  if (isInfeasible) return isClaimed ? "claimed" : "proven";
  if (bound === undefined) return "-";
  const text = bound === value ? "optimal" : said(target, bound);
  return isClaimed ? `${text} (claimed)` : text;
}

/** "A to B", in printed units; nothing where the two have other units, and no number where there was no plan to begin with. */
export function savingText(table: WhatIf, from: CellOutcome, to: CellOutcome): string {
  if (from.isInfeasible) return to.value === undefined ? "" : "a plan";
  if (!isAlike(from.target, to.target)) return "";
  const text = intervalText(to.target, savingOf(from, to, table.isMonotone));
  return from.isClaimed || to.isClaimed ? `${text} (claimed)` : text;
}

/**
 * Where only more copies of one resource are varied: by row, what each copy saves that it has more than the row before, on average; absent where
 * something else is varied, or more may be worse.
 */
export function eachTexts(table: WhatIf): ReadonlyMap<CellOutcome, string> | undefined {
  if (!isOfCopies(table)) return undefined;
  const texts = new Map<CellOutcome, string>();
  for (const one of table.outcomes) {
    const saving = eachSaving(table, one);
    if (saving === undefined) continue;
    texts.set(one, `${intervalText(one.target, saving)}${saving.isClaimed ? " (claimed)" : ""}`);
  }
  return texts;
}

function isOfCopies({ axes, isMonotone }: WhatIf): boolean {
  return isMonotone && axes.length === 1 && axes[0].name.startsWith("+");
}

/** Rounded outwards, so that it stays proven. */
function eachSaving(
  table: WhatIf,
  one: CellOutcome,
): (Saving & { isClaimed: boolean }) | undefined {
  const { outcomes, isMonotone } = table;
  const easeOf = ({ cell }: CellOutcome) => cell.steps[0].ease;
  const fewer = outcomes.filter((other) => easeOf(other) < easeOf(one));
  if (!isOfCopies(table) || fewer.length === 0) return undefined;
  const before = fewer.reduce((most, other) => (easeOf(other) > easeOf(most) ? other : most));
  if (before.isInfeasible || !isAlike(before.target, one.target)) return undefined;
  const copies = easeOf(one) - easeOf(before);
  const { least, most } = savingOf(before, one, isMonotone);
  return {
    ...defined({
      least: least === undefined ? undefined : Math.floor(least / copies),
      most: most === undefined ? undefined : Math.ceil(most / copies),
    }),
    isClaimed: before.isClaimed || one.isClaimed,
  };
}

/** A saving in words, in printed units. */
export function intervalText(target: Target, { least, most }: Saving): string {
  const text = (value: number) => said({ ...target, sense: "min" }, value);
  if (least === undefined && most === undefined) return "-";
  if (least === most && least !== undefined) return least === 0 ? "nothing" : text(least);
  if (least === undefined) return `at most ${text(most ?? 0)}`;
  if (most === undefined) return `at least ${text(least)}`;
  return `${text(least)} to ${text(most)}`;
}

function said(target: Target, value: number): string {
  return formatValue(printedValue(target, value), target.unit);
}

/** What one more step brings, as sentences, where one thing alone is varied, and from where on more brings nothing. */
export function whatIfSentences({ axes, outcomes, isMonotone }: WhatIf): readonly string[] {
  const notes: string[] = [];
  if (!isMonotone) {
    notes.push("Here more may be worse, so each row was planned by itself.");
  }
  if (outcomes.some(({ isClaimed }) => isClaimed)) {
    notes.push("Claimed: a solver's word, not proven here.");
  }
  if (axes.length !== 1 || !isMonotone) return notes;
  const sorted = [...outcomes].sort((a, b) => a.cell.steps[0].ease - b.cell.steps[0].ease);
  for (const [k, one] of sorted.entries()) {
    if (k === 0) continue;
    const before = sorted[k - 1];
    const saving = savingOf(before, one, isMonotone);
    const rest = savingOf(one, sorted[sorted.length - 1], isMonotone);
    const step = `From ${before.cell.steps[0].label} to ${one.cell.steps[0].label}`;
    if (before.isInfeasible) continue;
    const isClaimed = one.isClaimed || before.isClaimed;
    const word = isClaimed ? " (claimed)" : "";
    notes.push(`${step} (${axes[0].name}) saves ${intervalText(one.target, saving)}${word}.`);
    if (isClaimed || sorted[sorted.length - 1].isClaimed) continue;
    if (k < sorted.length - 1 && rest.least === 0 && rest.most === 0) {
      notes.push(
        `More than ${one.cell.steps[0].label} saves nothing up to ${sorted[sorted.length - 1].cell.steps[0].label}, proven.`,
      );
      break;
    }
  }
  return notes;
}

/** The same for programs: exact integers in units of 1 / per_unit, absent where nothing is known. */
export function whatIfReport(table: WhatIf): object {
  const { axes, outcomes, isMonotone } = table;
  const [first] = outcomes;
  const { name, unit, sense } = first.target;
  return {
    objective: { name, unit, sense },
    axes: axes.map((axis) => axis.name),
    cells: outcomes.map((one) => {
      const { least, most } = savingOf(first, one, isMonotone);
      const isSame = isAlike(one.target, first.target);
      return {
        steps: one.cell.steps.map(({ label }) => label),
        per_unit: one.target.perUnit,
        ...(one.value !== undefined && {
          value: printedValue(one.target, one.value),
          value_exact: one.value,
        }),
        ...(one.bound !== undefined && {
          bound: printedValue(one.target, one.bound),
          bound_exact: one.bound,
          proof: one.isClaimed ? "claimed" : "ours",
        }),
        ...(one.isInfeasible && { infeasible: one.isClaimed ? "claimed" : "proven" }),
        ...(isSame && least !== undefined && { saves_at_least_exact: least }),
        ...(isSame && most !== undefined && { saves_at_most_exact: most }),
        ...(isSame && { saves_proof: one.isClaimed || first.isClaimed ? "claimed" : "ours" }),
        ...eachReport(eachSaving(table, one)),
        seconds: one.seconds,
      };
    }),
  };
}

function eachReport(each: ReturnType<typeof eachSaving>): object {
  if (each === undefined) return {};
  const { least, most, isClaimed } = each;
  return {
    ...defined({ each_saves_at_least_exact: least, each_saves_at_most_exact: most }),
    each_proof: isClaimed ? "claimed" : "ours",
  };
}
