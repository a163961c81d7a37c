import { WHOLE } from "../src/instance/types.ts";
import { startAsap } from "../src/plan/sequence.ts";
import { shareCeil, shareFloor, shareRest } from "../src/plan/shares.ts";
import { orderOn } from "./decode-order.ts";
import { type Draft, demandOn } from "./draft.ts";
import { type Held, piecesByResource } from "./held.ts";

/** Whether shares, in millionths by pair column, keep every capacity and every end. Exact. */
export function holdsTogether(
  draft: Draft,
  shares: ReadonlyMap<number, number>,
  point: Float64Array,
): boolean {
  return [...piecesByResource(draft, shares).values()].every((held) => holds(draft, held, point));
}

/** Whether the pieces on one resource copy keep its capacities (placement) or their ends (batch). Exact. */
export function holds(draft: Draft, held: Held, point: Float64Array): boolean {
  return draft.instance.mode === "batch" ? endsInTime(draft, held, point) : fits(draft, held);
}

function fits(draft: Draft, held: Held): boolean {
  const { instance, pairs } = draft;
  if (held.length === 0) return true;
  const { capacity } = instance.resources[instance.resourceOfCopy[pairs.resource[held[0].x]]];
  return instance.dimensions.every(({ devices }, d) => {
    if (devices) return true;
    let [whole, rest] = [0, 0];
    for (const { x, share } of held) {
      whole += shareFloor(demandOn(draft, x, d), share);
      rest += shareRest(demandOn(draft, x, d), share);
    }
    return whole + Math.ceil(rest / WHOLE) <= capacity[d];
  });
}

function endsInTime(draft: Draft, held: Held, point: Float64Array): boolean {
  const { instance, pairs, windows } = draft;
  if (held.length === 0 || windows === undefined) return true;
  const order = orderOn(draft, held, point);
  const items = order.map(({ x, share }) => ({ task: pairs.task[x], share }));
  const pieces = startAsap(instance, [[pairs.resource[held[0].x], items]]);
  return pieces.every(({ start, share }, i) => {
    const entry = pairs.entry[order[i].x];
    return start + shareCeil(instance.pairs.runtime[entry], share) <= windows.latest[entry];
  });
}
