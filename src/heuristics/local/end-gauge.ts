import { isCounted } from "../../instance/priority.ts";
import type { ObjectiveSpec, Task } from "../../instance/types.ts";
import type { State } from "../state/state.ts";
import type { Gauge } from "./gauge.ts";

/** Sum over placed task copies of a value of their last end. Batch mode; 0 without sequences. */
export function endGauge(
  state: State,
  objective: ObjectiveSpec,
  valueAt: (task: Task, end: number) => number,
): Gauge {
  const { instance, pieces, held, sequences } = state;
  const { tasks, taskOfCopy } = instance;
  const counts = Uint8Array.from(tasks, (_, t) => (isCounted(instance, objective, t) ? 1 : 0));
  /** By resource copy: the part of tasks of one piece. */
  const part = new Float64Array(held.length);
  /** Of tasks with replicas: ends by piece, and what their last one counts by task. */
  const endOf = new Float64Array(pieces.count);
  const joint = new Float64Array(taskOfCopy.length);
  let sum = 0;
  const rejoin = (piece: number) => {
    const task = pieces.task[piece];
    let last: number | undefined;
    for (let p = pieces.first[task]; p >= 0; p = pieces.next[p]) {
      if (pieces.at[p] >= 0) last = Math.max(last ?? 0, endOf[p]);
    }
    const now = last === undefined ? 0 : valueAt(tasks[taskOfCopy[task]], last);
    sum += now - joint[task];
    joint[task] = now;
  };
  const settle = (copy: number) => {
    const ends = sequences?.ends(copy);
    if (ends === undefined) return;
    const list = held[copy];
    let own = 0;
    for (let i = 0; i < list.length; i++) {
      const piece = list[i];
      const entry = taskOfCopy[pieces.task[piece]];
      if (counts[entry] === 0) continue;
      const task = tasks[entry];
      if (task.replicas === 1) own += valueAt(task, ends[i + 1]);
      else {
        endOf[piece] = ends[i + 1];
        rejoin(piece);
      }
    }
    sum += own - part[copy];
    part[copy] = own;
  };
  for (let copy = 0; copy < held.length; copy++) settle(copy);
  const changed = (piece: number) => {
    const entry = taskOfCopy[pieces.task[piece]];
    if (counts[entry] === 1 && tasks[entry].replicas > 1) rejoin(piece);
  };
  return { came: changed, left: changed, settle, value: () => sum, guide: () => sum };
}
