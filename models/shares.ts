import { WHOLE } from "../src/instance/types.ts";
import { type Draft, taskOf } from "./draft.ts";
import { refill } from "./refill.ts";
import { holdsTogether } from "./share-room.ts";

/**
 * Millionths by pair column of an admitted point: 1,000,000 where a binary is 1, shares by largest
 * remainders so that each task's sum is kept exactly. Where the rounding breaks a capacity or an end, the
 * shares are rounded down first and the rest is given out where room is left; should none be left, the
 * plan does not verify.
 */
export function roundShares(draft: Draft, point: Float64Array): ReadonlyMap<number, number> {
  const { pairs, instance } = draft;
  const shares = new Map<number, number>();
  let split = false;
  for (let t = 0; t < instance.taskOfCopy.length; t++) {
    const [from, to] = [pairs.taskStart[t], pairs.taskStart[t + 1]];
    if (from === to) continue;
    if (taskOf(draft, from).divisible) {
      split = true;
      roundTask(draft, point, from, to, shares);
    } else {
      for (let x = from; x < to; x++) if (point[x] === 1) shares.set(x, WHOLE);
    }
  }
  return split && !holdsTogether(draft, shares, point) ? refill(draft, shares, point) : shares;
}

/** Largest remainders: floors first, then a millionth each to the largest fractions until the sum is met. */
function roundTask(
  draft: Draft,
  point: Float64Array,
  from: number,
  to: number,
  shares: Map<number, number>,
): void {
  const held: number[] = [];
  for (let x = from; x < to; x++) if (point[x] > 0.5 / WHOLE) held.push(x);
  const amounts = held.map((x) => point[x] * WHOLE);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const goal = taskOf(draft, from).optional ? Math.min(WHOLE, Math.floor(total + 1e-3)) : WHOLE;
  const rounded = largestRemainders(amounts, goal);
  held.forEach((x, i) => {
    shares.set(x, rounded[i]);
  });
}

/** Integers next to the amounts that sum to `goal`; nothing where there are no amounts. */
function largestRemainders(amounts: readonly number[], goal: number): number[] {
  const rounded = amounts.map((amount) => Math.floor(amount + 1e-6));
  const order = [...amounts.keys()].sort(
    (i, j) => amounts[j] - rounded[j] - (amounts[i] - rounded[i]) || i - j,
  );
  let left = goal - rounded.reduce((sum, floor) => sum + floor, 0);
  for (let n = 0; left !== 0 && order.length > 0; n++) {
    const i = order[n % order.length];
    const step = left > 0 ? 1 : rounded[i] > 0 ? -1 : 0;
    rounded[i] += step;
    left -= step;
  }
  return rounded;
}
