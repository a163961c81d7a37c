import { addDisjunctiveRows } from "./disjunctive.ts";
import { type Draft, taskOf } from "./draft.ts";
import { type ObjectiveForm, sumForm } from "./form.ts";
import { columnsOn } from "./pairs.ts";
import { addPositions } from "./positional.ts";
import { addSmithPairs } from "./smith-pairs.ts";
import type { LinearExpression } from "./types.ts";

/**
 * weighted-completion = sum over placed task copies of weight x end (thousandths x ms), by resource entry
 * in the cheapest exact way (see sequencing.ts):
 * - `positional`: equal weights and no binding times (positional.ts);
 * - `smith`: no binding times (smith-pairs.ts);
 * - `disjunctive`: ends of the disjunctive rows; a task with replicas ends with its last piece,
 *   E[t] >= end[t,r].
 */
export function weightedCompletionForm(draft: Draft): ObjectiveForm {
  const { instance, windows, sequencing } = draft;
  const sum = sumForm();
  if (windows === undefined || sequencing === undefined) return sum.form();
  for (let j = 0; j < instance.resourceOfCopy.length; j++) {
    const regime = sequencing.regime[instance.resourceOfCopy[j]];
    const columns = columnsOn(draft.pairs, j);
    if (regime === "positional") addPositions(draft, columns, sum.add);
    if (regime === "smith") addSmithPairs(draft, columns, sum.add);
  }
  addEnds(draft, windows.tick, addDisjunctiveRows(draft), sum.add);
  return sum.form();
}

function addEnds(
  draft: Draft,
  tick: number,
  ends: ReadonlyMap<number, LinearExpression>,
  add: (column: number, coefficient: number) => void,
): void {
  const lasts = new Map<number, { readonly column: number; readonly ends: LinearExpression[] }>();
  for (const [x, end] of ends) {
    const { weight, replicas } = taskOf(draft, x);
    if (weight === 0) continue;
    if (replicas === 1) {
      end.columns.forEach((column, i) => {
        add(column, weight * tick * end.coefficients[i]);
      });
      continue;
    }
    const task = draft.pairs.task[x];
    let last = lasts.get(task);
    if (last === undefined) {
      last = { column: draft.builder.addColumn({ name: `E[${task}]` }), ends: [] };
      lasts.set(task, last);
      add(last.column, weight * tick);
    }
    last.ends.push(end);
    draft.builder.addRow({
      upper: 0,
      columns: [...end.columns, last.column],
      coefficients: [...end.coefficients, -1],
    });
  }
  draft.fills.push((point) => {
    for (const { column, ends: held } of lasts.values()) {
      point[column] = held.reduce(
        (most, end) =>
          Math.max(
            most,
            end.columns.reduce((at, x, i) => at + end.coefficients[i] * point[x], 0),
          ),
        0,
      );
    }
  });
}
