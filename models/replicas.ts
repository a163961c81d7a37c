import { taskCopyId } from "../src/instance/ids.ts";
import type { Draft } from "./draft.ts";

/**
 * placed[t] = 1 if an optional task copy with replicas is placed (with all of them): binary, tied to
 * the pairs by the assignment row sum of x[t,r] = k placed[t].
 */
export function placedColumn(draft: Draft, task: number): number {
  const { builder, pairs, placed, fills } = draft;
  if (placed[task] >= 0) return placed[task];
  const name = () => `placed[${taskCopyId(draft.instance, task)}]`;
  const column = builder.addColumn({ upper: 1, integer: true, name });
  placed[task] = column;
  fills.push((point) => {
    const held = point.subarray(pairs.taskStart[task], pairs.taskStart[task + 1]);
    point[column] = held.some((value) => value > 0) ? 1 : 0;
  });
  return column;
}

/**
 * Replicas across failure domains: for each task copy t and each value v of its label
 *     sum over r in v of x[t,r] <= 1      (<= placed[t] if the task is optional, which is tighter).
 * Without a label the replicas stand on distinct resource copies because x is binary.
 */
export function addReplicaRows(draft: Draft): void {
  const { instance, builder, pairs } = draft;
  for (let t = 0; t < instance.taskOfCopy.length; t++) {
    const { across, replicas, optional } = instance.tasks[instance.taskOfCopy[t]];
    if (across === undefined || replicas === 1) continue;
    const byValue = new Map<number, number[]>();
    for (let x = pairs.taskStart[t]; x < pairs.taskStart[t + 1]; x++) {
      const value = instance.domains[across].of[instance.resourceOfCopy[pairs.resource[x]]];
      const held = byValue.get(value);
      if (held === undefined) byValue.set(value, [x]);
      else held.push(x);
    }
    for (const columns of byValue.values()) {
      const coefficients = columns.map(() => 1);
      if (optional) {
        columns.push(placedColumn(draft, t));
        coefficients.push(-1);
        builder.addRow({ upper: 0, columns, coefficients });
      } else if (columns.length > 1) {
        builder.addRow({ upper: 1, columns, coefficients });
      }
    }
  }
}
