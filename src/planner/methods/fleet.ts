import { planFleet } from "../../heuristics/fleet/plan-fleet.ts";
import {
  FLEET,
  FLEET_COPIES,
  isFleet,
  type PriceCertificate,
} from "../../heuristics/fleet/pools.ts";
import type { Certificate } from "../../plan/certificate/types.ts";
import type { Event, LevelTask, Method } from "../method.ts";

/** Plans of very many copies by counts, along the prices of a bound. */
export const fleet: Method = {
  name: "fleet",
  role: "start",
  about: "classes of equal tasks flow into pools of equal copies at the prices of a bound",
  after: ["prices"],
  handles: [FLEET],
  fits: ({ incumbent: { instance, target } }) =>
    instance.taskOfCopy.length < FLEET_COPIES
      ? `there are fewer than ${FLEET_COPIES.toLocaleString("en")} task copies`
      : isFleet(instance, target),
  events: fleetEvents,
};

function* fleetEvents({ incumbent }: LevelTask): Generator<Event, void> {
  const { instance, target, bound, limits } = incumbent;
  const certificate = bound?.certificate;
  if (bound === undefined || certificate === undefined || !isPrices(certificate)) return;
  for (const plan of planFleet(instance, target, { value: bound.value, certificate }, limits)) {
    yield plan === undefined ? {} : { plan };
  }
}

function isPrices(certificate: Certificate): certificate is PriceCertificate {
  return certificate.kind.endsWith("-prices") && certificate.kind !== "assignment-prices";
}
