import { priceSteps } from "../../bounds/prices/prices.ts";
import { countsTransfers } from "../../instance/additive.ts";
import { relaxing } from "../../plan/traits.ts";
import { admittedLimits } from "../limits.ts";
import type { Event, LevelTask, Method } from "../method.ts";
import { hasManyPairs } from "./wide.ts";

/** Every bound that comes with a certificate; kept even where another bound is as good, because it can be checked. */
export const prices: Method = {
  name: "prices",
  role: "bound",
  about: "Lagrangian bounds at prices of capacity and load, with certificates",
  hasLongSlices: true,
  handles: [relaxing("placement", "sequence", "optional", "divisible", "replicas", "transfers")],
  events: priceEvents,
};

function* priceEvents(task: LevelTask): Generator<Event, void> {
  const { incumbent } = task;
  const { instance, target } = incumbent;
  // Prices on the fly come near these in a fraction of the passes.
  const isNear = hasManyPairs(instance) && !countsTransfers(instance, target);
  if (isNear && incumbent.bound?.certificate !== undefined) return;
  for (const bound of priceSteps(instance, target, undefined, admittedLimits(incumbent))) {
    yield bound === undefined ? {} : { bound };
  }
}
