import { type Draft, taskOf } from "./draft.ts";
import { placedColumn } from "./replicas.ts";

/**
 * Every task copy t is placed: sum over r of x[t,r] = 1; at most 1 if it is optional. Shares of a
 * divisible task sum the same way. With k replicas the sum is k, or k placed[t] if it is optional.
 * A mandatory task without a usable resource gets the row 0 = 1, which no point keeps.
 */
export function addAssignmentRows(draft: Draft): void {
  const { instance, builder, pairs } = draft;
  for (let t = 0; t < instance.taskOfCopy.length; t++) {
    const { optional, replicas } = instance.tasks[instance.taskOfCopy[t]];
    const [from, to] = [pairs.taskStart[t], pairs.taskStart[t + 1]];
    const columns = Array.from({ length: to - from }, (_, i) => from + i);
    const coefficients = columns.map(() => 1);
    if (!optional) {
      builder.addRow({ lower: replicas, upper: replicas, columns, coefficients });
    } else if (replicas > 1) {
      columns.push(placedColumn(draft, t));
      coefficients.push(-replicas);
      builder.addRow({ lower: 0, upper: 0, columns, coefficients });
    } else if (columns.length > 1 || columns.some((x) => taskOf(draft, x).divisible)) {
      builder.addRow({ upper: 1, columns, coefficients });
    }
  }
}
