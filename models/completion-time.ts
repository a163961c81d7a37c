import { isCounted } from "../src/instance/priority.ts";
import type { ObjectiveSpec } from "../src/instance/types.ts";
import { gcd } from "../src/util/divisor.ts";
import { hasDivisible } from "./cost.ts";
import type { Draft } from "./draft.ts";
import { type ObjectiveForm, sumForm } from "./form.ts";

/**
 * completion-time = sum over task copies of their longest piece, in ms. A task with one whole piece needs
 * no column: it is sum over r of p[t,r] x[t,r], which is both exact and the tightest. Replicas and shares
 * get a column l[t] >= p[t,r] x[t,r] for every r, counted in the gcd of the runtimes.
 */
export function completionTimeForm(draft: Draft, objective: ObjectiveSpec): ObjectiveForm {
  const { instance, pairs } = draft;
  const sum = sumForm(!hasDivisible(draft));
  for (let t = 0; t < instance.taskOfCopy.length; t++) {
    if (!isCounted(instance, objective, instance.taskOfCopy[t])) continue;
    const { replicas, divisible } = instance.tasks[instance.taskOfCopy[t]];
    const columns: number[] = [];
    for (let x = pairs.taskStart[t]; x < pairs.taskStart[t + 1]; x++) columns.push(x);
    const p = columns.map((x) => instance.pairs.runtime[pairs.entry[x]]);
    if (replicas > 1 || divisible) addLongest(draft, columns, p, sum.add);
    else for (let i = 0; i < columns.length; i++) sum.add(columns[i], p[i]);
  }
  return sum.form();
}

function addLongest(
  draft: Draft,
  columns: readonly number[],
  p: readonly number[],
  add: (column: number, coefficient: number) => void,
): void {
  const { builder, fills } = draft;
  const tick = p.reduce(gcd, 0);
  if (tick === 0) return;
  const longest = builder.addColumn({ name: `l${builder.columns}` });
  columns.forEach((x, i) => {
    builder.addRow({ upper: 0, columns: [x, longest], coefficients: [p[i] / tick, -1] });
  });
  fills.push((point) => {
    point[longest] = columns.reduce((l, x, i) => Math.max(l, (p[i] / tick) * point[x]), 0);
  });
  add(longest, tick);
}
