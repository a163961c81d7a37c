import { isCounted } from "../../instance/priority.ts";
import { type ObjectiveSpec, WHOLE } from "../../instance/types.ts";
import { shareFloor } from "../../plan/shares.ts";
import type { Gauge } from "./gauge.ts";
import type { Layout } from "./layout.ts";

/** Sums over pieces; `amountOf` is what one piece adds on one copy. */
export function sumGauge(layout: Layout, amountOf: (piece: number, copy: number) => number): Gauge {
  let sum = 0;
  for (let piece = 0; piece < layout.roster.count; piece++) {
    if (layout.at[piece] >= 0) sum += amountOf(piece, layout.at[piece]);
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
export function utilizationGauge(layout: Layout, objective: ObjectiveSpec): Gauge {
  const { demand, taskOfCopy } = layout.instance;
  const { dimension = 0 } = objective;
  const { perPair, values } = demand[dimension];
  return sumGauge(layout, (piece, copy) => {
    if (!isCounted(layout.instance, objective, taskOfCopy[layout.taskOf[piece]])) return 0;
    const amount = values[perPair ? layout.pair(piece, copy) : taskOfCopy[layout.taskOf[piece]]];
    return -shareFloor(amount, layout.roster.share[piece]);
  });
}

/** What the layout counts by itself. */
export function readGauge(read: () => number): Gauge {
  return { value: read, guide: read };
}

/** Minus the values of task copies that are placed with all pieces; shares count as they stand. */
export function throughputGauge(layout: Layout, objective: ObjectiveSpec): Gauge {
  const { tasks, taskOfCopy } = layout.instance;
  return taskGauge(layout, objective, (task) => {
    const { gain, divisible, replicas } = tasks[taskOfCopy[task]];
    if (!divisible) return layout.placed[task] === replicas ? -gain : 0;
    let share = 0;
    for (let p = layout.firstPiece[task]; p < layout.firstPiece[task + 1]; p++) {
      share += layout.roster.share[p];
    }
    return -shareFloor(gain, Math.min(share, WHOLE));
  });
}

/** Sum over task copies of their longest placed piece. */
export function longestGauge(layout: Layout, objective: ObjectiveSpec): Gauge {
  return taskGauge(layout, objective, (task) => {
    let longest = 0;
    for (let p = layout.firstPiece[task]; p < layout.firstPiece[task + 1]; p++) {
      const copy = layout.at[p];
      if (copy >= 0) longest = Math.max(longest, layout.runtime(p, copy));
    }
    return longest;
  });
}

/** A sum over the task copies that count of what `read` reads off the layout. */
function taskGauge(
  layout: Layout,
  objective: ObjectiveSpec,
  read: (task: number) => number,
): Gauge {
  const { instance } = layout;
  const amountOf = (task: number) =>
    isCounted(instance, objective, instance.taskOfCopy[task]) ? read(task) : 0;
  const amounts = Float64Array.from(layout.placed, (_, task) => amountOf(task));
  let sum = amounts.reduce((total, amount) => total + amount, 0);
  const renew = (piece: number) => {
    const task = layout.taskOf[piece];
    const amount = amountOf(task);
    sum += amount - amounts[task];
    amounts[task] = amount;
  };
  // Adding 0 turns -0 into 0.
  return { came: renew, left: renew, value: () => sum + 0, guide: () => sum };
}
