import { WHOLE } from "../src/instance/types.ts";
import { type Draft, taskOf } from "./draft.ts";
import { piecesByResource } from "./held.ts";
import { holds } from "./share-room.ts";

/**
 * Other shares with the same sum for each task: first each piece is rounded down (in batch mode to whole
 * milliseconds), which no row can mind, then what is missing goes to the task's own pieces, largest first,
 * then to its other resources, as much as each can hold.
 */
export function refill(
  draft: Draft,
  rounded: ReadonlyMap<number, number>,
  point: Float64Array,
): ReadonlyMap<number, number> {
  const { instance, pairs } = draft;
  const shares = new Map<number, number>();
  for (const [x, share] of rounded) shares.set(x, Math.min(share, roundedDown(draft, x, point)));
  for (let t = 0; t < instance.taskOfCopy.length; t++) {
    const [from, to] = [pairs.taskStart[t], pairs.taskStart[t + 1]];
    if (from === to || !taskOf(draft, from).divisible) continue;
    const columns = Array.from({ length: to - from }, (_, i) => from + i);
    const sum = (of: ReadonlyMap<number, number>) =>
      columns.reduce((total, x) => total + (of.get(x) ?? 0), 0);
    let missing = sum(rounded) - sum(shares);
    columns.sort((x, y) => (shares.get(y) ?? 0) - (shares.get(x) ?? 0) || x - y);
    for (const x of columns) {
      if (missing === 0) break;
      const more = mostMore(draft, shares, point, x, missing);
      if (more > 0) shares.set(x, (shares.get(x) ?? 0) + more);
      missing -= more;
    }
    // Without room anywhere the sum is kept, and the verifier names the rule that this breaks.
    if (missing > 0) shares.set(columns[0], (shares.get(columns[0]) ?? 0) + missing);
  }
  return shares;
}

function roundedDown(draft: Draft, x: number, point: Float64Array): number {
  const { instance, pairs } = draft;
  if (!taskOf(draft, x).divisible) return WHOLE;
  const runtime = instance.pairs.runtime[pairs.entry[x]];
  const share = Math.floor(point[x] * WHOLE + 1e-6);
  if (instance.mode === "placement" || runtime === 0) return share;
  const ms = Math.floor(point[x] * runtime + 1e-6);
  return Math.min(share, Number((BigInt(ms) * BigInt(WHOLE)) / BigInt(runtime)));
}

/** The most millionths, up to `limit`, that pair x can take on top; by bisection, since room only shrinks. */
function mostMore(
  draft: Draft,
  shares: ReadonlyMap<number, number>,
  point: Float64Array,
  x: number,
  limit: number,
): number {
  const resource = draft.pairs.resource[x];
  const canTake = (more: number) => {
    const trial = new Map(shares).set(x, (shares.get(x) ?? 0) + more);
    return holds(draft, piecesByResource(draft, trial).get(resource) ?? [], point);
  };
  let [low, high] = [0, Math.min(limit, WHOLE - (shares.get(x) ?? 0))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (canTake(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
