import { buildPlan, type Piece } from "../src/plan/build.ts";
import { canonicalDevices } from "../src/plan/devices.ts";
import { type OrderItem, startAsap } from "../src/plan/sequence.ts";
import type { Plan } from "../src/plan/types.ts";
import { assignDevices } from "./decode-devices.ts";
import { orderOn } from "./decode-order.ts";
import { addRecoveries } from "./decode-recoveries.ts";
import type { Draft } from "./draft.ts";
import { type Held, piecesByResource } from "./held.ts";
import { roundShares } from "./shares.ts";

/**
 * The plan of an admitted point: its pieces, in batch mode ordered by the rule of their resource and
 * started as early as that allows, in placement mode with devices in canonical numbers.
 */
export function decodePlan(draft: Draft, x: Float64Array): Plan {
  const { instance, pairs } = draft;
  const held = piecesByResource(draft, roundShares(draft, x));
  if (instance.mode === "batch") return buildPlan(instance, startPieces(draft, held, x));
  const pieces: Piece[] = [];
  for (const [, items] of held) {
    const devices = assignDevices(draft, items, x);
    items.forEach(({ x: column, share }, i) => {
      pieces.push({
        task: pairs.task[column],
        resource: pairs.resource[column],
        share,
        ...(devices[i].length > 0 && { devices: devices[i] }),
      });
    });
  }
  return addRecoveries(draft, canonicalDevices(instance, buildPlan(instance, pieces)), x);
}

/** The starts of pieces on their resource copies, as early as the order of each copy's regime allows. */
function startPieces(draft: Draft, held: ReadonlyMap<number, Held>, x: Float64Array) {
  const orders = [...held].map(([resource, items]): [number, OrderItem[]] => [
    resource,
    orderOn(draft, items, x).map((item) => ({
      task: draft.pairs.task[item.x],
      share: item.share,
    })),
  ]);
  return startAsap(draft.instance, orders);
}
