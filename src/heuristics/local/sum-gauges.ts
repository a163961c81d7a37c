import { isCounted } from "../../instance/priority.ts";
import { type ObjectiveSpec, WHOLE } from "../../instance/types.ts";
import { shareFloor } from "../../plan/shares.ts";
import type { State } from "../state/state.ts";
import type { Gauge } from "./gauge.ts";

/** Sums over pieces; `amountOf` is what one piece adds on one copy. */
export function sumGauge(state: State, amountOf: (piece: number, copy: number) => number): Gauge {
  let sum = 0;
  for (let piece = 0; piece < state.pieces.count; piece++) {
    if (state.pieces.at[piece] >= 0) sum += amountOf(piece, state.pieces.at[piece]);
  }
  return {
    came: (piece, copy) => {
      sum += amountOf(piece, copy);
    },
    left: (piece, copy) => {
      sum -= amountOf(piece, copy);
    },
    value: () => sum,
    guide: () => sum,
  };
}

/** Minus the placed demand of one dimension. */
export function utilizationGauge(state: State, objective: ObjectiveSpec): Gauge {
  const { demand, taskOfCopy } = state.instance;
  const { dimension = 0 } = objective;
  const { perPair, values } = demand[dimension];
  return sumGauge(state, (piece, copy) => {
    if (!isCounted(state.instance, objective, taskOfCopy[state.pieces.task[piece]])) return 0;
    const amount = values[perPair ? state.pair(piece, copy) : taskOfCopy[state.pieces.task[piece]]];
    return -shareFloor(amount, state.pieces.share[piece]);
  });
}

/** What the state counts by itself. */
export function readGauge(read: () => number): Gauge {
  return { value: read, guide: read };
}

/** Minus the values of task copies that are placed with all pieces; shares count as they stand. */
export function throughputGauge(state: State, objective: ObjectiveSpec): Gauge {
  const { tasks, taskOfCopy } = state.instance;
  return taskGauge(state, objective, (task) => {
    const { gain, divisible, replicas } = tasks[taskOfCopy[task]];
    if (!divisible) return state.placed[task] === replicas * WHOLE ? -gain : 0;
    return -shareFloor(gain, Math.min(state.placed[task], WHOLE));
  });
}

/** Sum over task copies of their longest placed piece. */
export function longestGauge(state: State, objective: ObjectiveSpec): Gauge {
  return taskGauge(state, objective, (task) => {
    const { first, next, at } = state.pieces;
    let longest = 0;
    for (let p = first[task]; p >= 0; p = next[p]) {
      const copy = at[p];
      if (copy >= 0) longest = Math.max(longest, state.runtime(p, copy));
    }
    return longest;
  });
}

/** A sum over the task copies that count of what `read` reads off the state. */
function taskGauge(state: State, objective: ObjectiveSpec, read: (task: number) => number): Gauge {
  const { instance } = state;
  const amountOf = (task: number) =>
    isCounted(instance, objective, instance.taskOfCopy[task]) ? read(task) : 0;
  const amounts = Float64Array.from(state.placed, (_, task) => amountOf(task));
  let sum = amounts.reduce((total, amount) => total + amount, 0);
  const renew = (piece: number) => {
    const task = state.pieces.task[piece];
    const amount = amountOf(task);
    sum += amount - amounts[task];
    amounts[task] = amount;
  };
  // Adding 0 turns -0 into 0.
  return { came: renew, left: renew, value: () => sum + 0, guide: () => sum };
}
