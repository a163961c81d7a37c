import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import type { CapacityPrices, LoadPrices } from "../../plan/certificate/types.ts";
import type { Plan } from "../../plan/types.ts";
import { dealtPlan } from "./dealt-plan.ts";
import { flowInto } from "./flow.ts";
import { type Fleet, fleetOf, isFleet } from "./pools.ts";
import { type Spread, spreadFlow } from "./spread.ts";

/** How much of each pool is filled at most, in turn. */
const FILLS = [1, 0.9995, 0.999, 0.998, 0.995, 0.99, 0.98, 0.96, 0.92, 0.85, 0.7];

/** How far above the level that the prices prove the pools may be filled, in turn. */
const RISES = [0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1];

/**
 * Plans of a fleet by counts, ever better: tasks flow in classes into pools of equal copies as the prices of a
 * certificate tell, and are dealt out inside each pool. Yields nothing where `isFleet` says no or where it finds
 * no plan. Cost O(task copies x log copies + classes x pools^2 x rounds).
 */
export function* planFleet(
  instance: Instance,
  target: Target,
  certificate: CapacityPrices | LoadPrices,
): Generator<Plan, void, void> {
  if (isFleet(instance, target) !== true) return;
  const fleet = fleetOf(instance, target, certificate);
  if (fleet.size === undefined) yield* planCost(instance, fleet);
  else yield* planLevel(instance, fleet, fleet.size);
}

function* planCost(instance: Instance, fleet: Fleet): Generator<Plan, void, void> {
  for (const fill of FILLS) {
    const room = fleet.limit.map((limit, r) => Math.floor(limit * fleet.copies[r] * fill));
    const spread = deal(instance, fleet, room);
    if (spread === undefined) continue;
    yield dealtPlan(instance, spread.place);
    return;
  }
}

function* planLevel(
  instance: Instance,
  fleet: Fleet,
  size: Float64Array,
): Generator<Plan, void, void> {
  let best = Infinity;
  for (const rise of RISES) {
    const level = fleet.level * (1 + rise);
    if (level >= best) return;
    const room = size.map((one, r) => Math.min(fleet.limit[r], level * one) * fleet.copies[r]);
    const spread = deal(instance, fleet, room);
    if (spread === undefined) continue;
    const reached = highest(instance, spread, size);
    if (reached >= best) continue;
    best = reached;
    yield dealtPlan(instance, spread.place);
  }
}

function deal(instance: Instance, fleet: Fleet, room: Float64Array): Spread | undefined {
  const flow = flowInto(fleet, room);
  if (flow === undefined) return undefined;
  const { taskCopyStart, resourceCopyStart, resourceOfCopy } = instance;
  const spread = spreadFlow(fleet, flow, taskCopyStart, resourceCopyStart);
  const fits = spread.load.every((load, copy) => load <= fleet.limit[resourceOfCopy[copy]]);
  return fits ? spread : undefined;
}

function highest({ resourceOfCopy }: Instance, { load }: Spread, size: Float64Array): number {
  return load.reduce((most, one, copy) => {
    const whole = size[resourceOfCopy[copy]];
    return one === 0 ? most : Math.max(most, one / whole);
  }, 0);
}
