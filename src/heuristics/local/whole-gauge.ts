import type { PlacedPiece } from "../../instance/objectives/objective.ts";
import { isCounted } from "../../instance/priority.ts";
import type { ObjectiveSpec } from "../../instance/types.ts";
import type { State } from "../state/state.ts";
import type { Gauge } from "./gauge.ts";

/** Any value of all pieces, worked out anew after every change: right for everything, and slow. O(pieces). */
export function wholeGauge(
  state: State,
  objective: ObjectiveSpec,
  valueAt: (pieces: readonly PlacedPiece[]) => number,
): Gauge {
  let known: number | undefined;
  const forget = () => {
    known = undefined;
  };
  const value = () => {
    known ??= valueAt(placedPieces(state, objective));
    return known;
  };
  return { came: forget, left: forget, settle: forget, value, guide: value };
}

function placedPieces(state: State, objective: ObjectiveSpec): readonly PlacedPiece[] {
  const { instance, held, pieces, sequences } = state;
  const placed: PlacedPiece[] = [];
  for (const [resource, list] of held.entries()) {
    for (const [i, piece] of list.entries()) {
      const [task, share] = [pieces.task[piece], pieces.share[piece]];
      if (!isCounted(instance, objective, instance.taskOfCopy[task])) continue;
      const start = sequences?.startOf(resource, i) ?? 0;
      placed.push({ task, resource, share, start, end: start + state.runtime(piece, resource) });
    }
  }
  return placed;
}
