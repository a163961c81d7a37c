import pc from "picocolors";
import { formatValue } from "../plan/value-text.ts";
import type { ObjectiveValue } from "../planner/objective-value.ts";
import type { Refuted } from "../planner/types.ts";
import { formatGap, formatTable, wrap } from "./format.ts";
import { isTrivial, terminationText } from "./sentence.ts";

/**
 * A table of what was reached and proven, a row for each objective; one that gave some of its value away for later ones has a
 * second row, of what its own level reached. Bounds that hold for some plans only are marked, and told below. `refuted`: whose word it
 * is that there is no plan, where there is none.
 */
export function objectiveLines(
  objectives: readonly ObjectiveValue[],
  width: number,
  refuted?: Refuted["proof"],
): string[] {
  const lines = objectives.flatMap((objective) => rowsOf(objective, refuted));
  const [head, ...rows] = formatTable([HEAD, ...lines], width);
  const conditions = objectives.flatMap(({ name, condition }) =>
    condition === undefined ? [] : wrap(`${MARK} ${name}: ${condition}`, width),
  );
  return [pc.dim(head), ...rows, ...conditions];
}

const HEAD = ["objective", "value", "bound", "gap", "termination", "proof"];

/** Beside a bound that does not hold for every plan. */
const MARK = "*";

function rowsOf(objective: ObjectiveValue, refuted?: Refuted["proof"]): string[][] {
  const { name, unit, value, best, bound, condition } = objective;
  const show = (amount: number | undefined) =>
    amount === undefined ? "-" : formatValue(amount, unit);
  const least = `${show(bound)}${condition === undefined ? "" : MARK}`;
  const row = (label: string, amount: number | undefined, gap: number | undefined) => [
    label,
    show(amount),
    least,
    gap === undefined ? "-" : formatGap(gap),
  ];
  const ended = [terminationText(objective, refuted), proofText(objective)];
  if (best === undefined) return [[...row(name, value, objective.gap), ...ended]];
  return [
    [...row(name, value, objective.gap), "gave way", "to later objectives"],
    [...row("  its level alone", best, objective.best_gap), ...ended],
  ];
}

/** Who proved the bound, in a few words; empty without one. */
export function proofText(objective: ObjectiveValue): string {
  const { bound, proof, source, unit } = objective;
  if (bound === undefined) return "";
  if (isTrivial(objective)) return `cannot be below ${formatValue(bound, unit)}`;
  return `${proof}: ${source}`;
}
