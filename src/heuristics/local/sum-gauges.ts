import type { PartOf } from "../../instance/objectives/objective.ts";
import { isCounted } from "../../instance/priority.ts";
import { type ObjectiveSpec, type Task, WHOLE } from "../../instance/types.ts";
import { shareCeil, shareFloor } from "../../plan/shares.ts";
import { movesOf } from "../moves.ts";
import type { State } from "../state/state.ts";
import type { Gauge } from "./gauge.ts";

/** Sums over pieces; `amountOf` is what one piece adds on one copy. */
function sumGauge(state: State, amountOf: (piece: number, copy: number) => number): Gauge {
  const { pieces } = state;
  let sum = 0;
  for (let piece = 0; piece < pieces.count; piece++) {
    if (pieces.at[piece] >= 0) sum += amountOf(piece, pieces.at[piece]);
  }
  return {
    came: (piece, copy) => {
      sum += amountOf(piece, copy);
    },
    left: (piece, copy) => {
      sum -= amountOf(piece, copy);
    },
    // Adding 0 turns -0 into 0.
    value: () => sum + 0,
    guide: () => sum,
  };
}

/** What all pieces count by where they stand. */
export function pieceGauge(
  state: State,
  objective: ObjectiveSpec,
  { amount, isGain }: PartOf<"pieces">,
): Gauge {
  const { instance, pieces } = state;
  const { taskOfCopy, resourceOfCopy } = instance;
  return sumGauge(state, (piece, copy) => {
    const entry = taskOfCopy[pieces.task[piece]];
    if (!isCounted(instance, objective, entry)) return 0;
    const whole = amount(entry, resourceOfCopy[copy]);
    const share = pieces.share[piece];
    return isGain ? -shareFloor(whole, share) : shareCeil(whole, share);
  });
}

/** What used copies count once. */
export function usedGauge(state: State, objective: ObjectiveSpec, part: PartOf<"copies">): Gauge {
  const { held, instance, pieces } = state;
  const { resourceOfCopy, taskOfCopy } = instance;
  const counts = (piece: number) => isCounted(instance, objective, taskOfCopy[pieces.task[piece]]);
  const number = Int32Array.from(held, (list) => list.filter(counts).length);
  const priceOf = (copy: number) => part.fixed(resourceOfCopy[copy]);
  let sum = number.reduce((total, count, copy) => total + (count > 0 ? priceOf(copy) : 0), 0);
  return {
    came(piece, copy) {
      if (counts(piece) && number[copy]++ === 0) sum += priceOf(copy);
    },
    left(piece, copy) {
      if (counts(piece) && --number[copy] === 0) sum -= priceOf(copy);
    },
    value: () => sum,
    guide: () => sum,
  };
}

/** What moves between the sites of linked tasks, which have one piece each. */
export function transferGauge({ instance, pieces }: State): Gauge {
  const moves = movesOf(instance);
  const placeOf = (task: number) => pieces.at[pieces.first[task]];
  const costOf = (piece: number, copy: number) =>
    moves?.costOf(pieces.task[piece], copy, placeOf) ?? 0;
  let sum = 0;
  for (let piece = 0; piece < pieces.count; piece++) {
    // Each transfer is seen from both of its ends.
    if (pieces.at[piece] >= 0) sum += costOf(piece, pieces.at[piece]) / 2;
  }
  return {
    came(piece, copy) {
      sum += costOf(piece, copy);
    },
    left(piece, copy) {
      sum -= costOf(piece, copy);
    },
    value: () => sum,
    guide: () => sum,
  };
}

/** What the state counts by itself. */
export function readGauge(read: () => number): Gauge {
  return { value: read, guide: read };
}

/** Minus the gains of task copies that are placed with all pieces; shares count as they stand. */
export function placedGauge(
  state: State,
  objective: ObjectiveSpec,
  gainOf: (entry: number) => number,
): Gauge {
  const { tasks, taskOfCopy } = state.instance;
  return taskGauge(state, objective, (task) => {
    const { divisible, replicas } = tasks[taskOfCopy[task]];
    const gain = gainOf(taskOfCopy[task]);
    if (!divisible) return state.placed[task] === replicas * WHOLE ? -gain : 0;
    return -shareFloor(gain, Math.min(state.placed[task], WHOLE));
  });
}

/** Sum over placed task copies of a value of their longest piece. */
export function runtimeGauge(
  state: State,
  objective: ObjectiveSpec,
  valueAt: (task: Task, longest: number) => number,
): Gauge {
  const { tasks, taskOfCopy } = state.instance;
  return taskGauge(state, objective, (task) => {
    const { first, next, at } = state.pieces;
    let longest: number | undefined;
    for (let p = first[task]; p >= 0; p = next[p]) {
      if (at[p] >= 0) longest = Math.max(longest ?? 0, state.runtime(p, at[p]));
    }
    return longest === undefined ? 0 : valueAt(tasks[taskOfCopy[task]], longest);
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
