import { copiesLost, lossCount, lossName } from "../src/instance/losses.ts";
import type { Instance } from "../src/instance/types.ts";
import { usablePairs } from "../src/instance/usable.ts";
import type { Plan } from "../src/plan/types.ts";
import type { Draft, LossColumns, Move } from "./draft.ts";
import { columnsOn, type PairColumns } from "./pairs.ts";
import { addRecoveryDeviceRows } from "./robust-devices.ts";
import { addRecoveryRows } from "./robust-rows.ts";

/**
 * For each loss L, a set of resource copies, y[L,t,j] = 1 if task copy t is moved from L to the copy j outside of it:
 *     sum over j of y[L,t,j]  =  sum over i in L of x[t,i]
 * and every rule but the budget over x outside L and y together: see the rows of recoveries. So a point holds a plan
 * with a recovery from each loss, and every such plan is a point. y exists for every usable pair, also where a scope
 * keeps x out, unless the scope names fewer.
 */
export function addRobustRows(draft: Draft): void {
  const { instance, fills } = draft;
  if (instance.robust === undefined) return;
  const placesOf = makePlaces(draft);
  for (let loss = 0; loss < lossCount(instance); loss++) {
    const columns = addLossColumns(draft, loss, placesOf);
    if (columns.ofTask.size === 0) continue;
    draft.losses.push(columns);
    fills.push((point, plan) => fillMoves(columns, point, plan));
    addRecoveryRows(draft, columns);
    addRecoveryDeviceRows(draft, columns);
  }
}

/** How many columns y there would be. */
export function countMoves(draft: Draft): number {
  const { instance, pairs } = draft;
  const { robust } = instance;
  if (robust === undefined) return 0;
  const placesOf = makePlaces(draft);
  let moves = 0;
  for (let loss = 0; loss < lossCount(instance); loss++) {
    for (const task of tasksOn(pairs, copiesLost(robust, loss)).keys()) {
      moves += placesOf(task, loss).length;
    }
  }
  return moves;
}

function addLossColumns(
  { instance, builder, pairs }: Draft,
  loss: number,
  placesOf: (task: number, loss: number) => readonly number[],
): LossColumns {
  const robust = instance.robust as NonNullable<Instance["robust"]>;
  const copies = copiesLost(robust, loss);
  const lost = new Set(copies);
  const ofTask = new Map<number, Map<number, number>>();
  const ofCopy = new Map<number, Move[]>();
  for (const [task, leaving] of tasksOn(pairs, copies)) {
    const own = new Map<number, number>();
    for (const copy of placesOf(task, loss)) {
      if (lost.has(copy)) continue;
      const column = builder.addColumn({
        upper: 1,
        integer: true,
        name: () => `y[${lossName(instance, robust, loss)},${task},${copy}]`,
      });
      own.set(copy, column);
      const moves = ofCopy.get(copy) ?? [];
      moves.push({ task, column });
      ofCopy.set(copy, moves);
    }
    ofTask.set(task, own);
    builder.addRow({
      lower: 0,
      upper: 0,
      columns: [...own.values(), ...leaving],
      coefficients: [...[...own].map(() => 1), ...leaving.map(() => -1)],
    });
  }
  return { loss, lost, ofTask, ofCopy };
}

/** The columns x on some resource copies, by task copy. */
function tasksOn(pairs: PairColumns, copies: Int32Array): ReadonlyMap<number, number[]> {
  const columns = new Map<number, number[]>();
  for (const copy of copies) {
    for (const x of columnsOn(pairs, copy)) {
      const held = columns.get(pairs.task[x]);
      if (held === undefined) columns.set(pairs.task[x], [x]);
      else held.push(x);
    }
  }
  return columns;
}

/** Where a task copy may go after a loss, ascending: usable resource copies, in a scope those that it names. */
function makePlaces({ instance, scope }: Draft): (task: number, loss: number) => readonly number[] {
  const { taskOfCopy, resourceOfCopy, resources } = instance;
  const usable = usablePairs(instance);
  const known = new Map<number, readonly number[]>();
  return (task, loss) => {
    const t = taskOfCopy[task];
    const isUsable = (j: number) => usable[t * resources.length + resourceOfCopy[j]] === 1;
    const named = scope?.movesOf?.(task, loss);
    if (named !== undefined) return named.filter(isUsable);
    const list = known.get(t) ?? [...resourceOfCopy.keys()].filter(isUsable);
    known.set(t, list);
    return list;
  };
}

function fillMoves({ loss, ofTask }: LossColumns, point: Float64Array, plan: Plan): void {
  const moved = plan.recoveries?.find((recovery) => recovery.loss === loss)?.moved;
  if (moved === undefined) return;
  for (let k = 0; k < moved.task.length; k++) {
    const column = ofTask.get(moved.task[k])?.get(moved.resource[k]);
    if (column !== undefined) point[column] = 1;
  }
}
