import type { State } from "../state/state.ts";
import type { Gauge } from "./gauge.ts";

/** Sum over placed task copies of weight (thousandths) x last end. Batch mode; 0 without sequences. */
export function weightedGauge(state: State): Gauge {
  const { instance, pieces, held, sequences } = state;
  const { tasks, taskOfCopy } = instance;
  const entryOf = (piece: number) => tasks[taskOfCopy[pieces.task[piece]]];
  /** By resource copy: the part of tasks of one piece. */
  const part = new Float64Array(held.length);
  /** Of tasks with replicas: ends by piece, and what their last one weighs by task. */
  const endOf = new Map<number, number>();
  const joint = new Map<number, number>();
  let sum = 0;
  const rejoin = (piece: number) => {
    const task = pieces.task[piece];
    let last = 0;
    for (let p = pieces.first[task]; p >= 0; p = pieces.next[p]) {
      if (pieces.at[p] >= 0) last = Math.max(last, endOf.get(p) ?? 0);
    }
    const now = entryOf(piece).weight * last;
    sum += now - (joint.get(task) ?? 0);
    joint.set(task, now);
  };
  const settle = (copy: number) => {
    const ends = sequences?.ends(copy);
    if (ends === undefined) return;
    let own = 0;
    for (const [i, piece] of held[copy].entries()) {
      const { weight, replicas } = entryOf(piece);
      if (replicas === 1) own += weight * ends[i + 1];
      else {
        endOf.set(piece, ends[i + 1]);
        rejoin(piece);
      }
    }
    sum += own - part[copy];
    part[copy] = own;
  };
  for (let copy = 0; copy < held.length; copy++) settle(copy);
  const changed = (piece: number) => {
    if (entryOf(piece).replicas > 1) rejoin(piece);
  };
  return {
    came: changed,
    left: changed,
    settle,
    value: () => sum,
    guide: () => sum,
  };
}
