import type { State } from "../state/state.ts";
import type { Step } from "./walk.ts";

/**
 * Of some copies with room for a piece the one where least is left beside it and what steps bring there already; -1 if none has
 * room for all of that. In a sequence all have. O(copies x (dimensions + steps)).
 */
export function tightest(
  state: State,
  piece: number,
  copies: readonly number[],
  steps: readonly Step[],
): number {
  let [best, least] = [-1, Infinity];
  for (const copy of copies) {
    const left = leftBeside(state, piece, copy, steps);
    if (left >= 0 && left < least) [best, least] = [copy, left];
  }
  return best;
}

/** The sum over dimensions of what is left over capacity; -1 where something is short. */
function leftBeside(state: State, piece: number, copy: number, steps: readonly Step[]): number {
  if (state.sequences !== undefined) return 0;
  const { instance, dimensions, capacity } = state;
  const coming = steps.filter(({ to }) => to === copy);
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    let left = state.free(copy, d) - state.need(piece, copy, d);
    for (const step of coming) left -= state.need(step.piece, copy, d);
    if (left < 0) return -1;
    const full = capacity[instance.resourceOfCopy[copy] * dimensions + d];
    if (full > 0) sum += left / full;
  }
  return sum;
}
