import { WHOLE } from "../src/instance/types.ts";
import { type Draft, taskOf } from "./draft.ts";

/** Millionths by pair column of an admitted point, ascending by column: 1,000,000 where a binary is 1. */
export function roundShares(draft: Draft, point: Float64Array): ReadonlyMap<number, number> {
  const { pairs, instance } = draft;
  const shares = new Map<number, number>();
  for (let t = 0; t < instance.taskOfCopy.length; t++) {
    const [from, to] = [pairs.taskStart[t], pairs.taskStart[t + 1]];
    if (from === to) continue;
    if (taskOf(draft, from).divisible) roundTask(draft, point, from, to, shares);
    else for (let x = from; x < to; x++) if (point[x] === 1) shares.set(x, WHOLE);
  }
  return shares;
}

/** Largest remainders: floors first, then a millionth each to the largest fractions until the sum is met. */
function roundTask(
  draft: Draft,
  point: Float64Array,
  from: number,
  to: number,
  shares: Map<number, number>,
): void {
  const exact: { readonly x: number; readonly amount: number }[] = [];
  for (let x = from; x < to; x++) {
    if (point[x] > 0.5 / WHOLE) exact.push({ x, amount: point[x] * WHOLE });
  }
  const total = exact.reduce((sum, { amount }) => sum + amount, 0);
  const goal = taskOf(draft, from).optional ? Math.min(WHOLE, Math.round(total)) : WHOLE;
  const floors = exact.map(({ amount }) => Math.floor(amount + 1e-6));
  let left = goal - floors.reduce((sum, floor) => sum + floor, 0);
  const order = [...exact.keys()].sort(
    (i, j) => exact[j].amount - floors[j] - (exact[i].amount - floors[i]) || i - j,
  );
  for (let round = 0; left !== 0 && order.length > 0; round++) {
    const i = order[round % order.length];
    const step = left > 0 ? 1 : floors[i] > 0 ? -1 : 0;
    floors[i] += step;
    left -= step;
  }
  exact.forEach(({ x }, i) => {
    shares.set(x, floors[i]);
  });
}
